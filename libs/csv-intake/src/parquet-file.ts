import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { AsyncBuffer, Compressors, FileMetaData, SchemaElement } from 'hyparquet';
import { objectFault } from './file-fault.ts';

type Reader = typeof import('hyparquet');
/** One row of a group by the file's own column names: physical values. */
export type ParquetRow = Readonly<Record<string, unknown>>;

const mostGroupBytes = 2 ** 30;

const compressors: Compressors = {
  GZIP: (bytes, length) => gunzipSync(bytes, { maxOutputLength: length }),
  BROTLI: (bytes, length) => brotliDecompressSync(bytes, { maxOutputLength: length }),
};

/** A Parquet file whose footer was read. */
export class ParquetFile {
  private constructor(
    readonly object: string,
    private readonly reader: Reader,
    private readonly file: AsyncBuffer,
    private readonly metadata: FileMetaData,
    /** Top-level columns in file order. */
    readonly columns: readonly SchemaElement[],
  ) {}

  /** Errors: `E-CONFIG-PEER`, `E-DATA-EMPTY`, `E-DATA-FILE`. */
  static async open(path: string, object: string): Promise<ParquetFile> {
    const reader = await loadReader();
    const file = await reader.asyncBufferFromFile(path);
    if (file.byteLength === 0) throw objectFault('OBJECT_EMPTY', object, '0 bytes');
    const metadata = await reading(object, () => reader.parquetMetadataAsync(file));
    const columns = reader.parquetSchema(metadata).children.map(({ element }) => element);
    for (const { total_byte_size: size } of metadata.row_groups) {
      if (size > mostGroupBytes) throw objectFault('PARQUET_GROUP', object, `a row group of ${size} bytes`);
    }
    return new ParquetFile(
      object,
      reader,
      file,
      { ...metadata, schema: metadata.schema.map(physical) },
      columns,
    );
  }

  get rows(): number {
    return Number(this.metadata.num_rows);
  }

  /** The rows of each group in turn. Errors: `E-DATA-FILE`. */
  async *groups(columns: readonly string[]): AsyncGenerator<readonly ParquetRow[]> {
    let rowStart = 0;
    for (const group of this.metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const range = { rowStart, rowEnd };
      yield await reading(this.object, () => this.#read(columns, range));
      rowStart = rowEnd;
    }
  }

  async #read(
    columns: readonly string[],
    range: { readonly rowStart: number; readonly rowEnd: number },
  ): Promise<readonly ParquetRow[]> {
    const { file, metadata, reader } = this;
    let rows: readonly ParquetRow[] = [];
    await reader.parquetRead({
      file,
      metadata,
      ...range,
      columns: [...columns],
      rowFormat: 'object',
      utf8: false,
      parsers: { timestampFromNanoseconds: (nanoseconds) => nanoseconds },
      compressors,
      onComplete: (read) => (rows = read),
    });
    return rows;
  }
}

/** A column as it is stored: the reader's own conversions would round decimals and cut instants. */
function physical(element: SchemaElement): SchemaElement {
  if (element.type === undefined) return element;
  const { converted_type: _, logical_type: __, ...stored } = element;
  return stored;
}

async function reading<T>(object: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { message } = error as Error;
    const code = message.includes('unsupported compression') ? 'PARQUET_CODEC' : 'PARQUET_CORRUPT';
    throw objectFault(code, object, message);
  }
}

async function loadReader(): Promise<Reader> {
  try {
    return await import('hyparquet');
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw error;
    throw new VaultwrightError({
      code: 'E-CONFIG-PEER',
      family: 'configuration',
      title: 'reading Parquet needs hyparquet, which is not installed',
      where: '@vaultwright/csv-intake',
      found: 'no package hyparquet',
      allowed: 'hyparquet 1.33 or a later 1.x',
      fix: 'npm install hyparquet',
      cause: error,
    });
  }
}
