import type { CopyRecord, RecordReader } from '../backend/copy-reader.ts';

/** How a COPY statement says that its stream is written. Shape: one character each, or null where there is none. */
export interface DelimitedForm {
  readonly delimiter: string;
  /** May be several characters. */
  readonly terminator: string;
  readonly nullText: string;
  readonly escape: string | null;
  readonly enclosed: string | null;
  /** Records at the start that are left out. */
  readonly skip: number;
  /** Fields that are missing at the end of a record are NULL. */
  readonly fields: number;
  readonly trailingNulls: boolean;
}

/**
 * Reads a delimited stream as the manual describes it.
 *
 * An unenclosed field that is the NULL text is NULL; behind the escape every character stands for itself.
 * The stream is kept in memory until it ends.
 */
export class DelimitedReader implements RecordReader {
  readonly #chunks: Uint8Array[] = [];

  constructor(readonly form: DelimitedForm) {}

  read(chunk: Uint8Array): CopyRecord[] {
    this.#chunks.push(Uint8Array.from(chunk));
    return [];
  }

  finish(): CopyRecord[] {
    const records = readRecords(Buffer.concat(this.#chunks).toString('utf8'), this.form);
    return records.slice(this.form.skip).map((fields, index) => ({
      number: BigInt(index + 1),
      fields: fields.some((field) => field?.includes('\ufffd') === true) ? null : this.#filled(fields),
    }));
  }

  #filled(fields: (string | null)[]): (string | null)[] {
    const missing = this.form.fields - fields.length;
    return this.form.trailingNulls && missing > 0 ? [...fields, ...Array<null>(missing).fill(null)] : fields;
  }
}

interface Field {
  text: string;
  /** What was written, with its escapes: only that can be the NULL text. */
  written: string;
  isEnclosed: boolean;
}

function readRecords(text: string, form: DelimitedForm): (string | null)[][] {
  const records: (string | null)[][] = [];
  let fields: (string | null)[] = [];
  let field = emptyField();
  let at = 0;
  const endField = (): void => {
    fields.push(!field.isEnclosed && field.written === form.nullText ? null : field.text);
    field = emptyField();
  };
  const endRecord = (): void => {
    endField();
    records.push(fields);
    fields = [];
  };
  while (at < text.length) {
    if (text.startsWith(form.terminator, at)) {
      endRecord();
      at += form.terminator.length;
    } else if (text[at] === form.delimiter) {
      endField();
      at += 1;
    } else at = readInto(field, text, at, form);
  }
  if (fields.length > 0 || field.written !== '' || field.isEnclosed) endRecord();
  return records;
}

/** Adds a character, or all that stands between two enclosing marks. */
function readInto(field: Field, text: string, at: number, form: DelimitedForm): number {
  if (text[at] === form.enclosed && field.written === '') return readEnclosed(field, text, at + 1, form);
  const escaped = text[at] === form.escape && at + 1 < text.length;
  const taken = text[escaped ? at + 1 : at] ?? '';
  field.text += taken;
  field.written += escaped ? `${text[at] ?? ''}${taken}` : taken;
  return at + (escaped ? 2 : 1);
}

function readEnclosed(field: Field, text: string, start: number, form: DelimitedForm): number {
  field.isEnclosed = true;
  let at = start;
  while (at < text.length && text[at] !== form.enclosed) {
    const step = text[at] === form.escape ? 1 : 0;
    field.text += text[at + step] ?? '';
    at += step + 1;
  }
  return at + 1;
}

function emptyField(): Field {
  return { text: '', written: '', isEnclosed: false };
}
