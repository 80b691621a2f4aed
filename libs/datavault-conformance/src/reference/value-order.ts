import type { ColumnType } from '@vaultwright/datavault-core';

/**
 * Order of two values of one type, given as canonical text; NULL comes last.
 *
 * Invariant: text in the order of its UTF-8 bytes, never of UTF-16 units.
 */
export function compareValues({ kind }: ColumnType, left: string | null, right: string | null): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  if (kind === 'int' || kind === 'decimal') return compareNumbers(left, right);
  if (kind === 'float') return Number(left) - Number(right);
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

/** Compares plain decimal notations exactly. */
function compareNumbers(left: string, right: string): number {
  const digits = Math.max(fraction(left).length, fraction(right).length);
  const scaled = (text: string): bigint =>
    BigInt(`${text.split('.')[0]}${fraction(text).padEnd(digits, '0')}`);
  const difference = scaled(left) - scaled(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function fraction(text: string): string {
  return text.split('.')[1] ?? '';
}
