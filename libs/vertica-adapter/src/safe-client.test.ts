import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackendError, countOf, oid, rowsOf, serverMessage, type Fault } from '@vaultwright/vertica-testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProtocolViolation } from './connection-failure.ts';
import { copyFrom } from './copy-from.ts';
import { testBench } from './fixtures/scripted-server.ts';
import { statementLimit } from './safe-client.ts';

const bench = testBench();
const script = { answers: { 'select 1': rowsOf({ one: oid.int }, [[1]]) } };
const during = (messages: readonly Uint8Array[], sql = 'select 1'): Fault => ({
  at: 'statement',
  phase: 'before',
  sql,
  do: 'send',
  instead: true,
  messages,
});

/** Work that must end in an error, on a process that must not notice. */
async function endOf(work: Promise<unknown>): Promise<unknown> {
  const uncaught: unknown[] = [];
  const note = (error: unknown): void => void uncaught.push(error);
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  try {
    const error = await work.then(
      () => new Error('it did not fail'),
      (failure: unknown) => failure,
    );
    await new Promise((resolve) => setImmediate(resolve));
    expect(uncaught).toEqual([]);
    return error;
  } finally {
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  }
}

describe('a client that cannot be brought down', () => {
  const nonNative = Buffer.concat([
    Buffer.from([0, 1, 0, 0, 0, 1]),
    Buffer.from([0, 0, 0, 0]),
    Buffer.from('a\0'),
  ]);
  it.each([
    ['an unknown message', [serverMessage.raw('A')]],
    ['a column of a type it does not know', [serverMessage.raw('T', nonNative)]],
    ['rows nobody described', [serverMessage.dataRow(['1']), serverMessage.readyForQuery('I')]],
    [
      'a second answer behind the first',
      [
        serverMessage.rowDescription([{ name: 'one', oid: oid.int, typmod: -1 }]),
        serverMessage.readyForQuery('I'),
        serverMessage.dataRow(['1']),
      ],
    ],
    [
      'a value that has not its type',
      [
        serverMessage.rowDescription([{ name: 'one', oid: oid.int, typmod: -1 }]),
        serverMessage.dataRow(['one']),
        serverMessage.commandComplete('SELECT'),
        serverMessage.readyForQuery('I'),
      ],
    ],
    ['a broken length', [Buffer.from([0x44, 0, 0, 0, 6, 0, 9])]],
    ['a state that does not exist', [serverMessage.raw('Z', Buffer.from('Q'))]],
  ])('%s rejects the statement, not the process', async (_what, messages) => {
    const server = await bench.start({ script });
    const client = await bench.client(server);
    server.inject(during(messages));
    const first = client.run('select 1');
    const error = await endOf(Promise.all([first, first.then(() => client.run('select 1'))]));
    expect(error).toBeInstanceOf(Error);
    expect((error as Error).message).not.toBe('it did not fail');
  });

  it('an unsupported protocol version ends the connection attempt', async () => {
    const server = await bench.start({
      faults: [
        {
          at: 'parameters',
          do: 'send',
          instead: true,
          messages: [serverMessage.parameterStatus('protocol_version', '1')],
        },
      ],
    });
    const error = await endOf(bench.client(server));
    expect(error).toMatchObject({ code: 'E-WH-PROTOCOL', retryable: false });
  });

  it('an authentication request it cannot answer ends at the deadline', async () => {
    const server = await bench.start({
      auth: { method: 'request', code: 5, payload: Buffer.from([1, 2, 3, 4]) },
    });
    const error = await endOf(bench.client(server, { timeouts: { connectSeconds: 1 } }));
    expect(error).toMatchObject({ code: 'E-WH-TIMEOUT', retryable: true });
    await server.untilUnused();
  });

  it('a server that goes silent after the startup packet ends at the deadline', async () => {
    const server = await bench.start({ faults: [{ at: 'startup', do: 'silence' }] });
    const error = await endOf(bench.client(server, { timeouts: { connectSeconds: 1 } }));
    expect(error).toMatchObject({ code: 'E-WH-TIMEOUT' });
    await server.untilUnused();
  });

  it('tells the state that the server reports', async () => {
    const server = await bench.start({ script });
    const client = await bench.client(server);
    server.inject({
      at: 'statement',
      phase: 'before',
      sql: 'select 1',
      times: 1,
      do: 'send',
      instead: true,
      messages: [serverMessage.commandComplete('SELECT'), serverMessage.readyForQuery('E')],
    });
    expect(client.status).toBe('I');
    await client.run('select 1');
    expect(client.status).toBe('E');
    await client.run('rollback');
    expect(client.status).toBe('I');
  });
});

