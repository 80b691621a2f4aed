import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { ColumnReader } from './column-reader.ts';
import { fieldOf } from './field-text.ts';
import type { HeaderMapping } from './header-mapping.ts';
import { isAscii, isPlainInteger, plainTimestampSuffix } from './plain-bytes.ts';
import type { RecordView } from './record-view.ts';

/** Turns whole records into canonical rows. */
export class RowReader {
  /** In contract order. */
  readonly columns: readonly ColumnReader[];
  readonly #quote: string | null;
  readonly #quoteByte: number;
  readonly #nulls: readonly (string | null)[];

  constructor(contract: SourceContract, header: HeaderMapping) {
    this.columns = Object.entries(contract.columns).map(
      ([name, definition]) =>
        new ColumnReader(name, header.fileColumns.indexOf(name), definition, contract.written),
    );
    this.#nulls = this.columns.map(() => null);
    this.#quote = contract.csv.quote;
    this.#quoteByte = this.#quote === null ? -1 : this.#quote.charCodeAt(0);
  }

  /** The row of a record, or null when a value does not fit its column. */
  read(view: RecordView): CanonicalRow | null {
    const { bytes, start, fieldEnds, escaped, text } = view;
    const columns = this.columns;
    const row = this.#nulls.slice();
    for (let i = 0; i < columns.length; i += 1) {
      const column = columns[i]!;
      const index = column.fileIndex;
      if (index < 0) continue;
      let from = index === 0 ? start : start + fieldEnds[index - 1]! + 1;
      let to = start + fieldEnds[index]!;
      if (from === to) {
        if (!column.nullable) return null;
        continue;
      }
      if (bytes[from] === this.#quoteByte) {
        if (escaped || to - from === 2) {
          const field = fieldOf(view, index, this.#quote);
          if (column.problem(field) !== null) return null;
          if (!column.isNull(field)) row[i] = column.form.read(field.text);
          continue;
        }
        from += 1;
        to -= 1;
      }
      const value = valueAt(view, text, column, from, to);
      if (value === null) return null;
      row[i] = value;
    }
    return row;
  }
}

/**
 * Canonical text of the bytes `[from, to)`, which are not empty and hold no doubled quote; null when they do not fit.
 *
 * @param text The view's text, taken out of it once per record.
 */
function valueAt(
  view: RecordView,
  text: string,
  column: ColumnReader,
  from: number,
  to: number,
): string | null {
  const { bytes } = view;
  switch (column.shortcut) {
    case 'integer':
      if (isPlainInteger(bytes, from, to, column.digits)) return text.slice(from, to);
      break;
    case 'timestamp': {
      const suffix = plainTimestampSuffix(bytes, from, to);
      if (suffix !== null) return text.slice(from, to) + suffix;
      break;
    }
    case 'words':
      return column.words.at(bytes, from, to);
    case 'none':
  }
  const narrow = view.ascii || !column.isText || isAscii(bytes, from, to);
  const written = narrow ? text.slice(from, to) : bytes.toString('utf8', from, to);
  const value = column.form.read(written);
  return value !== null && column.accepts(value) ? value : null;
}
