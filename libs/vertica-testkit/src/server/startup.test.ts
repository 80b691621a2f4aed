import { afterEach, describe, expect, it } from 'vitest';
import { RawClient, codes, fields } from '../fixtures/raw-client.ts';
import {
  byte,
  cstr,
  frame,
  int32,
  loadBalanceRequest,
  packet,
  query,
  sslRequest,
  startup,
  terminate,
} from '../fixtures/wire-bytes.ts';
import { doneOf } from '../scripted/result.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import { startVerticaTestServer } from './start-vertica-test-server.ts';
import type { VerticaTestServer, VerticaTestServerOptions } from './vertica-test-server.ts';

let server: VerticaTestServer;
afterEach(() => server.close());

const start = async (options: Partial<VerticaTestServerOptions> = {}): Promise<RawClient> => {
  server = await startVerticaTestServer({ backend: scriptedBackend({}), ...options });
  return RawClient.connect(server.port);
};

describe('startup', () => {
  it('answers R, S, K, Z', async () => {
    const client = await start();
    client.send(startup());
    expect(await client.message()).toEqual({ code: 'R', body: int32(0) });
    expect(await client.message()).toEqual({
      code: 'S',
      body: Buffer.concat([cstr('protocol_version'), cstr('196624')]),
    });
    const key = await client.message();
    expect([key.code, key.body.length]).toEqual(['K', 8]);
    expect(await client.message()).toEqual({ code: 'Z', body: Buffer.from('I') });
  });

  it.each([
    { asked: 196613, highest: 196624, announced: 196613 },
    { asked: 196624, highest: 196617, announced: 196617 },
    { asked: 196999, highest: 196624, announced: 196624 },
  ])('speaks the lower of version $asked and $highest', async ({ asked, highest, announced }) => {
    const client = await start({ protocolVersion: highest });
    client.send(startup({ user: 'u' }, asked));
    const [, status] = await client.until('Z');
    expect(status?.body.toString()).toBe(`protocol_version\0${announced}\0`);
  });

  it('tolerates what other clients ask first and send with it', async () => {
    const client = await start();
    client.send(loadBalanceRequest);
    expect((await client.bytes(1)).toString()).toBe('N');
    client.send(sslRequest);
    expect((await client.bytes(1)).toString()).toBe('N');
    const parameters = {
      user: 'u',
      autocommit: 'on',
      protocol_features: '{"request_complex_types":true}',
      totp: '123456',
      oauth_access_token: 'test-token',
    };
    client.send(startup(parameters));
    expect(codes(await client.until('Z'))).toBe('RSKZ');
    const seen = server.transcript.of('startup')[0]?.parameters;
    expect([...(seen?.keys() ?? [])]).toEqual(Object.keys(parameters));
    expect(seen?.get('autocommit')).toBe('on');
    expect(seen?.get('oauth_access_token')).toBe('(hidden)');
    expect(seen?.get('totp')).toBe('(hidden)');
  });

  it('sends clients elsewhere when told so', async () => {
    const client = await start({ loadBalanceTo: { host: 'other.test', port: 5433 } });
    client.send(loadBalanceRequest);
    expect(await client.message()).toEqual({
      code: 'Y',
      body: Buffer.concat([int32(5433), cstr('other.test')]),
    });
  });

  it('cancels the running statement of the connection that is named, and no other', async () => {
    const client = await start({
      backend: scriptedBackend({
        rules: [
          { when: 'HANG', answer: () => new Promise(() => undefined) },
          { when: 'DO', answer: doneOf('DO') },
        ],
      }),
    });
    client.send(startup());
    const key = (await client.until('Z')).find(({ code }) => code === 'K')?.body ?? Buffer.alloc(0);
    client.send(query('HANG'));
    await server.transcript.until(({ kind }) => kind === 'statement');
    for (const [sent, matched] of [
      [Buffer.concat([key.subarray(0, 4), int32(0)]), false],
      [key, true],
    ] as const) {
      const other = await RawClient.connect(server.port);
      other.send(packet(int32(80877102), sent));
      expect(await other.ended).toBeUndefined();
      expect(server.transcript.of('cancel-request').at(-1)?.matched).toBe(matched);
    }
    const answer = await client.until('Z');
    expect(codes(answer)).toBe('EZ');
    expect(answer[0] && fields(answer[0])['C']).toBe('57014');
    expect(await client.ask('DO')).toBe('CZ');
  });

  it('says what is wrong with a first packet and ends the connection', async () => {
    const client = await start();
    client.send(packet(int32(0x00020000), byte(0)));
    const message = await client.message();
    expect(fields(message)).toMatchObject({ S: 'FATAL', C: '08P01' });
    expect(await client.ended).toBeUndefined();
    await server.untilUnused();
    expect(server.transcript.of('ended')).toMatchObject([{ how: 'violation' }]);
  });

  it('refuses a first packet without bounds', async () => {
    const client = await start();
    client.send(int32(0x7fffffff));
    expect((await client.message()).code).toBe('E');
  });

  it('refuses bytes behind an SSLRequest, which TLS would not protect', async () => {
    const client = await start({ tls: { key: '', cert: '' } });
    client.send(sslRequest, startup());
    expect((await client.bytes(1)).toString()).toBe('S');
    expect((await client.message()).code).toBe('E');
    expect(server.transcript.of('violation')).toHaveLength(1);
  });

  it('tells a goodbye from a disconnect', async () => {
    const client = await start();
    client.send(startup());
    await client.until('Z');
    client.send(frame('H'), terminate);
    await client.ended;
    const second = await RawClient.ready(server.port);
    second.close();
    await server.untilUnused();
    expect(server.transcript.of('ended').map(({ how }) => how)).toEqual(['terminate', 'disconnect']);
    expect(server.openConnections).toBe(0);
  });
});

describe('startVerticaTestServer', () => {
  it('listens on this machine only', async () => {
    await start();
    expect(server.host).toBe('127.0.0.1');
    await expect(
      startVerticaTestServer({ backend: scriptedBackend({}), host: '0.0.0.0' }),
    ).rejects.toMatchObject({
      code: 'E-TESTKIT-HOST',
    });
  });

  it('ends every connection at close, at whatever point it is', async () => {
    const client = await start({
      backend: scriptedBackend({ rules: [{ when: 'HANG', answer: () => new Promise(() => undefined) }] }),
    });
    const busy = await RawClient.ready(server.port);
    busy.send(query('HANG'));
    await server.transcript.until(({ kind }) => kind === 'statement');
    const idle = await RawClient.ready(server.port);
    expect(server.connections.map(({ stage }) => stage)).toEqual(['handshake', 'session', 'session']);
    await server.close();
    await Promise.all([client.ended, busy.ended, idle.ended]);
    expect(server.connections.map(({ stage }) => stage)).toEqual(['ended', 'ended', 'ended']);
    await expect(RawClient.connect(server.port)).rejects.toThrow('ECONNREFUSED');
  });
});