describe('a hostile server', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vaultwright-rogue-'));
    writeFileSync(join(folder, 'secret.txt'), 'canary-file-content');
    chmodSync(join(folder, 'secret.txt'), 0o600);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const copySql = 'copy "stg"."t" ("a") from local stdin no commit';
  const rogue: readonly [string, (folder: string) => readonly Uint8Array[]][] = [
    ['asks for a file', (place) => [serverMessage.loadFile(join(place, 'secret.txt'))]],
    ['names a file to read', (place) => [serverMessage.verifyFiles([join(place, 'secret.txt')])]],
    ['names a file for rejects', (place) => [serverMessage.verifyFiles([], join(place, 'rejects'))]],
    [
      'names a file for exceptions',
      (place) => [serverMessage.verifyFiles([], '', join(place, 'exceptions'))],
    ],
    ['writes a file', (place) => [serverMessage.writeFile(join(place, 'written'), Buffer.from('x'))]],
  ];
  const onlyBesideCopy: typeof rogue = [
    ['asks for a stream', () => [serverMessage.verifyFiles()]],
    ['opens a stream', () => [serverMessage.copyInResponse()]],
    ['sends row numbers', () => [serverMessage.rejectedRows([1n])]],
  ];

  it.each([...rogue, ...onlyBesideCopy])('one that %s on a query gets nothing', async (_what, messages) => {
    const server = await bench.start({ script });
    const client = await bench.client(server);
    server.inject(during(messages(folder)));
    expect(await endOf(client.run('select 1'))).toBeInstanceOf(ProtocolViolation);
    expect(client.usable).toBe(false);
    await server.untilUnused();
    expect(readdirSync(folder)).toEqual(['secret.txt']);
    expect(server.transcript.of('received').map(({ name }) => name)).not.toContain('VerifiedFiles');
    expect(server.transcript.of('received').map(({ name }) => name)).not.toContain('CopyData');
  });

  it.each([
    ...rogue,
    ['opens a second stream', () => [serverMessage.copyInResponse()]] as (typeof rogue)[number],
  ])('one that %s in the middle of a COPY gets nothing', async (_what, messages) => {
    const server = await bench.start({ script });
    const client = await bench.client(server);
    server.inject({
      at: 'copy',
      phase: 'data',
      do: 'send',
      instead: true,
      messages: messages(folder),
      times: 1,
    });
    const rows = (async function* () {
      yield Buffer.alloc(200_000, 'row');
      await new Promise(() => undefined);
    })();
    expect(await endOf(copyFrom(client, copySql, rows))).toBeInstanceOf(ProtocolViolation);
    expect(readdirSync(folder)).toEqual(['secret.txt']);
    expect(client.usable).toBe(false);
  });
});

