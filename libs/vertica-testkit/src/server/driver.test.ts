import { Readable } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { driverClient } from '../fixtures/load-driver.ts';
import { countOf, oid, rowsOf } from '../scripted/result.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import { startVerticaTestServer } from './start-vertica-test-server.ts';
import type { VerticaTestServer } from './vertica-test-server.ts';

let server: VerticaTestServer | undefined;
afterEach(() => server?.close());

const backend = () =>
  scriptedBackend({
    answers: {
      'SELECT 1': rowsOf({ one: oid.int }, [[1]]),
      'INSERT INTO t VALUES (1)': countOf('INSERT', 1),
    },
    rules: [
      {
        when: /^SELECT \? AS echo$/,
        columns: rowsOf({ echo: oid.varchar }).columns ?? [],
        answer: ({ parameters }) => rowsOf({ echo: oid.varchar }, [[parameters[0] ?? null]]),
      },
    ],
  });

describe('through the public driver', () => {
  it('connects with a clear text password, asks and leaves', async () => {
    server = await startVerticaTestServer({
      backend: backend(),
      auth: { method: 'cleartext', users: { tester: 'test-password' } },
    });
    const client = driverClient(server.port);
    await client.connect();
    expect((await client.query('SELECT 1')).rows).toEqual([{ one: '1' }]);
    expect((await client.query('INSERT INTO t VALUES (1)')).rows).toEqual([{ OUTPUT: '1' }]);
    await client.end();
    await server.untilUnused();
    expect(server.transcript.of('ended')).toMatchObject([{ how: 'terminate' }]);
  });

  it('prepares, binds and executes', async () => {
    server = await startVerticaTestServer({ backend: backend() });
    const client = driverClient(server.port);
    await client.connect();
    const ask = (value: string | null) =>
      client.query({ text: 'SELECT ? AS echo', name: 'echo', values: [value] });
    expect((await ask('ä"?')).rows).toEqual([{ echo: 'ä"?' }]);
    expect((await ask(null)).rows).toEqual([{ echo: null }]);
    expect(server.connections[0]?.openStatements).toBe(1);
    await client.end();
  });

  it('copies from a stream', async () => {
    server = await startVerticaTestServer({ backend: backend() });
    const client = driverClient(server.port);
    await client.connect();
    const copyStream = Readable.from([Buffer.from('a\nb\n'), Buffer.from('c\n')]);
    const result = await client.query({ text: 'COPY t FROM LOCAL STDIN NO COMMIT', copyStream });
    expect(result.rows).toEqual([{ 'Rows Loaded': '3' }]);
    await client.end();
  });
});
