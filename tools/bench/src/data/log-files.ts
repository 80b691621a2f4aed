import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Rows of each file of one day. */
export interface LogFiles {
  readonly folder: string;
  readonly rows: number;
}

/**
 * Users, groups and the log of a day, by whole-number arithmetic, so that the same size gives the same bytes.
 *
 * Shape: a tenth as many users as log rows, a five-hundredth as many groups; every key a row names is delivered; one row
 * in eight is about a pair seen before, one in a hundred repeats the row before it. The second day has 1 % of each: half
 * of its users are new, half have moved; one log row in ten is of the first day.
 */
export async function writeLogFiles(folder: string, day: 1 | 2, size: number): Promise<LogFiles> {
  const users = Math.max(10, Math.floor(size / 10));
  const groups = Math.max(2, Math.floor(size / 500));
  const share = (count: number): number => Math.max(2, Math.floor(count / 100));
  const range = (count: number): readonly [number, number] =>
    day === 1 ? [0, count] : [count, count + share(count)];
  const userRange =
    day === 1 ? [0, users] : [users - Math.floor(share(users) / 2), users + Math.ceil(share(users) / 2)];
  const ranges = { users: userRange, groups: range(groups), log: range(size) };
  await mkdir(folder, { recursive: true });
  await writeTables(folder, [
    {
      name: 'users',
      sql: `select ${userId('i', users)} as id, 'name ' || (i * 31 % 1000) as chat_name,
  timestamp '2010-01-01' + to_seconds(i * 997 % 300000000) as registration_dt,
  'country ' || ((i + ${day}) % 190) as country,
  case when i % 20 = 0 then null else 16 + i % 60 end as age
from range(${ranges.users.join(', ')}) as r(i)`,
    },
    {
      name: 'groups',
      sql: `select ${groupId('i')} as id, ${userId(`i * 104729 % ${users}`, users)} as admin_id, 'group ' || i as group_name,
  timestamp '2010-01-01' + to_seconds(i * 1997 % 300000000) as registration_dt, i % 3 = 0 as is_private
from range(${ranges.groups.join(', ')}) as r(i)`,
    },
    {
      name: 'group_log',
      sql: `select ${groupId(`(pair * 7919 + pair // ${groups}) % ${groups}`)} as group_id,
  ${userId(`pair * 104729 % ${users}`, users)} as user_id,
  case when row % 5 = 0 then ${userId(`row * 31 % ${users}`, users)} end as user_id_from,
  ['add', 'leave', 'create'][1 + row % 3] as event,
  timestamp '2015-01-01' + to_seconds(row * 7 // 3) as datetime
from (
  select row, case when row % 8 = 7 then row * 48271 % ${size} else row end as pair
  from (
    select case when i >= ${size} and i % 10 = 3 then i - ${size} when i % 100 = 99 then i - 1 else i end as row
    from range(${ranges.log.join(', ')}) as r(i)
  )
)`,
    },
  ]);
  const counts = Object.values(ranges).map(([from = 0, to = 0]) => to - from);
  return { folder, rows: counts.reduce((sum, count) => sum + count, 0) };
}

/** Identifiers are odd, in an order of their own; users of later days follow. */
const userId = (place: string, users: number): string =>
  `case when ${place} < ${users} then 1 + 2 * (${place} * 7919 % ${users}) else 1 + 2 * (${place}) end`;
const groupId = (place: string): string => `1 + 3 * (${place})`;

async function writeTables(
  folder: string,
  tables: readonly { readonly name: string; readonly sql: string }[],
): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GB' });
  try {
    const connection = await instance.connect();
    for (const { name, sql } of tables) {
      const path = join(folder, `${name}.csv`).replaceAll("'", "''");
      await connection.run(`copy (${sql}) to '${path}' (header)`);
    }
  } finally {
    instance.closeSync();
  }
}
