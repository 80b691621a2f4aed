import type { HashProfile } from '@vaultwright/datavault-core';

/** Keys that no business key has: what is not known, and what is known to be wrong. */
export const zeroKeyNames = ['unknown', 'error'] as const;
export type ZeroKeyName = (typeof zeroKeyNames)[number];

/** Load date and record source of rows that no source brought: before everything that can be loaded. */
export const ghostLoadDate = '1900-01-01 00:00:00.000000';
export const ghostRecordSource = 'GHOST';

const digestBytes = { md5: 16, sha1: 20, sha256: 32 } as const;

/** All bytes of a zero key, as hexadecimal text: zeros for what is not known, ones for what is wrong. */
export function zeroKeyText({ algorithm, encoding }: HashProfile, name: ZeroKeyName): string {
  const text = (name === 'unknown' ? '00' : 'ff').repeat(digestBytes[algorithm]);
  return encoding === 'hexUpper' ? text.toUpperCase() : text;
}
