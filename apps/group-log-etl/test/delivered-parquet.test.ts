import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  binary,
  boolean,
  date,
  decimal,
  defineSource,
  float,
  int,
  text,
  time,
  timestamp,
  timestamptz,
  uuid,
} from '@vaultwright/datavault-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadSource } from './support/one-source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The bytes of a Parquet file that DuckDB writes of a query. */
async function parquet(query: string, options = ''): Promise<Buffer> {
  const path = join(folder, 'written.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`set TimeZone = 'UTC'; copy (${query}) to '${path}' (format parquet${options})`);
  connection.closeSync();
  instance.closeSync();
  return readFile(path);
}

const values = `select range as id, 'n🙂' || range as name, range % 2 = 0 as even,
  (range::decimal(20, 3) + 12345678901234567.125)::decimal(20, 3) as amount, range / 4 as ratio,
  date '2024-02-28' + range::int as day, time '01:02:03.000004' as clock,
  timestamp '1969-12-31 23:59:59.5' + to_seconds(range) as local_at,
  timestamptz '2024-01-01 01:00:00+03:00' as instant, unhex('00ff') as bytes,
  uuid '00000000-0000-0000-0000-0000000000ff' as uid`;
const everything = defineSource('things', {
  columns: {
    id: int(),
    name: text(20),
    even: boolean(),
    amount: decimal(20, 3),
    ratio: float(),
    day: date(),
    clock: time(),
    local_at: timestamp(),
    instant: timestamptz(),
    bytes: binary(4),
    uid: uuid(),
    late: text(5).nullable(),
  },
  format: 'parquet',
});

describe('Parquet files', () => {
  it.each(['snappy', 'gzip', 'brotli', 'uncompressed'])(
    'compressed with %s are stored value by value',
    async (codec) => {
      const content = await parquet(`${values} from range(3)`, `, compression ${codec}`);
      const { rows, paths, rejects } = await loadSource(everything, { 'things.parquet': content });
      expect({ paths, rejects }).toEqual({ paths: ['canonical'], rejects: [] });
      expect(rows).toHaveLength(3);
      expect(rows[1]).toEqual({
        id: '1',
        name: 'n🙂1',
        even: 'false',
        amount: '12345678901234568.125',
        ratio: '0.25',
        day: '2024-02-29',
        clock: '01:02:03.000004',
        local_at: '1970-01-01 00:00:00.5',
        instant: '2023-12-31 22:00:00+00',
        bytes: '\\x00\\xFF',
        uid: '00000000-0000-0000-0000-0000000000ff',
        late: null,
      });
    },
  );

  it('of several row groups are read row by row, and rejected with row numbers', async () => {
    const query = `select case when range % 1000 = 999 then null else range end as id, range::varchar as name from range(5000)`;
    const content = await parquet(query, ', row_group_size 2048');
    const source = defineSource('t', { columns: { id: int(), name: text(3) }, format: 'parquet' });
    const { rows, rejects } = await loadSource(source, { 't.parquet': content });
    expect(rows).toHaveLength(999);
    expect(rejects).toHaveLength(4001 + 4);
    expect(rejects[0]).toMatchObject({ column_name: 'id', reason_code: 'NULL_REQUIRED' });
    expect(rejects.at(-1)).toMatchObject({ record_no: 5000n, column_name: 'name', value: '4999' });
  });

  it('that hold another type than the contract says are rejected, never turned into it', async () => {
    const query = `select 1 as id, 0.1::double as amount, 5 as name, timestamptz '2024-01-01 00:00:00Z' as local_at,
      timestamp_ns '2024-01-01 00:00:00.123456789' as nano, [1] as list`;
    const columns = {
      id: int(),
      amount: decimal(5, 2),
      name: text(5),
      local_at: timestamp(),
      nano: timestamp(),
      list: text(9),
    };
    const { rejects } = await loadSource(defineSource('t', { columns, format: 'parquet' }), {
      't.parquet': await parquet(query),
    });
    expect(
      rejects.map(({ column_name, reason_code, expected }) => [column_name, reason_code, expected]),
    ).toEqual([
      ['amount', 'TYPE_DECIMAL', expect.stringContaining('values of type float')],
      ['name', 'TYPE_TEXT', expect.stringContaining('values of type integer')],
      ['local_at', 'TYPE_TIMESTAMP', expect.stringContaining("written.offset 'toUtc'")],
      ['nano', 'TYPE_TIMESTAMP', expect.stringContaining("written.subMicroseconds 'truncate'")],
      ['list', 'TYPE_TEXT', expect.stringContaining('another type')],
    ]);
  });

  it('store instants in UTC and cut nanoseconds where that is declared', async () => {
    const query = `select 1 as id, timestamptz '2024-01-01 01:00:00+03:00' as at, timestamp_ns '2024-01-01 00:00:00.123456789' as nano`;
    const columns = {
      id: int(),
      at: timestamp().written({ offset: 'toUtc' }),
      nano: timestamp().written({ subMicroseconds: 'truncate' }),
    };
    const { rows } = await loadSource(defineSource('t', { columns, format: 'parquet' }), {
      't.parquet': await parquet(query),
    });
    expect(rows).toEqual([{ id: '1', at: '2023-12-31 22:00:00', nano: '2024-01-01 00:00:00.123456' }]);
  });
});
