import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { driverClient } from '../fixtures/load-driver.ts';
import { RawClient, codes, fields } from '../fixtures/raw-client.ts';
import { cstr, frame, int32, startup } from '../fixtures/wire-bytes.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import type { AuthOptions } from './auth-options.ts';
import { startVerticaTestServer } from './start-vertica-test-server.ts';
import type { VerticaTestServer } from './vertica-test-server.ts';

let server: VerticaTestServer;
afterEach(() => server.close());

const start = async (auth: AuthOptions): Promise<void> => {
  server = await startVerticaTestServer({ backend: scriptedBackend({}), auth });
};
const users = { tester: 'test-password' };

describe('authentication', () => {
  it.each<AuthOptions>([
    { method: 'none' },
    { method: 'cleartext', users },
    { method: 'md5', users },
    { method: 'sha512', users },
  ])('lets the public driver in by $method, and keeps nothing of the password', async (auth) => {
    await start(auth);
    const client = driverClient(server.port);
    await client.connect();
    await client.end();
    expect(server.transcript.of('credentials')).toEqual(
      auth.method === 'none' ? [] : [{ kind: 'credentials', connection: 1, secure: false, accepted: true }],
    );
    expect(JSON.stringify(server.transcript.entries)).not.toContain('test-password');
  });

  it.each(['cleartext', 'md5', 'sha512'] as const)('refuses a wrong password by %s', async (method) => {
    await start({ method, users });
    const wrong = driverClient(server.port, { password: 'test-other' }).connect();
    await expect(wrong).rejects.toMatchObject({ code: '28000', severity: 'FATAL' });
    const stranger = driverClient(server.port, { user: 'toString' }).connect();
    await expect(stranger).rejects.toMatchObject({ code: '28000' });
    await server.untilUnused();
    expect(server.transcript.of('ended').map(({ how }) => how)).toEqual(['refused', 'refused']);
  });

  it('takes a token for OAuth', async () => {
    await start({ method: 'oauth', tokens: ['test-token'] });
    const options = { auth_category: 'OAuth', oauth_access_token: 'test-token' };
    const client = driverClient(server.port, options);
    await client.connect();
    await client.end();
    await expect(
      driverClient(server.port, { ...options, oauth_access_token: 'test-none' }).connect(),
    ).rejects.toThrow();
    expect(JSON.stringify([...(server.transcript.of('startup')[0]?.parameters ?? [])])).not.toContain(
      'test-token',
    );
  });

  it('sends hash requests of 32 bytes with both salts', async () => {
    await start({ method: 'sha512', users });
    const client = await RawClient.connect(server.port);
    client.send(startup());
    const { code, body } = await client.message();
    expect([code, body.length, body.readInt32BE(0), body.readInt32BE(8)]).toEqual(['R', 28, 66048, 16]);
    const hash = (...parts: readonly (string | Buffer)[]): string =>
      parts.reduce((hashed, part) => hashed.update(part), createHash('sha512')).digest('hex');
    const reply = hash(hash('test-password', body.subarray(12, 28)), body.subarray(4, 8));
    client.send(frame('p', cstr(`sha512${reply}`)));
    expect(codes(await client.until('Z'))).toBe('RSKZ');
  });

  it('makes requests that no driver knows, and refuses every reply', async () => {
    await start({ method: 'request', code: 5, payload: Buffer.from('salt') });
    const client = await RawClient.connect(server.port);
    client.send(startup());
    expect(await client.message()).toEqual({
      code: 'R',
      body: Buffer.concat([int32(5), Buffer.from('salt')]),
    });
    client.send(frame('p', cstr('md5whatever')));
    expect(fields(await client.message())).toMatchObject({ S: 'FATAL', C: '28000' });
    expect(server.transcript.of('credentials')).toMatchObject([{ accepted: false }]);
  });

  it('sees another message in place of the password', async () => {
    await start({ method: 'cleartext', users });
    const client = await RawClient.connect(server.port);
    client.send(startup(), frame('S'));
    expect(codes(await client.until('E'))).toBe('RE');
    expect(server.transcript.receivedCredentials()).toBe(false);
  });
});
