import type { DuckDBConnection } from '@duckdb/node-api';
import { printCast } from '../backend/translate-expression.ts';
import { plainType } from './read-type.ts';

/** Types whose texts may not convert, by their number on the wire. */
const checked: Readonly<Record<number, Parameters<typeof plainType>[0]>> = {
  5: 'boolean',
  6: 'int',
  7: 'float',
  10: 'date',
  11: 'time',
  12: 'timestamp',
  13: 'timestamptz',
  20: 'uuid',
};

/** Converts bound values to the types of their places, for the errors that this gives. Errors: the engine's. */
export async function checkValues(
  connection: DuckDBConnection,
  types: readonly number[],
  values: readonly (string | null)[],
): Promise<void> {
  const bound = values.flatMap((value, index) => {
    const type = checked[types[index] ?? 0];
    return value === null || type === undefined ? [] : [{ value, type }];
  });
  if (bound.length === 0) return;
  const casts = bound.map(({ type }) => printCast('cast(? as varchar)', plainType(type), false));
  await connection.runAndReadAll(
    `select ${casts.join(', ')}`,
    bound.map(({ value }) => value),
  );
}
