import { plain } from './fixtures/opened-session.ts';
import { inspect } from 'node:util';
import { BackendError, doneOf, oid, rowsOf } from '@vaultwright/vertica-testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { VaultwrightError } from '@vaultwright/datavault-core';
import { inBatches, pairs } from './fixtures/bulk-load.ts';
import { failureOf } from './fixtures/failure-of.ts';
import { canaryPassword, testBench } from './fixtures/scripted-server.ts';
import { createRedact } from './redact.ts';
import { parseVerticaSettings } from './vertica-settings.ts';

const bench = testBench();
const secretKey = "canary-s3'secret-91bd";
const s3 = { accessKeyId: 'test-access-key', secretAccessKey: secretKey, sessionToken: 'canary-token-44c1' };
const spellings = [
  canaryPassword,
  canaryPassword.replaceAll("'", "''"),
  secretKey,
  secretKey.replaceAll("'", "''"),
  s3.sessionToken,
];
const shown = (value: unknown): string =>
  [
    inspect(value, { depth: 12, showHidden: true, getters: true }),
    String(value),
    (value as Error)?.stack ?? '',
    JSON.stringify(value),
  ].join('\n');

function expectClean(...values: readonly unknown[]): void {
  for (const value of values) {
    const text = shown(value);
    for (const secret of spellings) expect(text).not.toContain(secret);
  }
}

afterEach(() => vi.unstubAllGlobals());

describe('secrets', () => {
  it('are in no error, whatever the server repeats', async () => {
    const printed: string[] = [];
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => printed.push(String(text)) > 0);
    const echo = new BackendError(
      `failed for ${canaryPassword} with ${secretKey} and AWSAuth = 'other:thing'`,
      '42601',
    );
    const server = await bench.start({
      script: {
        answers: { 'select 1': echo, 'select 2': rowsOf({ a: oid.int }, [[1]]) },
        rules: [{ when: /oops$/, answer: echo }],
        copy: { onEnd: () => echo },
      },
    });
    const warehouse = await bench.open(server, { s3 });
    const session = await warehouse.connect();
    const errors: VaultwrightError[] = [
      await failureOf(session.query(plain('select 1'))),
      await failureOf(session.query(plain(`select '${canaryPassword.replaceAll("'", "''")}'`))),
      await failureOf(session.loadRows(pairs, inBatches([['1', 'a']]))),
      await failureOf(session.vaultTransaction('v', 'h', () => session.query(plain('select 1')))),
      await failureOf(
        session.execute(plain(`alter session set AWSAuth = '${secretKey.replaceAll("'", "''")}' oops`)),
      ),
      await failureOf(bench.open(server, { s3, password: spellings[0] as string, user: 'nobody' })),
    ];
    expect(errors[0]?.found).toContain('[redacted]');
    expect(shown(errors[0])).not.toContain('other:thing');
    expectClean(
      ...errors,
      ...errors.map(({ cause }) => cause),
      warehouse,
      session,
      server.transcript.of('startup'),
    );
    server.inject({
      at: 'statement',
      phase: 'before',
      sql: 'commit',
      times: 1,
      do: 'error',
      sqlState: '57P01',
      severity: 'FATAL',
      message: canaryPassword,
    });
    const unknown = await failureOf(
      session.execute(plain('delete from t')).catch(() => session.vaultTransaction('v', 'h', async () => 1)),
    );
    expectClean(unknown, unknown.cause);
    expectClean(printed);
  });

  it('are in no error about the session parameters that hold them', async () => {
    const refuse = {
      rules: [
        { when: /AWSAuth/, answer: new BackendError(`bad value '${secretKey}'`, '22023') },
        { when: /^/, answer: doneOf('SET') },
      ],
    };
    const server = await bench.start({ script: refuse });
    const error = await failureOf(bench.open(server, { s3 }));
    expect(error.code).toBe('E-WH-VALUE');
    expectClean(error, error.cause, (error.cause as Error).cause);
  });

  it('are in no error about settings', async () => {
    const input = {
      host: 7,
      database: '',
      user: 'u',
      password: 12_345_678,
      s3: { ...s3, secretAccessKey: 87_654_321, extra: 1 },
      tsl: {},
    };
    const error = await failureOf(() => parseVerticaSettings(input));
    expect(error.details).toEqual([
      'host: found 7, allowed a host name or address, or several, each with or without :port',
      'database: found "", allowed a text',
      'password: found something else, allowed a text',
      's3.secretAccessKey: found something else, allowed a text',
      's3.extra: no such setting',
      'tsl: no such setting',
    ]);
    expect(shown(error)).not.toMatch(/12345678|87654321/);
  });

  it.each([
    ["alter session set AWSAuth='id:key' x", 'alter session set AWSAuth=[redacted] x'],
    ["create user u identified by 'p''w'", 'create user u identified by [redacted]'],
    ['vertica://u:pw@host/db', 'vertica://u:[redacted]@host/db'],
    ['password=secret host=h', 'password=[redacted] host=h'],
    ['select 1', 'select 1'],
  ])('nobody told us of are masked by their place: %s', (text, expected) => {
    expect(createRedact()(text)).toBe(expected);
  });
});

