import { afterEach, describe, expect, it } from 'vitest';
import { BackendError } from '../backend/sql-backend.ts';
import { RawClient, codes, fields } from '../fixtures/raw-client.ts';
import { byte, cstr, frame, int16, int32, int64, query, startup } from '../fixtures/wire-bytes.ts';
import type { ScriptedCopy } from '../scripted/scripted-answer.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import { startVerticaTestServer } from './start-vertica-test-server.ts';
import type { VerticaTestServer } from './vertica-test-server.ts';

let server: VerticaTestServer;
afterEach(() => server.close());

const sql = 'COPY t FROM LOCAL STDIN NO COMMIT';
const data = (text: string): Buffer => frame('d', text);
const noFiles = frame('F', int32(0));
const endOfBatch = frame('j');
const copyDone = frame('c');

const start = async (copy: ScriptedCopy = {}, protocolVersion = 196624): Promise<RawClient> => {
  server = await startVerticaTestServer({ backend: scriptedBackend({ copy }), protocolVersion });
  return RawClient.ready(server.port);
};

const openCopy = async (client: RawClient, answer = noFiles): Promise<void> => {
  client.send(query(sql));
  expect((await client.message()).code).toBe('T');
  expect(await client.message()).toEqual({ code: 'F', body: Buffer.concat([int16(0), cstr(''), cstr('')]) });
  client.send(answer);
  expect(await client.message()).toEqual({ code: 'G', body: Buffer.concat([byte(0), int16(0)]) });
};

