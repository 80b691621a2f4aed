import { randomBytes } from 'node:crypto';
import type { Clock, RunIds } from '@vaultwright/datavault-core/warehouse';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The machine's clock; its microseconds never run backwards within a process. */
export const systemClock: Clock = {
  now: () => BigInt(Math.round((performance.timeOrigin + performance.now()) * 1000)),
};

/** ULIDs: 48 bits of milliseconds, then 80 random bits; sorted by time of creation. */
export const systemRunIds: RunIds = {
  next(): string {
    const time = encode(systemClock.now() / 1000n, 10);
    const random = encode(BigInt(`0x${randomBytes(10).toString('hex')}`), 16);
    return time + random;
  },
};

function encode(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text = `${alphabet[Number(rest % 32n)]}${text}`;
    rest /= 32n;
  }
  return text;
}