describe('statements of one client', () => {
  const echo = {
    rules: [
      {
        when: /^select \? as echo/,
        columns: rowsOf({ echo: oid.varchar }).columns ?? [],
        answer: ({ parameters }: { parameters: readonly (string | null)[] }) =>
          rowsOf({ echo: oid.varchar }, [[parameters[0] ?? null]]),
      },
    ],
  };

  it('many runs of one text keep one statement on the server', async () => {
    const server = await bench.start({ script: echo });
    const client = await bench.client(server);
    for (let run = 0; run < 100; run += 1) {
      const { rows } = await client.run('select ? as echo', [String(run)]);
      expect(rows).toEqual([[String(run)]]);
    }
    expect(server.connections[0]?.openStatements).toBe(1);
    expect(server.transcript.of('parsed').map(({ statement }) => statement)).toEqual([
      expect.stringMatching(/^vw_[0-9a-f]{32}$/),
    ]);
  });

  it('a thousand queries keep a bounded number of statements, the recent ones', async () => {
    const server = await bench.start({ script: echo });
    const client = await bench.client(server);
    let most = 0;
    for (let run = 0; run < 500; run += 1) {
      await client.run('select ? as echo', ['often']);
      const { rows } = await client.run(`select ? as echo, ${run}`, [`value ${run}`]);
      expect(rows).toEqual([[`value ${run}`]]);
      most = Math.max(most, server.connections[0]?.openStatements ?? 0);
    }
    expect(most).toBeLessThanOrEqual(statementLimit + 1);
    expect(server.connections[0]?.openStatements).toBe(statementLimit);
    expect(server.transcript.of('parsed').filter(({ sql }) => sql === 'select ? as echo')).toHaveLength(1);
  });

  it('an error of Execute, after which the driver synchronises twice, ends one statement only', async () => {
    const failing = { when: 'fail ?', columns: [], answer: new BackendError('no', '22V02') };
    const server = await bench.start({ script: { rules: [failing, ...echo.rules] } });
    const client = await bench.client(server);
    for (const round of ['1', '2', '3']) {
      const [failed, next, plain] = await Promise.allSettled([
        client.run('fail ?', [round]),
        client.run('select ? as echo', [round]),
        client.run('select ? as echo', ['last']),
      ]);
      expect(failed).toMatchObject({ status: 'rejected', reason: { code: '22V02' } });
      expect(next).toMatchObject({ status: 'fulfilled', value: { rows: [[round]] } });
      expect(plain).toMatchObject({ status: 'fulfilled', value: { rows: [['last']] } });
    }
    expect(client.usable).toBe(true);
    expect(client.status).toBe('I');
  });

  it('a value of a prepared statement that has not its type fails that statement only', async () => {
    const wrong = {
      when: 'select ? as wrong',
      columns: rowsOf({ wrong: oid.int }).columns ?? [],
      answer: rowsOf({ wrong: oid.int }, [['x']]),
    };
    const server = await bench.start({ script: { rules: [wrong, ...echo.rules] } });
    const client = await bench.client(server);
    await expect(client.run('select ? as wrong', ['1'])).rejects.toThrow();
    expect((await client.run('select ? as echo', ['still here'])).rows).toEqual([['still here']]);
    expect((await client.run('select ? as echo', ['and here'])).rows).toEqual([['and here']]);
  });

  it('only text and null are bound, as they are', async () => {
    const server = await bench.start({ script: echo });
    const client = await bench.client(server);
    for (const text of ['2020-01-02 03:04:05.123456', 'back\\slash', "quote'", '', 'ä€😀']) {
      expect((await client.run('select ? as echo', [text])).rows).toEqual([[text]]);
    }
    expect((await client.run('select ? as echo', [null])).rows).toEqual([[null]]);
  });

  it('the count is the one cell of the answer', async () => {
    const server = await bench.start({
      script: { answers: { insert: countOf('INSERT', 9007199254740993n) } },
    });
    const client = await bench.client(server);
    expect((await client.run('insert')).rows).toEqual([[9007199254740993n]]);
  });

  it.each([
    ['reset', 'select ? as echo'],
    ['close', 'select ? as echo'],
  ] as const)(
    'a %s after a prepared statement ends the next one, and is seen while idle',
    async (end, sql) => {
      const server = await bench.start({ script: echo });
      const client = await bench.client(server);
      await client.run(sql, ['1']);
      server.inject({ at: 'statement', phase: 'before', sql, times: 1, do: end });
      expect(await endOf(client.run(sql, ['2']))).toBeInstanceOf(Error);
      expect(client.usable).toBe(false);

      const idle = await bench.client(server);
      await idle.run(sql, ['1']);
      server.inject({ at: 'ready', sql, times: 1, do: end });
      await idle.run(sql, ['2']);
      await vi.waitFor(() => expect(idle.usable).toBe(false));
      expect(await endOf(idle.run(sql, ['3']))).toBeInstanceOf(Error);
    },
  );

  it('a statement over its deadline destroys the connection and asks for no cancel', async () => {
    const server = await bench.start({ script });
    const client = await bench.client(server);
    server.inject({ at: 'statement', phase: 'before', sql: 'select 1', do: 'silence' });
    expect(await endOf(client.run('select 1', [], 50))).toMatchObject({ name: 'StatementTimeout' });
    expect(client.usable).toBe(false);
    expect(await endOf(client.run('select 1'))).toMatchObject({ name: 'StatementTimeout' });
    await server.untilUnused();
    expect(server.transcript.of('cancel-request')).toEqual([]);
    expect(server.connections).toHaveLength(1);
  });

  it('a result comes whole, in one answer', async () => {
    const rows = Array.from({ length: 5000 }, (_, index) => [index]);
    const server = await bench.start({ script: { answers: { 'select 1': rowsOf({ n: oid.int }, rows) } } });
    const client = await bench.client(server);
    expect((await client.run('select 1')).rows).toHaveLength(5000);
  });
});
