import { VaultwrightError } from '@vaultwright/datavault-core';

/**
 * Values of a knex row in one spelling, whichever driver delivered them.
 *
 * Errors: `E-INTERNAL-VALUE` when a driver hands over something no rule here expects.
 */
export function countOf(value: unknown): number {
  const count = Number(integerText(value));
  if (!Number.isSafeInteger(count) || count < 0) throw unexpected('count', value);
  return count;
}

/** A whole number as decimal text, exact beyond 2^53. */
export function integerText(value: unknown): string {
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isSafeInteger(value)))
    return `${value}`;
  if (typeof value === 'string' && /^-?[0-9]+$/.test(value)) return value;
  throw unexpected('whole number', value);
}

export function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'number') return `${value}`;
  throw unexpected('text', value);
}

/** Booleans as engines give them: themselves, 0/1, t/f. */
export function flagOf(value: unknown): boolean | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean') return value;
  if (value === 1 || value === 1n || value === 't' || value === 'true') return true;
  if (value === 0 || value === 0n || value === 'f' || value === 'false') return false;
  throw unexpected('boolean', value);
}

/**
 * A hash key in the spelling all engines can share: lower-case hex without dashes, or the digits of an integer key.
 */
export function hashKeyText(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (typeof value === 'bigint' || typeof value === 'number') return integerText(value);
  if (typeof value !== 'string') throw unexpected('hash key', value);
  const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
  return uuid ? value.replaceAll('-', '').toLowerCase() : value.replace(/^(?:0x|\\x)/, '').toLowerCase();
}

/** The text an engine prints for a timestamp, with exactly six fraction digits. */
export function timestampText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  const match =
    typeof value === 'string'
      ? /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:\.([0-9]{1,6})0*)?)?$/.exec(value)
      : null;
  if (match === null) throw unexpected('timestamp', value);
  const [, day = '', clock = '00:00:00', fraction = ''] = match;
  return `${day} ${clock}.${fraction.padEnd(6, '0')}`;
}

function unexpected(wanted: string, value: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-INTERNAL-VALUE',
    family: 'internal',
    title: `a query returned something that is no ${wanted}`,
    where: 'report',
    found: value === null ? 'NULL' : typeof value,
    allowed: wanted,
    fix: 'please report this with the name of the engine and its driver version',
  });
}
