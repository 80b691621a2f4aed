import assert from 'node:assert/strict';
import { simple, withClient } from './nodejs-client.mjs';

const numberOf = async (client, sql) => Number((await client.query(`${sql} as n`)).rows[0].n);

/** Name and work of the cases about what a result and a session tell of themselves. */
export const resultCases = [
  [
    'a result names the command that gave it',
    simple(async (client) => {
      const results = await client.query(
        `create local temp table tagged(a int); insert into tagged values (1); select a from tagged; update tagged set a = 2`,
      );
      assert.deepEqual(
        results.map(({ command }) => command),
        ['CREATE', 'INSERT', 'SELECT', 'UPDATE'],
      );
    }),
  ],
  [
    'the columns of a result without rows have the types of their expressions',
    simple(async (client) => {
      const { fields } = await client.query(
        'select now() as at, 1::int as num, ?::varchar as texty, true as yes limit 0',
        ['x'],
      );
      assert.deepEqual(
        fields.map(({ dataTypeID }) => dataTypeID),
        [13, 6, 9, 5],
      );
    }),
  ],
  [
    'a column without an alias is called after its function, an odd name stays as it is',
    simple(async (client) => {
      await client.query(`create local temp table odd("it''s" int, "b's" int)`);
      const { fields } = await client.query('select *, now(), 1 from odd');
      assert.deepEqual(
        fields.map(({ name }) => name),
        [`it''s`, `b's`, 'NOW', '?column?'],
      );
    }),
  ],
  [
    'a parser of types belongs to a client, or to a query',
    async (driver, options) => {
      const types = { getTypeParser: () => () => 'parsed' };
      await withClient(driver, { ...options, types }, async (client) => {
        assert.equal((await client.query('select now() as at')).rows[0].at, 'parsed');
      });
      await withClient(driver, options, async (client) => {
        client.setTypeParser(5, (text) => `<${text}>`);
        assert.equal((await client.query('select true as yes')).rows[0].yes, '<t>');
        assert.equal((await client.query({ text: 'select 1 as one', types })).rows[0].one, 'parsed');
      });
    },
  ],
  [
    'a date is bound with its zone, and is the same moment with and without one',
    simple(async (client) => {
      const moment = new Date('2026-07-01T12:34:56.789Z');
      for (const type of ['timestamp', 'timestamptz']) {
        const { rows } = await client.query(`select extract(epoch from ?::${type}) as n`, [moment]);
        assert.equal(Number(rows[0].n), moment.getTime() / 1000);
      }
    }),
  ],
  [
    'a key that is there and a NULL where none may be are errors of their own',
    simple(async (client) => {
      await client.query('create table keyed(a int primary key enabled, b int not null)');
      await client.query('insert into keyed values (1, 1)');
      await assert.rejects(client.query('insert into keyed values (1, 2)'), { code: '23505' });
      await assert.rejects(client.query('insert into keyed values (2, null)'), { code: '22004' });
    }),
  ],
  [
    'a table numbers its rows',
    simple(async (client) => {
      await client.query('create table if not exists numbered(id identity, name varchar(9))');
      await client.query(`insert into numbered(name) values ('a')`);
      await client.query('insert into numbered(name) values (?)', ['b']);
      const { rows } = await client.query({
        text: 'select id from numbered order by name',
        rowMode: 'array',
      });
      assert.deepEqual(rows.map(String), ['1', '2']);
    }),
  ],
  [
    'a query that takes too long is given up, and the pool goes on',
    async ({ Pool }, options) => {
      const pool = new Pool({ ...options, query_timeout: 100 });
      const client = await pool.connect();
      const error = await client.query('select sleep(20)').then(assert.fail, (found) => found);
      assert.equal(error.message, 'Query read timeout');
      client.release(error);
      assert.equal(String((await pool.query('select sleep(0)')).rows[0].sleep), '0');
      await pool.end();
    },
  ],
  [
    'a client that ends while its query runs gives the query up',
    async (driver, options) => {
      const client = new driver.Client(options);
      await client.connect();
      const running = assert.rejects(client.query({ name: 'long', text: 'select sleep(?)', values: [20] }), {
        message: 'Connection terminated',
      });
      await client.end();
      await running;
    },
  ],
  [
    'a session knows its label, its protocol and the state of TLS',
    async (driver, options) =>
      withClient(driver, { ...options, client_label: 'suite' }, async (client) => {
        const { rows } = await client.query('select get_client_label()');
        assert.equal(rows[0].GET_CLIENT_LABEL, 'suite');
        const sessions = await client.query(
          `select effective_protocol from sessions where client_label = 'suite'`,
        );
        assert.match(sessions.rows[0].effective_protocol, /^3\.[0-9]+$/);
        const tls = await client.query(`select mode from tls_configurations where name = 'server'`);
        assert.equal(tls.rows[0].mode, 'DISABLE');
      }),
  ],
  [
    'a failed statement of a transaction leaves what was written before it',
    simple(async (client) => {
      await client.query('create table survived(a int)');
      await client.query('begin');
      await client.query('insert into survived values (?)', [1]);
      await assert.rejects(client.query('insert into survived values (?)', ['one']));
      await client.query('insert into survived values (?)', [2]);
      await client.query('commit');
      assert.equal(await numberOf(client, 'select (select count(*) from survived)'), 2);
    }),
  ],
];
