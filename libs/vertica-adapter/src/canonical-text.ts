import { VaultwrightError } from '@vaultwright/datavault-core';
import type { StoredType } from '@vaultwright/datavault-core/sql';

const clock = 'HH24:MI:SS.US';

/**
 * Prints the canonical text of an operand, byte for byte what the TypeScript hasher makes of the same value.
 *
 * Invariant: NULL stays NULL; the session's date style and time zone have no influence, because times go through a
 * template and never through a bare cast; values are of the years 0001 to 9999. Assumptions: to-char, numeric-text.
 * Errors: `E-META-FLOAT-TEXT`, because a binary64 value has no text that all engines share.
 */
export function canonicalText(operand: string, type: StoredType): string {
  switch (type.kind) {
    case 'text':
      return operand;
    case 'int':
      return asText(operand, 20);
    case 'uuid':
      return `lower(${asText(operand, 36)})`;
    case 'decimal':
      return decimalText(operand, type.precision, type.scale);
    case 'boolean':
      return `case when ${operand} then 'true' when not ${operand} then 'false' end`;
    case 'date':
      return `to_char(${operand}, 'YYYY-MM-DD')`;
    case 'time':
      // The template function takes no TIME; the day is never printed.
      return `to_char(date '2000-01-01' + ${operand}, '${clock}')`;
    case 'timestamp':
      return `to_char(${operand}, 'YYYY-MM-DD ${clock}')`;
    case 'timestamptz':
      return `(to_char(${operand} at time zone 'UTC', 'YYYY-MM-DD ${clock}') || 'Z')`;
    case 'binary':
      return `to_hex(${operand})`;
    case 'hash':
      return hashText(operand, type);
    case 'float':
      throw new VaultwrightError({
        code: 'E-META-FLOAT-TEXT',
        family: 'metadata',
        title: 'a float column has no canonical text',
        where: operand,
        found: 'type float',
        allowed: 'every other type',
        fix: 'declare the column as decimal(precision, scale) where it is hashed or compared as text',
      });
  }
}

function hashText(operand: string, { encoding }: Extract<StoredType, { kind: 'hash' }>): string {
  switch (encoding) {
    case 'hexLower':
      return operand;
    case 'hexUpper':
      return `lower(${operand})`;
    case 'binary':
      return `to_hex(${operand})`;
  }
}

/**
 * Trailing zeros and a bare point removed, a zero put before a leading point. NUMERIC(p,s) prints `s` digits after the
 * point; whether it prints `.5` or `0.5` is not relied on. `#` marks the start, where alone a point may lead.
 */
function decimalText(operand: string, precision: number, scale: number): string {
  const text = asText(operand, precision + 3);
  if (scale === 0) return text;
  const whole = `ltrim(replace(replace('#' || ${text}, '#.', '0.'), '#-.', '-0.'), '#')`;
  return `rtrim(rtrim(${whole}, '0'), '.')`;
}

/** `octets` is the longest text of any value: a narrower cast would cut it without a word. */
function asText(operand: string, octets: number): string {
  return `cast(${operand} as varchar(${octets}))`;
}
