import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeTestCertificates } from '@vaultwright/vertica-testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { failureOf } from './fixtures/failure-of.ts';
import { testBench } from './fixtures/scripted-server.ts';
import { tlsPolicy, type TlsMode, type TlsSettings } from './tls-options.ts';

const bench = testBench();
const made = makeTestCertificates();
const here = { resolve: async () => ['127.0.0.1'] };
let folder = '';
let caFile = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-tls-'));
  caFile = join(folder, 'ca.pem');
  writeFileSync(caFile, made.ca);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('TLS', () => {
  const cases: readonly (readonly [TlsMode, 'rightName' | 'wrongName' | 'selfSigned', boolean])[] = [
    ['verify-full', 'rightName', true],
    ['verify-full', 'wrongName', false],
    ['verify-full', 'selfSigned', false],
    ['verify-ca', 'rightName', true],
    ['verify-ca', 'wrongName', true],
    ['verify-ca', 'selfSigned', false],
    ['require', 'rightName', true],
    ['require', 'wrongName', true],
    ['require', 'selfSigned', true],
  ];
  it.each(cases)('mode %s with certificate %s connects: %s', async (mode, which, connects) => {
    const server = await bench.start({ tls: made[which] });
    const opening = bench.open(server, { host: made.name, tls: { mode, caFile } }, 'read', here);
    if (connects) {
      const warehouse = await opening;
      expect(warehouse.warnings.length).toBe(mode === 'verify-full' ? 0 : 1);
      expect(server.transcript.of('credentials')).toMatchObject([{ secure: true, accepted: true }]);
    } else {
      expect(await failureOf(opening)).toMatchObject({ code: 'E-WH-TLS', retryable: false });
      await server.untilUnused();
      expect(server.transcript.of('startup')).toEqual([]);
      expect(server.transcript.receivedCredentials()).toBe(false);
    }
  });

  it.each(['otherCa', 'expired', 'ipOnly', 'wrongName', 'selfSigned'] as const)(
    'without a mode nothing but a proven server is told a user or a password: %s',
    async (which) => {
      const server = await bench.start({ tls: made[which] });
      const error = await failureOf(bench.open(server, { host: made.name, tls: { caFile } }, 'read', here));
      expect(error.code).toBe('E-WH-TLS');
      await server.untilUnused();
      expect(server.transcript.of('startup')).toEqual([]);
      expect(server.transcript.receivedCredentials()).toBe(false);
    },
  );

  it('an address is checked against the addresses of the certificate', async () => {
    const server = await bench.start({ tls: made.ipOnly });
    await bench.open(server, { host: '127.0.0.1', tls: { caFile } }, 'read');
    const named = await bench.start({ tls: made.rightName });
    expect(await failureOf(bench.open(named, { tls: { caFile } }, 'read'))).toMatchObject({
      code: 'E-WH-TLS',
    });
  });

  it('a server without TLS is refused before it learns anything', async () => {
    const server = await bench.start();
    const error = await failureOf(bench.open(server, { host: made.name, tls: { caFile } }, 'read', here));
    expect(error.code).toBe('E-WH-TLS');
    await server.untilUnused();
    expect(server.transcript.of('startup')).toEqual([]);
  });

  it('shows a client certificate to a server that wants one, on every connection', async () => {
    const server = await bench.start({ tls: { ...made.rightName, mutual: true } });
    const [certificateFile, certificateKeyFile] = [
      join(folder, 'client.pem'),
      join(folder, 'client-key.pem'),
    ];
    writeFileSync(certificateFile, made.client.cert);
    writeFileSync(certificateKeyFile, made.client.key);
    const tls: TlsSettings = { caFile, certificateFile, certificateKeyFile };
    const warehouse = await bench.open(server, { host: made.name, tls }, 'read', here);
    const sessions = await Promise.all([warehouse.connect(), warehouse.connect(), warehouse.connect()]);
    await Promise.all(sessions.map((session) => session.describe(['ops'])));
    expect(server.transcript.of('secured').map(({ clientCertificate }) => clientCertificate)).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('gives each connection options of its own', () => {
    const policy = tlsPolicy({ caFile }, ['a.test']);
    const [first, second] = [policy.optionsFor('a.test'), policy.optionsFor('a.test')];
    expect(first).not.toBe(second);
    expect(first).toMatchObject({ rejectUnauthorized: true, servername: 'a.test', host: 'a.test' });
    expect(policy.optionsFor('10.0.0.1')).not.toHaveProperty('servername');
  });

  it('refuses to go without TLS anywhere but here, unless told so twice', async () => {
    expect(await failureOf(() => tlsPolicy({ mode: 'disable' }, ['localhost', 'db.test']))).toMatchObject({
      code: 'E-CONFIG-TLS',
      found: 'disable for db.test',
    });
    expect(tlsPolicy({ mode: 'disable' }, ['localhost', '127.0.0.1', '::1']).warnings).toHaveLength(1);
    const { warnings, optionsFor } = tlsPolicy({ mode: 'disable', allowInsecure: true }, ['db.test']);
    expect(warnings).toEqual([
      'TLS mode disable for db.test: password and data travel in clear text; use verify-full',
    ]);
    expect(optionsFor('db.test')).toBeUndefined();
  });

  it('names the file that cannot be read or is none', async () => {
    const missing = join(folder, 'missing.pem');
    expect(await failureOf(() => tlsPolicy({ caFile: missing }, ['db.test']))).toMatchObject({
      code: 'E-CONFIG-TLS',
      where: 'tls.caFile',
      found: `${missing} (ENOENT)`,
    });
    const files = { certificateFile: caFile, certificateKeyFile: caFile };
    expect((await failureOf(() => tlsPolicy(files, ['db.test']))).code).toBe('E-CONFIG-TLS');
  });
});
