import { VaultwrightError } from '@vaultwright/datavault-core';
import type { StoredType } from '@vaultwright/datavault-core/sql';

/**
 * Prints the canonical text of an operand, byte for byte what the TypeScript hasher makes of the same value.
 *
 * Invariant: NULL stays NULL; the session's time zone has no influence; values are of the years 0001 to 9999.
 * Errors: `E-META-FLOAT-TEXT`, because a binary64 value has no text that all engines share.
 */
export function canonicalText(operand: string, type: StoredType): string {
  switch (type.kind) {
    case 'text':
      return operand;
    case 'int':
    case 'date':
    case 'uuid':
      return asText(operand);
    case 'decimal':
      return decimalText(operand, type.precision, type.scale);
    case 'boolean':
      return `case when ${operand} then 'true' when not ${operand} then 'false' end`;
    case 'time':
      return sixFractionDigits(asText(operand), 8);
    case 'timestamp':
      return sixFractionDigits(asText(operand), 19);
    case 'timestamptz':
      // A cast to text or to timestamp goes through the ICU calendar: four times the cost, and it follows the session zone.
      return `(${sixFractionDigits(asText(`make_timestamp(epoch_us(${operand}))`), 19)} || 'Z')`;
    case 'binary':
      return `lower(hex(${operand}))`;
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

function hashText(operand: string, type: Extract<StoredType, { kind: 'hash' }>): string {
  switch (type.encoding) {
    case 'hexLower':
      return operand;
    case 'hexUpper':
      return `lower(${operand})`;
    case 'binary':
      // Through the bytes: removing the dashes of the printed uuid costs two and a half times as much.
      return `lower(hex(${type.bytes === 16 ? `cast(${operand} as blob)` : operand}))`;
  }
}

/** The engine leaves out a zero fraction and trailing zeros; `whole` is the length without a fraction. */
function sixFractionDigits(text: string, whole: number): string {
  const full = whole + 7;
  return `case strlen(${text}) when ${full} then ${text} when ${whole} then ${text} || '.000000' else rpad(${text}, ${full}, '0') end`;
}

const longestSuffixChain = 4;

/**
 * Trailing zeros and a bare point removed. Testing for suffixes costs a third of trimming characters and half of a
 * regular expression when most values need no change; a long chain would be unreadable, so large scales use the pattern.
 */
function decimalText(operand: string, precision: number, scale: number): string {
  const printed = asText(operand);
  if (scale === 0) return printed;
  // Without whole digits the engine prints `.5` and `-.5`.
  const text = precision === scale ? `replace(${printed}, '.', '0.')` : printed;
  if (scale > longestSuffixChain)
    return `case when suffix(${text}, '0') then regexp_replace(${text}, '\\.?0+$', '') else ${text} end`;
  const cuts = Array.from({ length: scale - 1 }, (_, index) => '0'.repeat(scale - 1 - index));
  const branches = [`.${'0'.repeat(scale)}`, ...cuts].map(
    (tail) => `when suffix(${text}, '${tail}') then left(${text}, -${tail.length})`,
  );
  return `case when not suffix(${text}, '0') then ${text} ${branches.join(' ')} end`;
}

function asText(operand: string): string {
  return `cast(${operand} as varchar)`;
}
