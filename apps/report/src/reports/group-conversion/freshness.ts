import type { Knex } from 'knex';
import { timestampText } from '../../engine-value.ts';

/** The latest event or message of the vault, not after the cutoff; null when there is none. */
export async function readDataUntil(knex: Knex, vault: string, asOf: string | null): Promise<string | null> {
  const columns = [
    { table: 's_auth_history', column: 'event_dt' },
    { table: 'h_dialogs', column: 'message_ts' },
  ];
  let latest: string | null = null;
  for (const { table, column } of columns) {
    const query = knex
      .select<Record<string, unknown>[]>(knex.raw('cast(max(??) as varchar(40)) as ??', [column, 'latest']))
      .from(`${vault}.${table}`);
    if (asOf !== null) void query.where(column, '<=', knex.raw('cast(? as timestamp)', [asOf]));
    const [row] = await query;
    const found = timestampText(row?.['latest']);
    if (found !== null && (latest === null || found > latest)) latest = found;
  }
  return latest;
}
