import { z } from 'zod';
import { columnSchema, type Column } from './column.ts';
import { unknownOptions } from './given-options.ts';
import { invalidMetadata } from './invalid-metadata.ts';
import { schemaMistakes } from './schema-mistakes.ts';
import { stagingRulesSchema } from './staging-rules.ts';
import { valueFormatSchema, type ValueFormat } from './value-format.ts';

/** Encodings of which every byte or pair of bytes is one character, or part of one, or a mistake. */
const csvEncodingSchema = z.enum([
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1257',
  'iso-8859-1',
  'iso-8859-2',
  'iso-8859-5',
  'iso-8859-15',
  'koi8-r',
  'koi8-u',
  'ibm866',
]);
export type CsvEncoding = z.infer<typeof csvEncodingSchema>;

/** How the bytes of a source's files are read; only settings that change values belong here. */
const csvFormatSchema = z.strictObject({
  delimiter: z.string().length(1).default(','),
  /** `null` reads files that never quote: a delimiter inside a value is then a reject. */
  quote: z.string().length(1).nullable().default('"'),
  /** Absent: UTF-8. */
  encoding: csvEncodingSchema.optional(),
});
export type CsvFormat = z.infer<typeof csvFormatSchema>;

/**
 * A staging contract as plain data: what a file of this source must contain.
 *
 * Shape: `columns` in staging order; files are mapped by header name, never by position.
 */
export const sourceContractSchema = z.strictObject({
  name: z.string().min(1),
  columns: z.record(z.string(), columnSchema),
  /** What becomes of the staged rows before entities read them. */
  staging: stagingRulesSchema.prefault({}),
  /** Staged columns that date the rows and name their origin; null takes the batch's own. */
  arrival: z
    .strictObject({
      loadDate: z.string().min(1).nullable().default(null),
      recordSource: z.string().min(1).nullable().default(null),
    })
    .prefault({}),
  /** What files are; absent: CSV. `jsonl`: one JSON object on each line, its members found by name. */
  format: z.enum(['csv', 'jsonl', 'parquet']).optional(),
  csv: csvFormatSchema.prefault({}),
  /** How files write values; a column may say it otherwise for itself. */
  written: valueFormatSchema.optional(),
  /** Of files whose names end in `.gz`; absent: 200 times the stored bytes, at least 64 MiB, at most 20 GiB. */
  gzip: z.strictObject({ maxInflatedBytes: z.int().min(1) }).optional(),
});
export type SourceContract = z.infer<typeof sourceContractSchema>;

/** What `defineSource` takes beside the name; staging rules have functions of their own. */
const sourceOptions = ['columns', 'format', 'csv', 'written', 'gzip', 'arrival'];

export type ColumnSet = Readonly<Record<string, Column>>;

/** A staging contract whose column names and types are known to the compiler. */
export interface Source<Name extends string = string, Columns extends ColumnSet = ColumnSet> {
  readonly name: Name;
  readonly columns: Columns;
  readonly contract: SourceContract;
}

/**
 * Declares a staging contract.
 *
 * Errors: `E-META-INVALID`, listing every mistake with its path.
 * Example: `defineSource('users', { columns: { id: int(), age: decimal(4, 1).nullable() } })`
 */
export function defineSource<const Name extends string, Columns extends ColumnSet>(
  name: Name,
  options: {
    readonly columns: Columns;
    readonly format?: 'csv' | 'jsonl' | 'parquet';
    readonly csv?: Partial<CsvFormat>;
    readonly written?: ValueFormat;
    readonly gzip?: { readonly maxInflatedBytes: number };
    /** Columns that date the rows and name their origin, for rows that were not loaded when they arrived. */
    readonly arrival?: {
      readonly loadDate?: keyof Columns & string;
      readonly recordSource?: keyof Columns & string;
    };
  },
): Source<Name, Columns> {
  const unknown = unknownOptions(name, options, sourceOptions);
  if (unknown.length > 0) throw invalidSource(name, unknown);
  const columns = Object.fromEntries(
    Object.entries(options.columns).map(([key, column]) => [key, column.definition]),
  );
  const { format, written, gzip } = options;
  const contract = {
    name,
    columns,
    csv: options.csv ?? {},
    arrival: options.arrival ?? {},
    ...(format === undefined ? {} : { format }),
    ...(written === undefined ? {} : { written }),
    ...(gzip === undefined ? {} : { gzip }),
  };
  return { name, columns: options.columns, contract: checkedContract(contract) };
}

/** Errors: `E-META-INVALID`, listing every mistake with the source and its column. */
function checkedContract(contract: z.input<typeof sourceContractSchema>): SourceContract {
  const mistakes = schemaMistakes(sourceContractSchema, contract).map(
    ({ path: [part, ...inside], sentence }) => {
      const place = part === 'columns' ? inside : [part, ...inside];
      return `${[contract.name, ...place].map(String).join('.')}: ${sentence}`;
    },
  );
  if (mistakes.length === 0) return sourceContractSchema.parse(contract);
  throw invalidSource(contract.name, mistakes);
}

function invalidSource(name: string, mistakes: readonly string[]): Error {
  return invalidMetadata(`source ${name}`, mistakes, 'what the lines below allow');
}

/** Names of a source's columns. */
export type ColumnName<S extends Source> = keyof S['columns'] & string;

/** Kind of one column of a source. */
export type KindOf<S extends Source, Name extends string> =
  S['columns'][Name] extends Column<infer Kind, boolean> ? Kind : never;

/** What the compiler says about a column that a source does not have. */
export type NoSuchColumn<S extends Source, Name> = Name extends string
  ? `source ${S['name']} has no column ${Name}`
  : ColumnName<S>;
