import type { Probe } from '../probe.ts';
import { statisticsQuery } from '../../sql-literal.ts';
import { saw } from '../probe.ts';

/** Claims about transactions, locks and answers. */
export const transactionProbes = {
  connect: async (bench, client) => saw(await bench.value(client, 'select 1 as "one"'), '1'),
  'no-autocommit': async (bench, client) => {
    await bench.run(
      client,
      `create table ${bench.table('t1')} ("a" int)`,
      `insert into ${bench.table('t1')} ("a") values (1)`,
    );
    const before = await bench.count('t1');
    client.destroy(new Error('lost on purpose'));
    return saw([before, await bench.count('t1')], ['0', '0']);
  },
  'ddl-commit': async (bench, client) => {
    await bench.run(
      client,
      `create table ${bench.table('t2')} ("a" int)`,
      `insert into ${bench.table('t2')} ("a") values (1)`,
      `create table ${bench.table('t3')} ("a" int)`,
      'rollback',
    );
    return saw(await bench.count('t2'), '1');
  },
  'meta-commit': async (bench, client) => {
    await bench.run(
      client,
      `create table ${bench.table('t4')} ("a" int)`,
      `insert into ${bench.table('t4')} ("a") values (1)`,
    );
    await bench.rows(client, `select analyze_statistics('${bench.schema}.t4') as "done"`);
    await bench.run(client, 'rollback');
    return saw(await bench.count('t4'), '1');
  },
  'analyze-name': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('an')} ("a" int)`);
    const refused = await bench.refusal(client, statisticsQuery(bench.schema, 'an'));
    return saw(refused === null ? 'accepted' : 'refused', 'accepted');
  },
  'with-commit': async (bench, client) => {
    await bench.run(
      client,
      `create table ${bench.table('tw')} ("a" int)`,
      `insert into ${bench.table('tw')} ("a") values (1)`,
    );
    await bench.rows(
      client,
      'with "w" as (select 1 as "a") select "x"."a" from "w" as "x" join "w" as "y" on "y"."a" = "x"."a"',
    );
    await bench.run(client, 'rollback');
    return saw(await bench.count('tw'), '0');
  },
  'explain-change': async (bench, client) => {
    const name = bench.table('ex');
    await bench.run(client, `create table ${name} ("a" int)`);
    const insert = (into: string): string => `explain insert into ${into} ("a") select 1 as "a"`;
    await bench.run(client, insert(name), `explain delete from ${name} where "a" = 1`, 'commit');
    const gone = await bench.refusal(client, insert(bench.table('gone')));
    return saw([await bench.count('ex'), gone === null ? 'accepted' : 'refused'], ['0', 'refused']);
  },
  'for-update': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('fu')} ("a" int)`);
    await bench.rows(client, `select "a" from ${bench.table('fu')} for update`);
    return saw('accepted', 'accepted');
  },
  'lock-row-x': async (bench, client) => {
    const name = bench.table('probe_lock');
    await bench.run(
      client,
      `create table ${name} ("vault" varchar(20), "holder" varchar(20))`,
      `insert into ${name} ("vault", "holder") values ('v', 'none')`,
      'commit',
    );
    const take = (holder: string, vault = 'v'): string =>
      `update ${name} set "holder" = '${holder}' where "vault" = '${vault}'`;
    await bench.run(client, take('first', 'no such vault'), take('first'));
    const second = await bench.connect();
    let isHeld = true;
    const waited = second.run(take('second')).then(async () => {
      const held = isHeld;
      const [seen] = await bench.rows(second, `select "holder" from ${name}`);
      return [held ? 'did not wait' : 'waited', seen?.[0]];
    });
    // The second session's statement is on its way before the first one commits.
    await bench.rows(await bench.connect(), 'select 1 as "one"');
    isHeld = false;
    await bench.run(client, 'commit');
    return saw(await waited, ['waited', 'second']);
  },
  'concurrent-anti-join': async (bench, client) => {
    const name = bench.table('keys');
    await bench.run(client, `create table ${name} ("k" int)`);
    const add = `insert into ${name} ("k") select 1 as "k" where not exists (select 1 as "found" from ${name} as "known" where "known"."k" = 1)`;
    const second = await bench.connect();
    await bench.run(client, add);
    await bench.run(second, add, 'commit');
    await bench.run(client, 'commit');
    return saw(await bench.count('keys'), '2');
  },
  'lock-timeout': async (bench, client) => {
    const name = bench.table('held');
    await bench.run(
      client,
      `create table ${name} ("a" int)`,
      `insert into ${name} ("a") values (1)`,
      'commit',
      `delete from ${name} where "a" = 1`,
    );
    const second = await bench.connect();
    const refused = await bench.refusal(second, `delete from ${name} where "a" = 1`);
    return saw(refused?.sqlState ?? 'no refusal', '55V03');
  },
  'output-row': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('o')} ("a" int)`);
    const { fields, rows } = await client.run(`insert into ${bench.table('o')} ("a") select 1 as "a"`);
    return saw([fields.length, rows], [1, [['1']]]);
  },
  'ready-status': async (bench, client) => {
    await bench.run(client, 'commit');
    const idle = client.status;
    await bench.run(client, `create table ${bench.table('r')} ("a" int)`);
    await bench.run(client, `insert into ${bench.table('r')} ("a") values (1)`);
    const open = client.status;
    await client.run('select 1/cast(\'x\' as int) as "a"').catch(() => undefined);
    await bench.run(client, 'rollback');
    return saw([idle, open, client.status], ['I', 'T', 'I']);
  },
  'prepared-reuse': async (bench, client) => {
    const sql = 'select cast(? as varchar(10)) as "a"';
    const first = await bench.rows(client, sql, ['a']);
    await bench.run(client, 'commit');
    return saw([first, await bench.rows(client, sql, ['b'])], [[['a']], [['b']]]);
  },
  'insert-select-params': async (bench, client) => {
    const name = bench.table('p');
    await bench.run(client, `create table ${name} ("a" varchar(9), "b" timestamp)`);
    await bench.rows(
      client,
      `insert into ${name} ("a", "b") select cast(? as varchar(9)), cast(? as timestamp)`,
      ['x', '2020-01-02 03:04:05'],
    );
    return saw(await bench.rows(client, `select "a", "b" from ${name}`), [['x', '2020-01-02 03:04:05']]);
  },
  savepoint: async (bench, client) => {
    await bench.run(client, 'savepoint "s"', 'rollback to savepoint "s"', 'release savepoint "s"');
    return saw('exists', 'exists');
  },
  'lock-table': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('l')} ("a" int)`);
    const refused = await bench.refusal(client, `lock table ${bench.table('l')} in exclusive mode`);
    return saw(refused?.sqlState ?? 'accepted', 'accepted');
  },
} as const satisfies Record<string, Probe>;
