import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { makeTestCertificates } from '../certificates/make-test-certificates.ts';
import { driverClient } from '../fixtures/load-driver.ts';
import { RawClient, codes, fields } from '../fixtures/raw-client.ts';
import { cstr, frame, int32, query, sslRequest, startup } from '../fixtures/wire-bytes.ts';
import { countOf, oid, rowsOf } from '../scripted/result.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import { startVerticaTestServer } from '../server/start-vertica-test-server.ts';
import type { VerticaTestServer, VerticaTestServerOptions } from '../server/vertica-test-server.ts';
import { serverMessage } from '../wire/server-message.ts';
import type { Fault } from './fault.ts';
import { usualFaults } from './usual-faults.ts';

let server: VerticaTestServer;
afterEach(() => server.close());

const start = async (
  faults: readonly Fault[],
  more: Partial<VerticaTestServerOptions> = {},
): Promise<RawClient> => {
  server = await startVerticaTestServer({
    backend: scriptedBackend({
      answers: { 'SELECT 1': rowsOf({ one: oid.int }, [[1]]), 'DELETE FROM t': countOf('DELETE', 3) },
    }),
    faults,
    ...more,
  });
  return RawClient.connect(server.port);
};

const copySql = 'COPY t FROM LOCAL STDIN';
const copyAll = [query(copySql), frame('F', int32(0)), frame('d', 'a\nb\n'), frame('j'), frame('c')];

/** Codes that arrive until the connection ends. */
const allCodes = async (client: RawClient): Promise<string> => {
  let seen = '';
  for (;;) {
    try {
      seen += (await client.message()).code;
    } catch {
      return seen;
    }
  }
};

describe('a cut connection', () => {
  it.each([
    { side: 'received', count: 1, codes: '' },
    { side: 'received', count: 2, codes: 'RSKZ' },
    { side: 'sent', count: 1, codes: 'R' },
    { side: 'sent', count: 4, codes: 'RSKZ' },
    { side: 'sent', count: 6, codes: 'RSKZTD' },
  ] as const)('ends in order after $count $side', async ({ side, count, codes: expected }) => {
    const client = await start([usualFaults.cutAfter(side, count)]);
    client.send(startup(), query('SELECT 1'));
    expect(await allCodes(client)).toBe(expected);
    expect(await client.ended).toBeUndefined();
    await server.untilUnused();
    expect(server.transcript.of('ended')).toMatchObject([{ how: 'fault' }]);
  });

  it('is reset', async () => {
    const client = await start([usualFaults.cutAfter('received', 2, 'reset')]);
    client.send(startup());
    await client.until('Z');
    client.send(query('SELECT 1'));
    expect(await client.ended).toBe('ECONNRESET');
    expect(server.transcript.statements()).toEqual([]);
  });

  it('is reset below TLS as well', async () => {
    const made = makeTestCertificates({ name: 'localhost' });
    const faults = [usualFaults.cutAfter('received', 3, 'reset')];
    (await start(faults, { tls: made.rightName })).close();
    const client = driverClient(server.port, {
      host: 'localhost',
      tls_mode: 'verify-full',
      tls_config: { ca: made.ca },
    });
    await client.connect();
    await expect(client.query('SELECT 1')).rejects.toThrow();
    expect(server.transcript.of('ended').at(-1)).toMatchObject({ how: 'fault', connection: 2 });
  });

  it('stays half open: nothing is answered and nothing is closed until the client goes', async () => {
    const client = await start([usualFaults.cutAfter('received', 2, 'silence')]);
    client.send(startup());
    await client.until('Z');
    client.send(query('SELECT 1'), query('SELECT 1'));
    await server.transcript.until(({ kind }) => kind === 'fault');
    const other = await RawClient.connect(server.port);
    other.send(startup());
    await other.until('Z');
    expect(server.connections[0]?.stage).toBe('session');
    client.socket.end();
    await client.ended;
    expect(await allCodes(client)).toBe('');
    other.close();
    await server.untilUnused();
    expect(server.openConnections).toBe(0);
  });

  it('can be the whole server: it never answers', async () => {
    const client = await start([usualFaults.neverAnswer()]);
    client.send(startup());
    await server.transcript.until(({ kind }) => kind === 'fault');
    client.socket.end();
    await client.ended;
    expect(await allCodes(client)).toBe('');
    expect(server.transcript.of('startup')).toEqual([]);
  });

  it('strikes only one connection, or only so often', async () => {
    const client = await start([
      { at: 'startup', do: 'close', connection: 2 },
      { at: 'statement', phase: 'before', do: 'error', message: 'busy', sqlState: '55V03', times: 2 },
    ]);
    client.send(startup());
    expect(codes(await client.until('Z'))).toBe('RSKZ');
    const second = await RawClient.connect(server.port);
    second.send(startup());
    expect(await allCodes(second)).toBe('');
    expect([
      await client.ask('SELECT 1'),
      await client.ask('SELECT 1'),
      await client.ask('SELECT 1'),
    ]).toEqual(['EZ', 'EZ', 'TDCZ']);
  });

  it('loses the answer of COMMIT, but not COMMIT; or both', async () => {
    const client = await start([usualFaults.loseCommitAnswer()]);
    client.send(startup());
    await client.until('Z');
    expect(await client.ask('DELETE FROM t')).toBe('TDCZ');
    client.send(query('COMMIT'));
    expect(await allCodes(client)).toBe('');
    expect(server.transcript.statements()).toEqual(['DELETE FROM t', 'COMMIT']);
    server.transcript.clear();
    server.inject(usualFaults.loseCommit());
    const again = await RawClient.ready(server.port);
    again.send(query('COMMIT'));
    expect(await allCodes(again)).toBe('');
    expect(server.transcript.statements()).toEqual([]);
    const last = await RawClient.ready(server.port);
    expect(await last.ask('COMMIT')).toBe('CZ');
  });
});