describe('COPY from the client', () => {
  it('goes T F, F, G, d*, j, J, c, D C Z', async () => {
    const client = await start();
    await openCopy(client);
    client.send(data('a\nb'), data('b\n'), endOfBatch);
    expect(codes(await client.until('J'))).toBe('J');
    client.send(copyDone);
    const answer = await client.until('Z');
    expect(codes(answer)).toBe('DCZ');
    expect(answer[0]?.body).toEqual(Buffer.concat([int16(1), int32(1), Buffer.from('2')]));
    expect(answer[1]?.body).toEqual(cstr('COPY'));
    expect(server.transcript.of('received')).toContainEqual({
      kind: 'received',
      connection: 1,
      name: 'CopyData',
      count: 2,
      bytes: 5 + 3 + 5 + 2,
    });
    expect(server.transcript.of('copy-ended')).toMatchObject([{ outcome: 'finished', bytes: 5 }]);
  });

  it('takes an empty stream, and one without EndOfBatchRequest', async () => {
    const client = await start();
    for (const end of [[endOfBatch, copyDone], [copyDone]]) {
      await openCopy(client);
      client.send(...end);
      const row = (await client.until('Z')).find(({ code }) => code === 'D');
      expect(row?.body.toString('utf8', 6)).toBe('0');
    }
  });

  it('asks for no files and sends no count without LOCAL', async () => {
    const client = await start();
    client.send(query('COPY t FROM STDIN'));
    expect((await client.message()).code).toBe('G');
    client.send(data('a\n'), copyDone);
    expect(codes(await client.until('Z'))).toBe('CZ');
  });

  it('has two bytes for the number of files before version 3.15', async () => {
    const client = await start({}, 0x0003000e);
    await openCopy(client, frame('F', int16(0)));
    client.send(endOfBatch, copyDone);
    expect(codes(await client.until('Z'))).toBe('JDCZ');
  });

  it('sends the rejected rows before J', async () => {
    const client = await start({ onEnd: () => ({ loaded: 2, rejected: [2n, 4294967297n] }) });
    await openCopy(client);
    client.send(data('a\nx\nb\n'), endOfBatch);
    const [rejects, end] = await client.until('J');
    expect(rejects?.code).toBe('O');
    expect(rejects?.body.toString('hex')).toBe('00' + '00000010' + '0200000000000000' + '0100000001000000');
    expect(end?.code).toBe('J');
    client.send(copyDone);
    expect(codes(await client.until('Z'))).toBe('DCZ');
  });

  it.each([
    ['e', frame('e', cstr('stdin'), int32(0), cstr('copyFrom'), cstr('source gone'))],
    ['f', frame('f', cstr('source gone'))],
  ])('is given up by the client with %s, and nothing stays', async (_code, abort) => {
    let aborted = 0;
    const client = await start({ onAbort: () => (aborted += 1) });
    await openCopy(client);
    client.send(data('a\n'), abort);
    const answer = await client.until('Z');
    expect(codes(answer)).toBe('EZ');
    expect(answer[0] && fields(answer[0])['M']).toContain('source gone');
    expect(aborted).toBe(1);
    expect(server.transcript.of('copy-ended')).toMatchObject([{ outcome: 'client-error', bytes: 2 }]);
    expect(await client.ask('COMMIT')).toBe('CZ');
  });

  it('is given up by the server in the middle, and throws away what still comes', async () => {
    let aborted = 0;
    const client = await start({
      onData: (chunk) => {
        if (Buffer.from(chunk).includes('bad')) throw new BackendError('row 2', '22V04');
      },
      onAbort: () => (aborted += 1),
    });
    await openCopy(client);
    client.send(data('a\n'), data('bad\n'), data('c\n'), endOfBatch, copyDone);
    const answer = await client.until('Z');
    expect(codes(answer)).toBe('EZ');
    expect(answer[0] && fields(answer[0])['C']).toBe('22V04');
    expect(aborted).toBe(1);
    expect(await client.ask('COMMIT')).toBe('CZ');
  });

  it('can fail at its end', async () => {
    const client = await start({ onEnd: () => new BackendError('too long', '22001') });
    await openCopy(client);
    client.send(data('a\n'), endOfBatch);
    expect(codes(await client.until('Z'))).toBe('EZ');
    expect(server.transcript.of('copy-ended')).toMatchObject([{ outcome: 'server-error' }]);
  });

  it('is rolled back when the connection breaks', async () => {
    let aborted = 0;
    const client = await start({ onAbort: () => (aborted += 1) });
    await openCopy(client);
    client.send(data('a\n'));
    client.socket.end();
    await server.untilUnused();
    expect(aborted).toBe(1);
    expect(server.transcript.of('copy-ended')).toMatchObject([{ outcome: 'connection-lost' }]);
  });

  it.each([
    ['files', [frame('F', int32(1), cstr('/a'), int64(1n))]],
    ['another message than VerifiedFiles', [frame('S')]],
    ['a query', [noFiles, query('COMMIT')]],
    ['data behind the end', [noFiles, endOfBatch, data('a')]],
    ['two ends', [noFiles, endOfBatch, endOfBatch]],
  ])('ends the session at %s', async (_name, messages) => {
    const client = await start();
    client.send(query(sql), ...messages);
    await client.until('E');
    await client.ended;
    expect(server.transcript.of('violation')).toHaveLength(1);
  });

  it('reads no faster than the backend takes over', async () => {
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (open = resolve));
    let taken = 0;
    const client = await start({
      onData: async (chunk) => {
        await gate;
        taken += chunk.byteLength;
      },
    });
    await openCopy(client);
    const chunk = frame('d', Buffer.alloc(64 * 1024, 'x'));
    const chunks = 512;
    for (let sent = 0; sent < chunks; sent += 1) client.socket.write(chunk);
    await server.transcript.until((entry) => entry.kind === 'received' && entry.name === 'CopyData');
    // Another connection makes many round trips meanwhile, in which a greedy server would have read on.
    const other = await RawClient.ready(server.port);
    for (let round = 0; round < 50; round += 1) await other.ask('COMMIT');
    other.close();
    expect(server.transcript.of('received', 1).filter(({ name }) => name === 'CopyData')).toMatchObject([
      { count: 1 },
    ]);
    expect(client.socket.writableLength).toBeGreaterThan(16 * 1024 * 1024);
    open();
    client.send(endOfBatch, copyDone);
    expect(codes(await client.until('Z'))).toBe('JDCZ');
    expect(taken).toBe(chunks * 64 * 1024);
  });

  it('keeps a COPY of one connection apart from the others', async () => {
    const client = await start();
    await openCopy(client);
    const other = await RawClient.connect(server.port);
    other.send(startup());
    expect(codes(await other.until('Z'))).toBe('RSKZ');
    expect(await other.ask('COMMIT')).toBe('CZ');
    client.send(endOfBatch, copyDone);
    expect(codes(await client.until('Z'))).toBe('JDCZ');
  });
});
