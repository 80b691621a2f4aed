import type { ColumnType } from '@vaultwright/datavault-core';
import { lexicalForm, type ColumnDefinition } from '@vaultwright/datavault-core/model';
import {
  SqlCompiler,
  and,
  call,
  column,
  guardedValue,
  isNotNull,
  isNull,
  or,
  textLiteral,
  when,
  type CompiledStatement,
  type Expression,
  type ParameterValues,
} from '@vaultwright/datavault-core/sql';
import type { BulkLoad, RegularCsvFile } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from './duckdb-dialect.ts';
import { constantValues, insertStaged } from './insert-staged.ts';
import { quoteText } from './sql-literal.ts';

/** A statement with the values of its parameters. */
interface BoundStatement {
  readonly statement: CompiledStatement;
  readonly values: ParameterValues;
}

/** Units: bytes; the engine's own default, below which a smaller limit gains nothing. */
const commonLineSize = 2_097_152;

/**
 * One streaming statement that reads a regular file as text, guards, casts and stores it.
 *
 * Nothing is left to the engine's sniffer, which guesses from a sample. The newline style alone is not passed: with
 * `new_line='\r\n'` this engine version reads zero rows, without it both styles are right.
 */
export function regularFileStatement(load: BulkLoad, file: RegularCsvFile): BoundStatement {
  const compiler = new SqlCompiler(duckdbDialect);
  const stored = Object.entries(load.source.columns).map(([name, definition]) => ({
    name,
    value: storedValue(fileText(file, name), name, definition, compiler),
  }));
  const rows = `(
    select
      ${recordColumns(load, file, compiler).join(',\n      ')}
    from ${readCsv(load, file)}
  ) as record`;
  const sql = insertStaged(load, stored, rows, compiler);
  return { statement: { sql, parameters: compiler.parameters, class: 'dml' }, values: constantValues(load) };
}

/** A quoted empty value is an empty text for text columns and NULL for all others. */
function recordColumns({ source }: BulkLoad, file: RegularCsvFile, compiler: SqlCompiler): string[] {
  return file.fileColumns.map((name, index) => {
    const position = compiler.identifier(positionName(index));
    const keepsEmpty = name === null || source.columns[name]?.type.kind === 'text';
    return keepsEmpty ? position : `nullif(${position}, '') as ${position}`;
  });
}

function readCsv({ source: { csv } }: BulkLoad, file: RegularCsvFile): string {
  const columns = file.fileColumns.map((_, index) => `${positionName(index)}: 'varchar'`);
  const quote = quoteText(csv.quote ?? '');
  const options = [
    quoteText(literalPath(file.path)),
    `columns = {${columns.join(', ')}}`,
    'auto_detect = false',
    'header = true',
    `delim = ${quoteText(csv.delimiter)}`,
    `quote = ${quote}`,
    `escape = ${quote}`,
    "comment = ''",
    "nullstr = ''",
    'allow_quoted_nulls = false',
    'strict_mode = true',
    "compression = 'none'",
    'hive_partitioning = false',
    `max_line_size = ${Math.max(commonLineSize, file.longestRecord + 2)}`,
  ];
  return `read_csv(\n    ${options.join(',\n    ')}\n  )`;
}

/** The engine would expand a pattern; a bracket class makes its characters stand for themselves. */
function literalPath(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}

function positionName(index: number): string {
  return `c${index}`;
}

/** The file's text of a contract column; NULL when the file has no such column. */
function fileText({ fileColumns }: RegularCsvFile, name: string): Expression {
  const index = fileColumns.indexOf(name);
  return index < 0
    ? { node: 'literal', value: null, type: { kind: 'text', length: 1 } }
    : column('record', positionName(index));
}

/** Values that are stored as a blob and written as hexadecimal digits. */
function isBytes(type: ColumnType): type is Extract<ColumnType, { kind: 'binary' | 'hash' }> {
  return duckdbDialect.typeName(type) === 'blob';
}

function storedValue(
  text: Expression,
  name: string,
  definition: ColumnDefinition,
  compiler: SqlCompiler,
): string {
  const { type } = definition;
  const extra = extraGuard(text, type);
  if (isBytes(type)) {
    // The engine's cast from text to blob does not decode hexadecimal digits.
    const digits = guarded(
      text,
      name,
      { ...definition, type: { kind: 'text', length: 2 * ('length' in type ? type.length : type.bytes) } },
      extra,
    );
    return `unhex(${compiler.expression(digits)})`;
  }
  return compiler.expression(guarded(text, name, definition, extra));
}

function guarded(
  text: Expression,
  name: string,
  definition: ColumnDefinition,
  extra: Expression | null,
): Expression {
  const value = guardedValue(text, name, definition);
  if (extra === null) return value;
  const miss: Expression = {
    node: 'cast',
    operand: call('fail', textLiteral(`guard missed in column ${name}`)),
    type: definition.type,
  };
  return when(or(isNull(text), extra), value, miss);
}

/**
 * What this engine's casts would let pass although the canonical rules do not; null when its cast is strict.
 *
 * A zone offset can move an instant out of the years 0001 to 9999, and long digits become infinity.
 */
function extraGuard(text: Expression, type: ColumnType): Expression | null {
  if (isBytes(type))
    return and(isNotNull(text), { node: 'matches', operand: text, pattern: lexicalForm(type).guard });
  switch (type.kind) {
    case 'float':
      return { node: 'matches', operand: text, pattern: '.{1,300}' };
    case 'timestamptz':
      return and(
        { node: 'compare', operator: '>=', left: text, right: textLiteral('0002') },
        { node: 'compare', operator: '<', left: text, right: textLiteral('9999') },
      );
    default:
      return null;
  }
}
