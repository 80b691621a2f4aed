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

/** When a run id of {@link systemRunIds} was made. Units: milliseconds since 1970; null for another kind of id. */
export function timeOfRunId(runId: string): number | null {
  if (!/^[0-9A-HJKMNP-TV-Z]{26}$/.test(runId)) return null;
  return Array.from(runId.slice(0, 10)).reduce((time, digit) => time * 32 + alphabet.indexOf(digit), 0);
}

function encode(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let place = 0; place < length; place += 1) {
    text = `${alphabet[Number(rest % 32n)]}${text}`;
    rest /= 32n;
  }
  return text;
}
