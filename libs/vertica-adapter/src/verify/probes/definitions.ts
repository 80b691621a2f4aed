import { ProbeSkipped, saw, type Probe } from '../probe.ts';

const typesOf = (schema: string, table: string): string =>
  `select c.column_name, c.data_type from v_catalog.columns as c where c.table_schema = '${schema}' and c.table_name = '${table}' order by c.ordinal_position`;

/** Claims about names, types and tables. */
export const definitionProbes = {
  'catalog-types': async (bench, client) => {
    await bench.run(
      client,
      `create table ${bench.table('types')} ("i" int, "v" varchar(80), "n" numeric(9,2), "b" binary(16), "t" timestamp, "d" date, "f" boolean)`,
    );
    const found = await bench.rows(client, typesOf(bench.schema, 'types'));
    return saw(
      found.map(([, type]) => String(type).toLowerCase()),
      ['int', 'varchar(80)', 'numeric(9,2)', 'binary(16)', 'timestamp', 'date', 'boolean'],
    );
  },
  'ident-case': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('Case')} ("A" int)`);
    return saw(
      await bench.value(client, `select count(*) as "n" from ${bench.table('cASE')} where "a" = 1`),
      '0',
    );
  },
  octets: async (bench, client) => {
    const name = bench.table('oc');
    await bench.run(client, `create table ${name} ("a" varchar(4))`);
    const two = await bench.refusal(client, `insert into ${name} ("a") values ('жж')`);
    const three = await bench.refusal(client, `insert into ${name} ("a") values ('жжж')`);
    return saw([two, three === null ? 'stored' : 'refused'], [null, 'refused']);
  },
  'ddl-shape': async (bench, client) => {
    await bench.run(
      client,
      `create table if not exists ${bench.table('h')} (
  "hk" binary(16) not null,
  "id" int not null,
  "load_dt" timestamp not null,
  primary key ("hk") disabled
)
order by "hk"
segmented by hash("hk") all nodes
partition by "load_dt"::date group by calendar_hierarchy_day("load_dt"::date, 3, 2)`,
    );
    return saw('accepted', 'accepted');
  },
  'work-table-segments': async (bench, client) => {
    const created = await bench.refusal(
      client,
      'create local temporary table "vw_segments" ("hk" binary(16), "x" int) on commit delete rows segmented by hash("hk") all nodes',
    );
    if (created === null) await bench.run(client, 'drop table if exists "vw_segments"');
    return saw(created === null ? 'accepted' : 'refused', 'accepted');
  },
  'ksafe-single': async (bench, client) => {
    const nodes = await bench.value(client, 'select count(*) as "n" from v_catalog.nodes');
    if (nodes !== 1n) throw new ProbeSkipped('the database has more than one node');
    const refused = await bench.refusal(
      client,
      `create table ${bench.table('ks')} ("a" int) segmented by hash("a") all nodes ksafe 1`,
    );
    return saw(refused === null ? 'accepted' : 'refused', 'refused');
  },
  'local-join': async (bench, client) => {
    const keyed = (name: string): string =>
      `create table ${bench.table(name)} ("hk" binary(16) not null, "x" int) order by "hk" segmented by hash("hk") all nodes`;
    await bench.run(client, keyed('hub'), keyed('sat'));
    const plan = await bench.rows(
      client,
      `explain select "h"."x" from ${bench.table('hub')} as "h" join ${bench.table('sat')} as "s" on "s"."hk" = "h"."hk"`,
    );
    const text = plan.flat().join('\n');
    if (text.startsWith('emulator')) throw new ProbeSkipped('the test server has no such plans');
    return saw(/RESEGMENT|BROADCAST/i.test(text) ? 'moves rows' : 'local', 'local');
  },
  'default-role': async () => {
    throw new ProbeSkipped('it takes a second user');
  },
  'with-inline': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('wi')} ("a" int)`);
    const plan = await bench.rows(
      client,
      `explain with "w" as (select "t"."a" from ${bench.table('wi')} as "t" group by "t"."a") select "x"."a" from "w" as "x" join "w" as "y" on "y"."a" = "x"."a"`,
    );
    const text = plan.flat().join('\n');
    if (text.startsWith('emulator')) throw new ProbeSkipped('the test server has no such plans');
    return saw(`${text.split('STORAGE ACCESS').length - 1} scans`, '2 scans');
  },
  'ident-128': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('n'.repeat(128))} ("a" int)`);
    const refused = await bench.refusal(client, `create table ${bench.table('n'.repeat(129))} ("a" int)`);
    return saw(refused === null ? 'accepted' : 'refused', 'refused');
  },
  'pk-disabled': async (bench, client) => {
    const name = bench.table('pk');
    await bench.run(
      client,
      `create table ${name} ("a" int not null, primary key ("a") disabled)`,
      `insert into ${name} ("a") values (1)`,
      `insert into ${name} ("a") values (1)`,
      'commit',
    );
    const found = await bench.rows(client, `select analyze_constraints('${bench.schema}.pk') as "found"`);
    return saw(found.length > 0 ? 'found' : 'not found', 'found');
  },
  'numeric-default': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('nd')} ("a" numeric)`);
    const [row] = await bench.rows(client, typesOf(bench.schema, 'nd'));
    return saw(String(row?.[1]).toLowerCase(), 'numeric(37,15)');
  },
} as const satisfies Record<string, Probe>;
