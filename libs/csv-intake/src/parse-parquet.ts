import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { ColumnDefinition, SourceContract } from '@vaultwright/datavault-core/model';
import { ColumnReader } from './column-reader.ts';
import type { ValueProblem } from './column-reader.ts';
import type { CsvOptions } from './csv-options.ts';
import type { CsvReject, RejectReason } from './csv-reject.ts';
import type { CsvScan } from './csv-scan.ts';
import { mapHeader } from './header-mapping.ts';
import { characterProblem } from './json-row-reader.ts';
import { ParquetFile } from './parquet-file.ts';
import type { ParquetRow } from './parquet-file.ts';
import { fillable, parquetForm } from './parquet-value.ts';
import type { ParquetForm } from './parquet-value.ts';
import { mask, personalNames, shortened } from './peek-records.ts';
import type { PeekedRecord } from './peek-records.ts';
import { RecordBatch } from './record-batch.ts';
import type { CsvBatch } from './record-batch.ts';

/**
 * Scans a Parquet file: what its footer says.
 *
 * Errors: `E-CONFIG-PEER` without hyparquet; `E-DATA-HEADER`, `E-DATA-EMPTY`, `E-DATA-FILE`.
 */
export async function scanParquet(
  contract: SourceContract,
  path: string,
  options: CsvOptions = {},
): Promise<CsvScan> {
  const file = await ParquetFile.open(path, options.object ?? contract.name);
  return {
    byteLength: (await stat(path)).size,
    rawHeader: '',
    header: mapHeader(
      contract,
      file.columns.map(({ name }) => name),
      options,
    ),
    firstDataByte: 0,
    records: file.rows,
    blank: 0,
    longestRecord: 0,
    newline: 'lf',
    irregularities: [{ code: 'PARQUET', line: 1, count: 1 }],
  };
}

/** Every row of a Parquet file becomes a row or a reject. Errors: see {@link scanParquet}. */
export async function* parseParquet(
  contract: SourceContract,
  path: string,
  options: CsvOptions = {},
): AsyncGenerator<CsvBatch, void, undefined> {
  const object = options.object ?? contract.name;
  const file = await ParquetFile.open(path, object);
  const columns = columnsOf(contract, file, options);
  const names = columns.flatMap(({ fileName }) => fileName ?? []);
  const batch = new RecordBatch();
  let recordNo = 0;
  for await (const group of file.groups(names)) {
    for (const row of group) {
      recordNo += 1;
      const cells = columns.map((column) => cellOf(column, row));
      const reasons = cells.flatMap(({ reason }) => reason ?? []);
      if (reasons.length === 0) batch.load(cells.map(({ value }) => value));
      else batch.reject(rejectsOf(recordNo, reasons));
      if (batch.isFull) yield batch.take();
    }
  }
  batch.checkComplete(file.rows, object);
  yield batch.take();
}

/** The first rows of a Parquet file for a log, personal data masked. */
export async function peekParquet(
  contract: SourceContract,
  path: string,
  count: number,
): Promise<PeekedRecord[]> {
  const file = await ParquetFile.open(path, contract.name);
  const pii = personalNames(contract);
  const known = file.columns.filter(({ name }) => pii.has(name));
  for await (const group of file.groups(known.map(({ name }) => name))) {
    return group.slice(0, count).map((row) =>
      Object.fromEntries(
        known.map((element) => {
          const text = textOf(parquetForm(element), row[element.name]);
          if (text === null) return [element.name, null];
          return [element.name, pii.get(element.name) === false ? shortened(text) : mask];
        }),
      ),
    );
  }
  return [];
}

interface ParquetColumn {
  readonly name: string;
  readonly definition: ColumnDefinition;
  /** Reads strings, in the declared forms of values. */
  readonly ofText: ColumnReader;
  /** Reads values of other types: of what is declared, only the rules of instants and fractions concern them. */
  readonly ofTyped: ColumnReader;
  /** Absent for a nullable column that the file lacks. */
  readonly fileName: string | undefined;
  readonly form: ParquetForm;
}

function columnsOf(contract: SourceContract, file: ParquetFile, options: CsvOptions): ParquetColumn[] {
  const { fileColumns } = mapHeader(
    contract,
    file.columns.map(({ name }) => name),
    options,
  );
  return Object.entries(contract.columns).map(([name, definition]) => {
    const element = file.columns[fileColumns.indexOf(name)];
    const {
      decimalMark: _,
      date: __,
      timestamp: ___,
      ...typed
    } = { ...contract.written, ...definition.written };
    return {
      name,
      definition,
      ofText: new ColumnReader(name, -1, definition, contract.written),
      ofTyped: new ColumnReader(name, -1, { ...definition, written: typed }),
      fileName: element?.name,
      form: parquetForm(element ?? { name }),
    };
  });
}

interface Cell {
  readonly value: string | null;
  readonly reason?: RejectReason;
}

function cellOf(column: ParquetColumn, row: ParquetRow): Cell {
  const stored = column.fileName === undefined ? null : row[column.fileName];
  const isNull = stored === null || stored === undefined;
  const text = textOf(column.form, stored);
  const problem = isNull ? nullProblem(column) : problemOf(column, text);
  const { name } = column;
  if (problem !== null)
    return { value: null, reason: { columnNo: null, column: name, value: text, ...problem } };
  const reader = column.form.kind === 'string' ? column.ofText : column.ofTyped;
  return { value: text === null ? null : reader.form.read(text) };
}

function textOf(form: ParquetForm, stored: unknown): string | null {
  return stored === null || stored === undefined ? null : form.text(stored);
}

function nullProblem({ ofText }: ParquetColumn): ValueProblem | null {
  return ofText.nullable ? null : { code: 'NULL_REQUIRED', expected: ofText.form.expected };
}

function problemOf(
  { form, definition, ofText, ofTyped }: ParquetColumn,
  text: string | null,
): ValueProblem | null {
  const { kind } = definition.type;
  const code = `TYPE_${kind.toUpperCase()}`;
  const { expected } = ofText.form;
  if (!fillable[form.kind].includes(kind)) {
    const found = form.kind === 'other' ? 'another type' : `values of type ${form.kind}`;
    return { code, expected: `${expected}, where the file has ${found}` };
  }
  if (form.kind !== 'string') {
    return text === null ? { code, expected } : ofTyped.problem({ text, quoted: true });
  }
  if (text === null) return { code: 'ENCODING', expected: 'valid UTF-8' };
  if (text === '' && kind !== 'text') return { code, expected };
  return characterProblem(text) ?? ofText.problem({ text, quoted: true });
}

/** A row has no bytes of its own: its place is its number, and what is kept of it are the values to blame. */
function rejectsOf(recordNo: number, reasons: readonly RejectReason[]): CsvReject[] {
  const raw = JSON.stringify(
    Object.fromEntries(reasons.map(({ column, value }) => [column, value && shortened(value)])),
  );
  const rawSha256 = createHash('sha256').update(raw).digest('hex');
  return reasons.slice(0, 10).map((reason) => ({
    ...reason,
    value: reason.value === null ? null : shortened(reason.value),
    recordNo,
    lineNo: recordNo,
    byteStart: 0,
    byteLength: 0,
    raw,
    rawSha256,
  }));
}
