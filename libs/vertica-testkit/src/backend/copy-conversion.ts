import { catalogueSpelling, engineType, isBinary, isText, type ColumnType } from './column-type.ts';
import type { CopyTarget } from './copy-plan.ts';
import { callOf } from './engine-function.ts';
import { quoteText, zonelessTime } from './translate-expression.ts';

/** How one staged text becomes a value of its column. */
export interface Conversion {
  /** The value; never fails on texts that `reason` finds nothing wrong with. */
  readonly value: string;
  /** Text that says why a row is rejected, or NULL. */
  readonly reason: string;
}

/**
 * Prints the conversion of a staged text.
 *
 * As the manual says, or as it is said to be: an integer has no fraction, a text over its octets is rejected under
 * ENFORCELENGTH and cut without, a NULL for a column that takes none is rejected, fewer octets than BINARY(n) are filled with zeros.
 */
export function conversionOf({ column }: CopyTarget, staged: string, cuts: boolean): Conversion {
  const { value, isBad } = checked(column.type, staged, cuts);
  const type = quoteText(`Invalid value for ${catalogueSpelling(column.type)} column "${column.name}"`);
  const missing = quoteText(`NULL for column "${column.name}"`);
  const empty = column.nullable ? '' : ` when ${staged} is null then ${missing}`;
  return { value, reason: `case${empty} when ${isBad} then ${type} end` };
}

function checked(
  type: ColumnType,
  staged: string,
  cuts: boolean,
): { readonly value: string; readonly isBad: string } {
  if (isText(type) && cuts && type.length !== null)
    return { value: callOf('cut', staged, type.length), isBad: 'false' };
  if (isText(type)) {
    return { value: staged, isBad: type.length === null ? 'false' : `strlen(${staged}) > ${type.length}` };
  }
  if (isBinary(type)) {
    const isHex = `regexp_full_match(${staged}, '(?:[0-9a-fA-F]{2})*')`;
    const length = type.length ?? 1;
    const bytes = `unhex(${staged})`;
    return {
      value: type.name === 'binary' ? callOf('binary', bytes, length) : bytes,
      isBad: `(not ${isHex} or strlen(${staged}) > ${2 * length})`,
    };
  }
  const value = tried(type, staged);
  return { value, isBad: `(${staged} is not null and ${value} is null)` };
}

function tried(type: ColumnType, staged: string): string {
  if (type.name === 'int') return callOf('try_integer', staged);
  if (type.name === 'timestamp') return zonelessTime(staged, 'try_cast');
  return `try_cast(${staged} as ${engineType(type)})`;
}
