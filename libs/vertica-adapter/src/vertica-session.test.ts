import { verticaDialect } from './vertica-dialect.ts';
import { compileStatement } from '@vaultwright/datavault-core/sql';
import { BackendError, countOf, doneOf, oid, rowsOf, serverMessage } from '@vaultwright/vertica-testkit';
import { describe, expect, it } from 'vitest';
import type { CompiledStatement } from '@vaultwright/datavault-core/sql';
import { inBatches, pairs } from './fixtures/bulk-load.ts';
import { failureOf } from './fixtures/failure-of.ts';
import { plain, script, sessionOpener } from './fixtures/opened-session.ts';
import { testBench } from './fixtures/scripted-server.ts';

const bench = testBench();
const opened = sessionOpener(bench);

describe('a session', () => {
  it('counts changes by the cell of the answer, and refuses an answer without one', async () => {
    const { session, server } = await opened();
    expect(await session.execute(plain('insert into t'))).toBe(3n);
    for (const answer of [
      rowsOf({ a: oid.int, b: oid.int }, [[1, 2]]),
      rowsOf({ a: oid.int }),
      rowsOf({ a: oid.varchar }, [['1']]),
    ]) {
      server.inject({
        at: 'statement',
        phase: 'before',
        sql: 'insert into t',
        times: 1,
        do: 'send',
        instead: true,
        messages: [
          serverMessage.rowDescription(answer.columns ?? []),
          ...answer.rows.map((row) => serverMessage.dataRow(row)),
          serverMessage.commandComplete('INSERT'),
          serverMessage.readyForQuery('T'),
        ],
      });
      expect((await failureOf(session.execute(plain('insert into t')))).code).toBe('E-WH-COUNT');
    }
  });

  it('commits a change that stands alone', async () => {
    const { session, server } = await opened();
    await session.execute(plain('insert into t'));
    expect(server.transcript.statements()).toEqual(['insert into t', 'commit']);
  });

  it('runs a vault transaction as: commit, take the lock, work, commit', async () => {
    const { session, server } = await opened();
    const statement: CompiledStatement = {
      sql: 'insert into "ops"."etl_load" select ?',
      parameters: [{ name: 'id', type: { kind: 'text', length: 64 } }],
      class: 'dml',
    };
    const result = await session.vaultTransaction('small', 'vaultwright/run-1', async () => {
      await session.loadRows(
        pairs,
        inBatches(
          [
            ['1', null],
            ['2', ''],
          ],
          [['3', 'ж']],
        ),
      );
      return session.execute(statement, { id: 'L1' });
    });
    expect(result).toBe(1n);
    expect(server.transcript.statements().map((sql) => sql.split(' ').slice(0, 3).join(' '))).toEqual([
      'commit',
      'update "ops"."load_lock" set',
      'copy "stg"."t" ("id",',
      'insert into "ops"."etl_load"',
      'commit',
    ]);
  });

  it('adds the lock row of a new vault, and takes it', async () => {
    let rows = 0;
    const { session, server } = await opened({
      script: {
        ...script,
        rules: [
          ...(script.rules ?? []),
          {
            when: /^update "ops"/,
            columns: countOf('', 0).columns ?? [],
            answer: () => countOf('UPDATE', rows++ === 0 ? 0 : 1),
          },
        ],
      },
    });
    await session.vaultTransaction('new', 'h', async () => undefined);
    expect(server.transcript.statements().map((sql) => sql.split(' ')[0])).toEqual([
      'commit',
      'update',
      'insert',
      'update',
      'commit',
    ]);
  });

  it('does not load where the lock is two rows, or not to be had', async () => {
    let answer: Parameters<typeof countOf>[1] | null = 2;
    const { session, server } = await opened({
      script: {
        ...script,
        rules: [
          {
            when: /^update "ops"/,
            columns: countOf('', 0).columns ?? [],
            answer: () =>
              answer === null
                ? new BackendError('Unavailable: lock timeout', '55V03')
                : countOf('UPDATE', answer),
          },
        ],
      },
    });
    let worked = false;
    const attempt = () =>
      session.vaultTransaction('v', 'h', async () => {
        worked = true;
      });
    expect((await failureOf(attempt())).code).toBe('E-WH-LOCK-ROWS');
    answer = null;
    expect(await failureOf(attempt())).toMatchObject({
      code: 'E-LOCK-HELD',
      retryable: true,
      details: ['SQLSTATE 55V03'],
    });
    expect(worked).toBe(false);
    expect(server.transcript.statements().filter((sql) => sql === 'rollback')).toHaveLength(2);
  });

  it.each([
    'create table t',
    'truncate table "a"."b"',
    'alter session set x = 1',
    'copy "s"."t" from local stdin',
    'commit',
  ])('refuses inside a transaction what could commit: %s', async (sql) => {
    const { session, server } = await opened();
    const error = await failureOf(session.vaultTransaction('v', 'h', () => session.execute(plain(sql))));
    expect(error.code).toBe('E-WH-AUTOCOMMIT');
    expect(server.transcript.statements()).toEqual(['commit', expect.stringContaining('update'), 'rollback']);
  });

  it('rolls back when the work fails, and goes on with the same connection', async () => {
    const { session, server } = await opened();
    await expect(session.vaultTransaction('v', 'h', () => Promise.reject(new Error('no')))).rejects.toThrow(
      'no',
    );
    expect(server.transcript.statements().at(-1)).toBe('rollback');
    await session.vaultTransaction('v', 'h', async () => undefined);
    expect(server.connections).toHaveLength(1);
  });

  it('never runs the rest of a transaction on a new connection', async () => {
    const { session, server } = await opened();
    server.inject({ at: 'statement', phase: 'before', sql: 'select 1', times: 1, do: 'reset' });
    const error = await failureOf(
      session.vaultTransaction('v', 'h', async () => {
        await session.query(plain('select 1')).catch(() => undefined);
        await session.execute(plain('insert into t'));
      }),
    );
    expect(error).toMatchObject({ code: 'E-WH-CONNECTION', retryable: true });
    expect(server.transcript.statements()).not.toContain('insert into t');
    await session.vaultTransaction('v', 'h', () => session.execute(plain('insert into t')));
    expect(server.connections).toHaveLength(2);
  });

  it('a lost connection that nobody noticed before COMMIT is no unknown outcome', async () => {
    const { session, server } = await opened();
    const error = await failureOf(
      session.vaultTransaction('v', 'h', async () => {
        server.inject({ at: 'statement', phase: 'before', sql: 'select 1', times: 1, do: 'reset' });
        await session.query(plain('select 1')).catch(() => undefined);
      }),
    );
    expect(error.code).toBe('E-WH-CONNECTION');
  });

  it.each(['before', 'after'] as const)(
    'an unanswered COMMIT, cut %s it ran, is unknown; the next load reads the ledger under the lock',
    async (phase) => {
      const stored = phase === 'after' ? [['L1']] : [];
      const ledger = { when: 'select id from ledger', answer: rowsOf({ id: oid.varchar }, stored) };
      const { session, server } = await opened({ script: { ...script, rules: [ledger] } });
      const error = await failureOf(
        session.vaultTransaction('v', 'h', async () => {
          await session.execute(plain('insert into t'));
          server.inject({ at: 'statement', phase, sql: 'commit', times: 1, do: 'reset' });
        }),
      );
      expect(error).toMatchObject({ code: 'E-WH-UNKNOWN-COMMIT' });
      server.transcript.clear();
      const look = () => session.query(plain('select id from ledger'));
      expect(await session.vaultTransaction('v', 'h', look)).toEqual(stored.map(([id]) => ({ id })));
      expect(
        server.transcript
          .statements()
          .map((sql) => sql.split(' ')[0])
          .slice(-4),
      ).toEqual(['commit', 'update', 'select', 'commit']);
      expect(server.connections).toHaveLength(2);
    },
  );

  it('a COMMIT that the server refuses is known to have failed', async () => {
    const { session, server } = await opened();
    const refused = await failureOf(
      session.vaultTransaction('v', 'h', async () => {
        server.inject({
          at: 'statement',
          phase: 'before',
          sql: 'commit',
          times: 1,
          do: 'error',
          message: 'no',
          sqlState: '40001',
        });
      }),
    );
    expect(refused).toMatchObject({ code: 'E-WH-CONFLICT', retryable: true });
    const fatal = await failureOf(
      session.vaultTransaction('v', 'h', async () => {
        server.inject({
          at: 'statement',
          phase: 'before',
          sql: 'commit',
          times: 1,
          do: 'error',
          message: 'shutdown',
          sqlState: '57P01',
          severity: 'FATAL',
        });
      }),
    );
    expect(fatal.code).toBe('E-WH-UNKNOWN-COMMIT');
  });

  it('replaces a connection that holds work tables, and keeps others', async () => {
    const { warehouse, session, server } = await opened();
    await session.close();
    const second = await warehouse.connect();
    await second.execute(plain('create table t'));
    await second.close();
    const third = await warehouse.connect();
    await third.query(plain('select 1'));
    expect(server.connections).toHaveLength(2);
  });

  it('gives a vault its own work table where another vault had one of that name', async () => {
    const { session, server } = await opened({
      script: { ...script, rules: [{ when: /^(create local|drop table)/, answer: doneOf('DONE') }] },
    });
    const create = (name: string, column: string) =>
      compileStatement(
        {
          node: 'createWorkTable',
          table: { name, columns: [{ name: column, type: { kind: 'int' }, nullable: true }] },
        },
        verticaDialect,
      );
    await session.execute(create('new_h', 'a'));
    await session.execute(create('new_h', 'a'));
    await session.execute(create('new_l', 'a'));
    await session.execute(create('NEW_H', 'b'));
    await session.execute(create('new_h', 'a'));
    expect(server.transcript.statements().map((sql) => sql.split(' (')[0])).toEqual([
      'create local temporary table if not exists "new_h"',
      'create local temporary table if not exists "new_h"',
      'create local temporary table if not exists "new_l"',
      'drop table "NEW_H"',
      'create local temporary table if not exists "NEW_H"',
      'drop table "new_h"',
      'create local temporary table if not exists "new_h"',
    ]);
    server.inject({ at: 'statement', phase: 'before', sql: 'select 1', times: 1, do: 'reset' });
    await session.query(plain('select 1')).catch(() => undefined);
    server.transcript.clear();
    await session.execute(create('"new_h"', '"c"'));
    expect(server.transcript.statements().filter((sql) => sql.startsWith('drop'))).toEqual([]);
  });

  it('stays usable after a statement that failed outside a transaction', async () => {
    const { session, server } = await opened({
      script: {
        ...script,
        rules: [
          { when: /^insert into bad/, answer: new BackendError('no', '22V02') },
          ...(script.rules ?? []),
        ],
      },
    });
    await failureOf(session.execute(plain('insert into bad')));
    await failureOf(session.query(plain('select unknown')));
    await failureOf(session.execute(plain('create table unknown')));
    expect(server.transcript.statements()).toEqual([
      'insert into bad',
      'rollback',
      'select unknown',
      'rollback',
      'create table unknown',
      'rollback',
    ]);
    expect(await session.execute(plain('insert into t'))).toBe(3n);
    expect(server.connections).toHaveLength(1);
  });

  it('opened for reading, it changes nothing', async () => {
    const { session, server } = await opened({}, 'read');
    const load = () => session.loadRows(pairs, inBatches());
    for (const attempt of [
      () => session.execute(plain('insert into t')),
      load,
      () => session.vaultTransaction('v', 'h', async () => 1),
    ])
      expect((await failureOf(attempt)).code).toBe('E-WH-READ-ONLY');
    expect(server.transcript.statements()).toEqual([]);
  });

  it('creates the lock table when it is missing, before anything else', async () => {
    const columns = rowsOf({
      table_schema: oid.varchar,
      table_name: oid.varchar,
      column_name: oid.varchar,
      data_type: oid.varchar,
      is_nullable: oid.bool,
    });
    const missing = {
      rules: [
        { when: /v_catalog/, answer: columns },
        { when: /^create /, answer: doneOf('CREATE') },
      ],
    };
    const server = await bench.start({ script: missing });
    await bench.open(server);
    const created = server.transcript.statements().filter((sql) => sql.startsWith('create'));
    expect(created[0]).toBe('create schema if not exists "ops"');
    expect(created[1]).toMatch(/^create table if not exists "ops"\."load_lock" \(/);
    expect(created).toHaveLength(2);
    const reading = await bench.start({ script: missing });
    await bench.open(reading, {}, 'read');
    expect(reading.transcript.statements().filter((sql) => sql.startsWith('create'))).toEqual([]);
  });
});
