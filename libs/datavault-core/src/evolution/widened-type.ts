import type { ColumnType } from '../metadata/column.ts';
import type { SqlDialect } from '../sql/dialect.ts';

const mostDigits = 38;

/** Whether a stored type, in the engine's own spelling, holds only values that the wanted type holds unchanged. */
export function widened(stored: string, wanted: ColumnType, dialect: SqlDialect): boolean {
  return narrowerTypes(wanted).some((type) => dialect.catalogType(type) === stored);
}

/** Types whose values all fit: shorter texts, smaller decimals, and integers where a decimal has room for all of them. */
function* shorterTexts(length: number): Generator<ColumnType> {
  for (let shorter = length - 1; shorter >= 1; shorter -= 1) yield { kind: 'text', length: shorter };
}

function* smallerDecimals(precision: number, scale: number): Generator<ColumnType> {
  for (let digits = 0; digits <= scale; digits += 1) {
    for (let whole = 0; whole <= precision - scale; whole += 1) {
      const size = whole + digits;
      if (size > 0 && size <= mostDigits && (whole < precision - scale || digits < scale))
        yield { kind: 'decimal', precision: size, scale: digits };
    }
  }
}

function narrowerTypes(wanted: ColumnType): ColumnType[] {
  if (wanted.kind === 'text') return [...shorterTexts(wanted.length)];
  if (wanted.kind !== 'decimal') return [];
  const integers: ColumnType[] = wanted.precision - wanted.scale >= 19 ? [{ kind: 'int' }] : [];
  return [...smallerDecimals(wanted.precision, wanted.scale), ...integers];
}
