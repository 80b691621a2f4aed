import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestSession } from '../backend/fixtures/test-session.ts';

const server = testServer({ mode: 'general' });
let client: TestSession;
beforeAll(async () => {
  client = await server.open({ user: 'team', database: 'shop' });
  await client.rows(`create table odd (plain int, "two''quotes" int, "count(x)" int, "a b" varchar(9))`);
});
afterAll(() => server.close());

describe('column names', () => {
  it.each([
    ['select 1', '?column?'],
    ['select count(*), max(node_id) from nodes', 'count,max'],
    ['select version(), now()', 'version,NOW'],
    ['select 1 as "A b", 2 b', 'A b,b'],
    ['select 1 as ＄, 2 as null', '＄,null'],
    [`select 'x'::varchar, node_name, n.node_state from nodes n`, '?column?,node_name,node_state'],
    ['select case when true then 1 end', 'case'],
    ['select * from odd', `plain,two''quotes,count(x),a b`],
    ['select plain + 1, o.*, 1, "a b" from odd o', `?column?,plain,two''quotes,count(x),a b,?column?,a b`],
    [`select nvl("a b", 'x'), coalesce(plain, 1)::int from odd`, 'nvl,?column?'],
    ['select sysdate, current_user, null, true', 'sysdate,current_user,?column?,?column?'],
    ['select sum(plain) over (order by plain) from odd', 'sum'],
    [`select listagg("a b") within group (order by plain) from odd`, 'listagg'],
    ['select plain is distinct from 1, (plain) from odd', '?column?,plain'],
    ['select extract(year from sysdate), cast(1 as int)', 'date_part,?column?'],
    ['with w as (select 1 as x, 2) select distinct x as y from w union select 3', 'y'],
    ['(select plain from odd) union all (select 1)', 'plain'],
    ['select get_client_label(), sleep(0)', 'GET_CLIENT_LABEL,sleep'],
  ])('%s', async (sql, expected) => {
    const { columns } = await client.session.run(sql, []);
    expect(columns?.map(({ name }) => name).join()).toBe(expected);
    expect((await client.session.describe(sql)).columns?.map(({ name }) => name).join()).toBe(expected);
  });
});
