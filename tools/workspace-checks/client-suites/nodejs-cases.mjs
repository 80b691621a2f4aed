import assert from 'node:assert/strict';
import { once } from 'node:events';
import { simple, withClient } from './nodejs-client.mjs';

/** Name and work of every case. */
export const nodejsCases = [
  [
    'a row is an object by column name, a value is what its type says',
    simple(async (client) => {
      const { rows, fields } = await client.query(
        `select 1 as one, 'x'::varchar as t, null as nothing, true as yes`,
      );
      assert.equal(String(rows[0].one), '1');
      assert.equal(rows[0].t, 'x');
      assert.equal(rows[0].nothing, null);
      assert.deepEqual(
        fields.map(({ name }) => name),
        ['one', 't', 'nothing', 'yes'],
      );
    }),
  ],
  [
    'rows as arrays',
    simple(async (client) => {
      const { rows } = await client.query({ text: `select 'a' as x, 'b' as x`, rowMode: 'array' });
      assert.deepEqual(rows, [['a', 'b']]);
    }),
  ],
  [
    'a result without rows still has its columns',
    simple(async (client) => {
      const { rows, fields } = await client.query('select ?::varchar as val limit 0', ['hi']);
      assert.deepEqual([rows.length, fields[0].name], [0, 'val']);
    }),
  ],
  [
    'several statements give several results',
    simple(async (client) => {
      const results = await client.query(
        `create local temp table weather(type varchar); insert into weather(type) values ('rain'); select * from weather;`,
      );
      assert.equal(results.length, 3);
      assert.deepEqual(results[2].rows, [{ type: 'rain' }]);
    }),
  ],
  [
    'UNION in several statements',
    simple(async (client) => {
      const results = await client.query(
        'select 2 as foo union select 3; select 8 as bar union select 9 union select 10',
      );
      assert.deepEqual(
        results.map(({ rows }) => rows.length),
        [2, 3],
      );
    }),
  ],
  [
    'a named prepared statement runs again with other values, and without its text',
    simple(async (client) => {
      await client.query('create table if not exists person(name varchar(100), age int);');
      for (const [name, age] of [
        ['Goofy', 90],
        ['Mickey', 94],
        ['Donald', 86],
      ])
        await client.query(`insert into person (name, age) values ('${name}', ${age})`);
      const text = 'select name from person where age <= ? and name LIKE ?';
      const ask = (config) => client.query({ name: 'by age', rowMode: 'array', ...config });
      assert.deepEqual((await ask({ text, values: [92, 'Don%'] })).rows, [['Donald']]);
      assert.deepEqual((await ask({ text, values: [100, 'M%'] })).rows, [['Mickey']]);
      assert.equal((await ask({ values: [100, '%'] })).rows.length, 3);
      await client.query('drop table if exists person');
    }),
  ],
  [
    'prepared values of every plain type',
    simple(async (client) => {
      await client.query(
        'create table if not exists plain(a boolean, b integer, c char, d varchar(100), e numeric(10, 5))',
      );
      await client.query({
        name: 'p',
        text: 'Insert into plain values (?, ?, ?, ?, ?)',
        values: [true, 5, 'z', 'foo', 12345.6789],
      });
      await client.query({ name: 'p', values: [null, null, null, null, null] });
      const { rows } = await client.query({
        text: 'select * from plain order by b nulls last',
        rowMode: 'array',
      });
      assert.deepEqual(
        rows.map((row) => row.map((value) => (value === null ? null : String(value)))),
        [
          ['true', '5', 'z', 'foo', '12345.67890'],
          [null, null, null, null, null],
        ],
      );
    }),
  ],
  [
    'an error of a query has severity, code and message, and the client goes on',
    simple(async (client) => {
      await assert.rejects(client.query(`select eeeee from yodas where pixistix = 'zoiks'`), (error) => {
        assert.equal(error.severity, 'ERROR');
        assert.equal(error.code, '42V01');
        return true;
      });
      assert.equal((await client.query('select 1 as one')).rows.length, 1);
    }),
  ],
  [
    'an error while a value is bound, and the client goes on',
    simple(async (client) => {
      await client.query('create local temp table boom(age integer); insert into boom (age) values (28);');
      await assert.rejects(client.query('select * from boom where age = ?', ['asldkfjasdf']), {
        severity: 'ERROR',
      });
      assert.equal(String((await client.query('select age from boom')).rows[0].age), '28');
    }),
  ],
  [
    'queries wait in line',
    simple(async (client) => {
      const answers = await Promise.all(
        [1, 2, 3].map((value) => client.query('select ?::int as v', [value])),
      );
      assert.deepEqual(
        answers.map(({ rows }) => String(rows[0].v)),
        ['1', '2', '3'],
      );
    }),
  ],
  [
    'callbacks and events',
    simple(async (client, { Query }) => {
      const rows = [];
      const query = client.query(new Query('select 1 as num union all select 2'));
      query.on('row', (row) => rows.push(row));
      await once(query, 'end');
      assert.equal(rows.length, 2);
      await new Promise((resolve, reject) =>
        client.query('select 1', (error) => (error ? reject(error) : resolve())),
      );
    }),
  ],
  [
    'a transaction is seen by others once it is committed, and not when it is rolled back',
    async (driver, options) =>
      withClient(driver, options, (one) =>
        withClient(driver, options, async (other) => {
          const count = async () => String((await other.query('select count(*) as n from seen')).rows[0].n);
          await one.query('create table seen(a int)');
          await one.query('begin');
          await one.query('insert into seen values (1)');
          assert.equal(await count(), '0');
          await one.query('commit');
          assert.equal(await count(), '1');
          await one.query('insert into seen values (2)');
          await one.query('rollback');
          assert.equal(await count(), '1');
        }),
      ),
  ],
  [
    'savepoints',
    simple(async (client) => {
      await client.query('create table saved(a int)');
      for (const sql of [
        'insert into saved values (1)',
        'savepoint s',
        'insert into saved values (2)',
        'rollback to savepoint s',
        'commit',
      ])
        await client.query(sql);
      assert.equal(String((await client.query('select count(*) as n from saved')).rows[0].n), '1');
    }),
  ],
  [
    'update and delete',
    simple(async (client) => {
      await client.query('create table changed(a int, b varchar(5))');
      await client.query(`insert into changed values (1, 'x'), (2, 'y'), (3, 'z')`);
      await client.query(`update changed set b = 'u' where a > 1`);
      await client.query('delete from changed where a = 3');
      const { rows } = await client.query({ text: 'select b from changed order by a', rowMode: 'array' });
      assert.deepEqual(rows, [['x'], ['u']]);
    }),
  ],
  [
    'texts of any script, quotes and backslashes come back as they were',
    simple(async (client) => {
      for (const text of ['ä€ж漢💥', `it's`, '\\', 'a\nb', ''])
        assert.equal((await client.query('select ?::varchar as t', [text])).rows[0].t, text);
    }),
  ],
  [
    'a large result arrives whole',
    simple(async (client) => {
      await client.query(
        'create table digits as select 0 as d union all select 1 union all select 2 union all select 3 union all select 4',
      );
      const { rows } = await client.query(
        'select a.d from digits a, digits b, digits c, digits d, digits e, digits f',
      );
      assert.equal(rows.length, 15_625);
    }),
  ],
  [
    'a numeric of many digits keeps them',
    simple(async (client) => {
      const { rows } = await client.query(`select '294733346389144765940638005275.32'::numeric(35,2) as n`);
      assert.equal(rows[0].n, '294733346389144765940638005275.32');
    }),
  ],
  [
    'a pool lends clients and takes them back',
    async ({ Pool }, options) => {
      const pool = new Pool({ ...options, max: 2 });
      const answers = await Promise.all(Array.from({ length: 6 }, () => pool.query('select 1 as one')));
      assert.equal(answers.length, 6);
      const client = await pool.connect();
      client.release();
      await pool.end();
    },
  ],
  [
    'an empty query is no error',
    simple(async (client) => {
      await client.query('');
      await client.query('-- nothing');
      await client.query({ name: 'empty', text: '' });
      assert.equal((await client.query('select 1')).rows.length, 1);
    }),
  ],
  [
    'names without quotes, the schema public and the system tables',
    simple(async (client) => {
      await client.query('create table public.Mixed(Id int)');
      await client.query('insert into MIXED(ID) values (7)');
      assert.equal(String((await client.query('select m.* from mixed m')).rows[0].Id), '7');
      assert.equal(String((await client.query('select count(*) as n from nodes')).rows[0].n), '1');
      assert.match((await client.query('select version()')).rows[0].version, /emulator/);
    }),
  ],
];
