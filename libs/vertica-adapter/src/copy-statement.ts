import { VaultwrightError, type ColumnType } from '@vaultwright/datavault-core';
import type { BulkLoad } from '@vaultwright/datavault-core/warehouse';
import { quoteIdentifier, quoteText } from './sql-literal.ts';

/** A column in the order of the stream. */
export interface CopyColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** `strict`: one refused row undoes the whole COPY. `report`: refused rows are left out and told by number. */
export type CopyMode = 'strict' | 'report';

export interface CopyStatement {
  readonly target: BulkLoad['target'];
  readonly columns: readonly CopyColumn[];
  /** Columns that have one value in every row. Shape: values of letters, digits, `_` and `-` only. */
  readonly constants: readonly { readonly name: string; readonly value: string }[];
  readonly mode: CopyMode;
  /** Name under which the server lists the stream; letters, digits, `_` and `-`. */
  readonly stream: string;
  /** `client`: the rows come through this connection; else the address of an object the server reads itself. */
  readonly source: 'client' | { readonly s3: string };
}

/** What may stand in a COPY as a literal, which takes no parameters. */
export function isPlainLiteral(value: string): boolean {
  return /^[0-9A-Za-z_-]{1,128}$/.test(value);
}

/**
 * Prints the one form of COPY that this package uses: rows of {@link ControlCharEncoder}, inside the open transaction.
 *
 * Always `no commit`, or it would end the transaction, and `enforcelength`, or long texts would be cut.
 * Assumptions: copy-commit, copy-control-chars, copy-empty-null, copy-enforcelength, copy-abort, copy-returnrejected,
 * copy-column-expr, copy-binary-hex.
 */
export function copyStatement({ target, columns, constants, mode, stream, source }: CopyStatement): string {
  for (const value of [stream, ...constants.map((item) => item.value)])
    if (!isPlainLiteral(value)) throw notPlain(value);
  const list = [
    ...columns.map(({ name, type }) => `${quoteIdentifier(name)}${isBytes(type) ? " format 'hex'" : ''}`),
    ...constants.map(({ name, value }) => `${quoteIdentifier(name)} as '${value}'`),
  ];
  return [
    `copy ${[target.schema, target.name].flatMap((name) => (name === null ? [] : [quoteIdentifier(name)])).join('.')} (${list.join(', ')})`,
    `from ${source === 'client' ? 'local stdin' : quoteText(s3Address(source.s3))}`,
    String.raw`delimiter E'\001' record terminator E'\002' no escape null as E'\003'`,
    `enforcelength ${mode === 'strict' ? 'abort on error' : 'returnrejected'}`,
    `stream name '${stream}' no commit`,
  ].join('\n');
}

function isBytes(type: ColumnType): boolean {
  return type.kind === 'binary' || (type.kind === 'hash' && type.encoding === 'binary');
}

function s3Address(address: string): string {
  if (/^s3:\/\/[a-z0-9][a-z0-9.-]{1,62}\/[^\u0000-\u001f\u007f*?[\]]+$/.test(address)) return address;
  throw new VaultwrightError({
    code: 'E-CONFIG-S3-ADDRESS',
    family: 'configuration',
    title: 'this is not the address of one object',
    where: 'COPY from S3',
    found: JSON.stringify(address.slice(0, 80)),
    allowed: 's3://bucket/key without wildcards',
    fix: 'name one object',
  });
}

function notPlain(value: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-INTERNAL-COPY',
    family: 'internal',
    title: 'a value cannot stand in the text of a COPY',
    where: 'COPY',
    found: JSON.stringify(value.slice(0, 80)),
    allowed: 'letters, digits, _ and -',
    fix: 'send the value with every row',
  });
}