describe('settings', () => {
  const least = { host: 'db.test', database: 'dwh', user: 'etl' };

  it('has defaults, and takes numbers and booleans as text', () => {
    expect(parseVerticaSettings(least)).toMatchObject({
      hosts: [{ host: 'db.test', port: 5433 }],
      password: '',
      tls: {},
      pool: { max: 4, maxUses: 10_000, maxLifetimeSeconds: 3600, idleSeconds: 60 },
      timeouts: { connectSeconds: 15, statementSeconds: 3600, copySeconds: 21_600 },
      label: 'vaultwright',
      s3: null,
    });
    const text = {
      ...least,
      port: '5434',
      tls: { allowInsecure: 'true', mode: 'disable' },
      pool: { max: '2' },
    };
    expect(parseVerticaSettings(text)).toMatchObject({
      hosts: [{ host: 'db.test', port: 5434 }],
      tls: { allowInsecure: true },
      pool: { max: 2, maxUses: 10_000 },
    });
  });

  it.each([
    [
      'a, b:1',
      [
        { host: 'a', port: 9 },
        { host: 'b', port: 1 },
      ],
    ],
    [
      ['10.0.0.1:2', '[::1]:3', '::1'],
      [
        { host: '10.0.0.1', port: 2 },
        { host: '::1', port: 3 },
        { host: '::1', port: 9 },
      ],
    ],
  ])('reads hosts from %j', (host, hosts) => {
    expect(parseVerticaSettings({ ...least, host, port: 9 }).hosts).toEqual(hosts);
  });

  it.each(['', 'a,,b', 'a:0', 'a:65536', 'a b', 'http://a', 'u@a', [], [7]])(
    'refuses the host %j',
    async (host) => {
      expect((await failureOf(() => parseVerticaSettings({ ...least, host }))).code).toBe('E-CONFIG-VERTICA');
    },
  );

  const wrongSettings: readonly Readonly<Record<string, unknown>>[] = [
    { tls: { mode: 'prefer' } },
    { tls: { mode: 'verify_full' } },
    { tls: 'disable' },
    { tls: { certificateFile: 'x' } },
    { port: 0 },
    { port: '5433a' },
    { pool: { max: 0 } },
    { timeouts: { connectSeconds: 1.5 } },
    { label: "a'b" },
    { password: 'a\0b' },
    { connectionString: 'vertica://x' },
    { s3: { accessKeyId: 'a' } },
    { toString: 'x' },
  ];
  it.each(wrongSettings)('refuses %j', async (wrong) => {
    expect((await failureOf(() => parseVerticaSettings({ ...least, ...wrong }))).code).toBe(
      'E-CONFIG-VERTICA',
    );
  });
});
