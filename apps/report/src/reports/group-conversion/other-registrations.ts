import type { Knex } from 'knex';
import { countOf } from '../../engine-value.ts';

/**
 * How many groups were last told with another registration date, or without one, than the hub keeps.
 *
 * The hub keeps the first date for ever and the report chooses by it; the ledger counts what a hub does not take over as
 * known. `s_admins` follows the date as it is told for each admin of a group; rows that wait for their admin tell it too.
 * Of two dates told together both count. A date told with a former admin counts until that admin is told another one:
 * whether it still holds, the vault does not know.
 */
export async function countOtherRegistrations(knex: Knex, vault: string): Promise<number> {
  const [row]: Record<string, unknown>[] = await knex
    .with('admins', withPending(knex, `${vault}.l_admins`, ['hk_l_admin_id', 'hk_group_id']))
    .with('told_dates', withPending(knex, `${vault}.s_admins`, ['hk_l_admin_id', 'admin_from', 'load_dt']))
    .with('placed_dates', placedDates(knex))
    .countDistinct({ other_dates: 'g.hk_group_id' })
    .from({ d: 'placed_dates' })
    .join({ a: 'admins' }, 'a.hk_l_admin_id', 'd.hk_l_admin_id')
    .join({ g: `${vault}.h_groups` }, 'g.hk_group_id', 'a.hk_group_id')
    .where('d.place', 1)
    .where((differs) => {
      void differs
        .where('g.registration_dt', '<>', knex.ref('d.admin_from'))
        .orWhere((either) => void either.whereNull('g.registration_dt').whereNotNull('d.admin_from'))
        .orWhere((either) => void either.whereNotNull('g.registration_dt').whereNull('d.admin_from'));
    });
  return countOf(row?.['other_dates']);
}

function withPending(knex: Knex, table: string, columns: readonly string[]): Knex.QueryBuilder {
  const rows = (name: string): Knex.QueryBuilder => knex.select(columns).from(name);
  return rows(table).unionAll(rows(`${table}_pending`));
}

/** 1 for what each admin of a group was told with last; rows of one load share their place. */
function placedDates(knex: Knex): Knex.QueryBuilder {
  return knex
    .select('hk_l_admin_id', 'admin_from')
    .rank('place', (window) => {
      void window.partitionBy('hk_l_admin_id').orderBy('load_dt', 'desc');
    })
    .from('told_dates');
}
