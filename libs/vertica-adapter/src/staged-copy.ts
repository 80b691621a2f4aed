import type { BulkLoad, CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { isPlainLiteral, type CopyColumn, type CopyStatement } from './copy-statement.ts';

/** How a bulk load becomes a COPY: which columns the stream has, which the statement says. */
interface StagedCopy extends Pick<CopyStatement, 'target' | 'columns' | 'constants' | 'stream'> {
  /** Adds to each row the constants that the stream carries. */
  readonly widen: (rows: AsyncIterable<readonly CanonicalRow[]>) => AsyncIterable<readonly CanonicalRow[]>;
}

/**
 * Plans a bulk load.
 *
 * Shape: the stream carries the source's columns, then the constants that cannot stand in the statement.
 */
export function stagedCopy({ target, source, constants }: BulkLoad): StagedCopy {
  const said = constants.filter(({ type, value }) => type.kind === 'text' && isPlainLiteral(value));
  const sent = constants.filter((constant) => !said.includes(constant));
  const sourceColumns = Object.entries(source.columns).map(([name, { type }]): CopyColumn => ({
    name,
    type,
  }));
  const values = sent.map(({ value }) => value);
  return {
    target,
    columns: [...sourceColumns, ...sent.map(({ column: name, type }) => ({ name, type }))],
    constants: said.map(({ column: name, value }) => ({ name, value })),
    stream: `vw_${said[0]?.value ?? 'rows'}`.slice(0, 128),
    widen: (rows) => (values.length === 0 ? rows : widened(rows, sourceColumns.length, values)),
  };
}

async function* widened(
  rows: AsyncIterable<readonly CanonicalRow[]>,
  width: number,
  values: readonly string[],
): AsyncGenerator<readonly CanonicalRow[]> {
  for await (const batch of rows) {
    // A row of the wrong width must stay one, so that the encoder refuses it.
    yield batch.map((row) => (row.length === width ? [...row, ...values] : row));
  }
}