describe('a fault in time', () => {
  it('waits until it is let go, and a fault that is removed strikes no more', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    (await start([])).close();
    const client = await RawClient.ready(server.port);
    const fault = server.inject({ at: 'statement', phase: 'before', do: 'wait', until: () => gate });
    client.send(query('SELECT 1'));
    await server.transcript.until(({ kind }) => kind === 'fault');
    expect(server.transcript.statements()).toEqual([]);
    open();
    expect(codes(await client.until('Z'))).toBe('TDCZ');
    fault.remove();
    expect(await client.ask('SELECT 1')).toBe('TDCZ');
    expect(fault.struck).toBe(1);
    server.inject({ at: 'statement', phase: 'after', do: 'wait', until: 1 });
    expect(await client.ask('SELECT 1')).toBe('TDCZ');
    expect(server.transcript.of('fault')).toHaveLength(2);
  });

  it('slows the reader of a COPY down, piece by piece', async () => {
    let pieces = 0;
    const step = (): Promise<unknown> => Promise.resolve((pieces += 1));
    const client = await start([usualFaults.slowCopyReader(step)]);
    client.send(startup());
    await client.until('Z');
    client.send(
      query(copySql),
      frame('F', int32(0)),
      frame('d', 'a\n'),
      frame('d', 'b\n'),
      frame('j'),
      frame('c'),
    );
    expect(codes(await client.until('Z'))).toBe('TFGJDCZ');
    expect(pieces).toBe(2);
  });
});

describe('a failing COPY', () => {
  it.each([
    { phase: 'before', expected: 'EZ', loaded: 0 },
    { phase: 'data', expected: 'TFGEZ', loaded: 0 },
    { phase: 'end', expected: 'TFGEZ', loaded: 0 },
    { phase: 'after', expected: 'TFGJEZ', loaded: 1 },
  ] as const)('fails $phase', async ({ phase, expected, loaded }) => {
    const client = await start([usualFaults.failCopy(phase)]);
    client.send(startup());
    await client.until('Z');
    client.send(...copyAll);
    expect(codes(await client.until('Z'))).toBe(expected);
    expect(server.transcript.of('copy-ended').filter(({ outcome }) => outcome === 'finished')).toHaveLength(
      loaded,
    );
    server.clearFaults();
    expect(await client.ask('SELECT 1')).toBe('TDCZ');
  });

  it('is cut with the piece that reaches a number of bytes', async () => {
    const client = await start([{ at: 'copy', phase: 'data', bytes: 6, do: 'reset' }]);
    client.send(startup());
    await client.until('Z');
    client.send(query(copySql), frame('F', int32(0)));
    await client.until('G');
    for (const piece of ['aaa\n', 'b\n', 'c\n']) client.send(frame('d', piece));
    expect(await client.ended).toBeDefined();
    await server.untilUnused();
    expect(server.transcript.of('copy-ended')).toMatchObject([{ outcome: 'connection-lost', bytes: 6 }]);
  });

  it('loses a piece of the data on its way', async () => {
    const lost = { at: 'copy', phase: 'data', bytes: 3, do: 'send', messages: [], instead: true } as const;
    const client = await start([lost]);
    client.send(startup());
    await client.until('Z');
    client.send(
      query(copySql),
      frame('F', int32(0)),
      frame('d', 'a\n'),
      frame('d', 'b\n'),
      frame('d', 'c\n'),
    );
    client.send(frame('j'), frame('c'));
    const row = (await client.until('Z')).find(({ code }) => code === 'D');
    expect(row?.body.toString('utf8', 6)).toBe('2');
  });

  it('reports rejected rows in several messages', async () => {
    const client = await start([usualFaults.rejectInBatches([1n], [2n, 3n])]);
    client.send(startup());
    await client.until('Z');
    client.send(...copyAll);
    expect(codes(await client.until('Z'))).toBe('TFGOOJDCZ');
  });
});

