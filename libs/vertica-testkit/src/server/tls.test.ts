import { afterEach, describe, expect, it } from 'vitest';
import { makeTestCertificates } from '../certificates/make-test-certificates.ts';
import { driverClient } from '../fixtures/load-driver.ts';
import { oid, rowsOf } from '../scripted/result.ts';
import { scriptedBackend } from '../scripted/scripted-backend.ts';
import type { TlsOptions } from './secure-socket.ts';
import { startVerticaTestServer } from './start-vertica-test-server.ts';
import type { VerticaTestServer } from './vertica-test-server.ts';

let server: VerticaTestServer;
afterEach(() => server.close());

const made = makeTestCertificates({ name: 'localhost' });
const users = { tester: 'test-password' };

const start = async (tls?: TlsOptions): Promise<void> => {
  server = await startVerticaTestServer({
    backend: scriptedBackend({ answers: { 'SELECT 1': rowsOf({ one: oid.int }, [[1]]) } }),
    auth: { method: 'cleartext', users },
    ...(tls ? { tls } : {}),
  });
};

const secureClient = (tls_config: Readonly<Record<string, unknown>>) =>
  driverClient(server.port, { host: 'localhost', tls_mode: 'verify-full', tls_config });

describe('TLS', () => {
  it.each<[string, TlsOptions | undefined, string]>([
    ['without TLS', undefined, 'DISABLE'],
    ['with TLS', made.rightName, 'ENABLE'],
    ['with certificates of clients', { ...made.rightName, mutual: true }, 'VERIFY_CA'],
  ])('%s: the backend is told so, and which protocol is spoken', async (_, tls, tlsMode) => {
    const told: unknown[] = [];
    const backend = scriptedBackend({ answers: {} });
    server = await startVerticaTestServer({
      backend: {
        open: (startup, facts) => {
          told.push(facts);
          return backend.open(startup);
        },
        close: () => backend.close(),
      },
      protocolVersion: (3 << 16) | 8,
      ...(tls ? { tls } : {}),
    });
    const { key, cert } = made.client;
    const client = tls
      ? secureClient({ ca: made.ca, key, cert })
      : driverClient(server.port, { tls_mode: 'disable' });
    await client.connect();
    await client.end();
    expect(told).toEqual([{ protocolVersion: (3 << 16) | 8, tlsMode }]);
  });

  it('speaks TLS before it sees the startup packet or a password', async () => {
    await start(made.rightName);
    const client = secureClient({ ca: made.ca });
    await client.connect();
    expect((await client.query('SELECT 1')).rows).toEqual([{ one: '1' }]);
    await client.end();
    await server.untilUnused();
    expect(server.transcript.of('startup')).toMatchObject([{ secure: true }]);
    expect(server.transcript.of('credentials')).toMatchObject([{ secure: true, accepted: true }]);
    expect(server.transcript.of('ended')).toMatchObject([{ how: 'terminate' }]);
    expect(server.connections).toMatchObject([{ secure: true, stage: 'ended' }]);
  });

  it.each(['wrongName', 'otherCa', 'selfSigned', 'expired'] as const)(
    'lets a client refuse %s, and then knows no password',
    async (which) => {
      await start(made[which]);
      await expect(secureClient({ ca: made.ca }).connect()).rejects.toThrow();
      await server.untilUnused();
      expect(server.transcript.of('startup')).toEqual([]);
      expect(server.transcript.receivedCredentials()).toBe(false);
    },
  );

  it('wants a certificate of the client when told so', async () => {
    await start({ ...made.rightName, mutual: true });
    const { key, cert } = made.client;
    const client = secureClient({ ca: made.ca, key, cert });
    await client.connect();
    expect(server.transcript.of('secured')).toMatchObject([{ clientCertificate: true }]);
    await client.end();
    await expect(secureClient({ ca: made.ca }).connect()).rejects.toThrow();
    await server.untilUnused();
    expect(server.transcript.of('startup', 2)).toEqual([]);
  });

  it('answers N without certificates', async () => {
    await start();
    await expect(secureClient({ ca: made.ca }).connect()).rejects.toThrow();
    await server.untilUnused();
    expect(server.transcript.receivedCredentials()).toBe(false);
  });
});