describe('messages that nobody should send', () => {
  it('refuses TLS although it could', async () => {
    const client = await start([usualFaults.refuseTls()], { tls: makeTestCertificates().rightName });
    client.send(sslRequest);
    expect((await client.bytes(1)).toString()).toBe('N');
    client.send(startup());
    expect(codes(await client.until('Z'))).toBe('RSKZ');
    expect(server.transcript.of('startup')).toMatchObject([{ secure: false }]);
  });

  it('announces another version', async () => {
    const client = await start([usualFaults.announceProtocol(196612)]);
    client.send(startup());
    const [, status] = await client.until('Z');
    expect(status?.body.toString()).toBe('protocol_version\u0000196612\u0000');
  });

  it('sends unknown codes before an answer, and messages when nobody waits', async () => {
    const client = await start([
      usualFaults.sendBeforeAnswer('SELECT 1', serverMessage.raw('?', Buffer.from('x'))),
      usualFaults.sendAfterReady(/^DELETE/, serverMessage.dataRow(['late'])),
    ]);
    client.send(startup());
    await client.until('Z');
    expect(await client.ask('SELECT 1')).toBe('?TDCZ');
    expect(await client.ask('DELETE FROM t')).toBe('TDCZ');
    expect((await client.message()).body.toString('utf8', 6)).toBe('late');
    expect(server.transcript.messages()).toContain('< Unknown');
  });

  it('replaces an answer, swallows a message, and fails where the client is not ready yet', async () => {
    const client = await start([
      { at: 'received', count: 2, do: 'send', messages: [], instead: true },
      { at: 'statement', phase: 'after', do: 'send', messages: [serverMessage.emptyQuery()], instead: true },
    ]);
    client.send(startup());
    await client.until('Z');
    client.send(query('COMMIT'), query('SELECT 1'), query('SELECT 1'));
    expect([(await client.message()).code, (await client.message()).code]).toEqual(['I', 'I']);
    expect(server.transcript.statements()).toEqual(['SELECT 1', 'SELECT 1']);
    server.inject({ at: 'authentication', do: 'error', message: 'too many', sqlState: '53300' });
    const second = await RawClient.connect(server.port);
    second.send(startup());
    expect(fields(await second.message())).toEqual({ S: 'FATAL', C: '53300', M: 'too many' });
  });

  it('lets a script play the server', async () => {
    const client = await start([
      {
        at: 'statement',
        phase: 'before',
        do: 'play',
        instead: true,
        async script(peer) {
          await peer.send(serverMessage.parameterStatus('asked', 'yes'));
          const reply = await peer.receive();
          await peer.send(
            serverMessage.parameterStatus('reply', reply.name),
            serverMessage.readyForQuery('E'),
          );
        },
      },
    ]);
    client.send(startup());
    await client.until('Z');
    client.send(query('SELECT 1'), frame('f', cstr('x')));
    const [asked, reply, ready] = await client.until('Z');
    expect(asked?.body.toString()).toBe('asked\0yes\0');
    expect(reply?.body.toString()).toBe('reply\0CopyFail\0');
    expect(ready?.body.toString()).toBe('E');
  });
});

describe('files of the client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vertica-testkit-'));
  const file = join(folder, 'private.txt');
  afterEach(() => rmSync(file, { force: true }));
  afterAll(() => rmSync(folder, { recursive: true }));

  // The public driver without countermeasures is the proof that these faults would find a leak.
  it('are asked for, and an unguarded driver gives them away', async () => {
    writeFileSync(file, 'canary');
    (await start([usualFaults.stealFile('SELECT 1', file)])).close();
    const client = driverClient(server.port);
    await client.connect();
    await client.query('SELECT 1');
    expect(server.transcript.of('received').find(({ name }) => name === 'CopyData')).toMatchObject({
      bytes: 5 + 6,
    });
    await client.end();
  });

  it('are written, and an unguarded driver does it', async () => {
    (await start([usualFaults.plantFile('SELECT 1', file, Buffer.from('planted'))])).close();
    const client = driverClient(server.port);
    await client.connect();
    await client.query('SELECT 1');
    expect(readFileSync(file, 'utf8')).toBe('planted');
    await client.end();
  });
});
