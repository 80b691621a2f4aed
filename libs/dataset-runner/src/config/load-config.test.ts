import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRedactor } from '../redaction.ts';
import { describeConfig } from './describe-config.ts';
import { loadConfig, type ConfigFlags, type LoadedConfig } from './load-config.ts';
import { describeOrigin } from './origin.ts';
import { resolveSource, resolveTarget, resolveTargetAndSource } from './resolve-environment.ts';

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'vaultwright-config-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const yaml = (text: string): void => writeFileSync(join(folder, 'vaultwright.config.yaml'), text);
const dotEnv = (text: string): void => writeFileSync(join(folder, '.env'), text);
const load = (environment: Record<string, string> = {}, flags: ConfigFlags = {}): Promise<LoadedConfig> =>
  loadConfig({ workingFolder: folder, environment, flags, redactor: createRedactor() });

async function failure(work: Promise<unknown> | (() => unknown)): Promise<VaultwrightError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof VaultwrightError) return error;
    throw error;
  }
  throw new Error('expected a failure');
}

const originOf = (loaded: LoadedConfig, ...path: readonly string[]): string =>
  describeOrigin(loaded.merged.originOf(path));

const prod = `
targets:
  prod:
    adapter: '@vaultwright/vertica-adapter'
    hostEnv: VERTICA_HOST
    database: dwh
    passwordEnv: VERTICA_PASSWORD
    port: 5433
  old:
    adapter: '@vaultwright/postgres-adapter'
    passwordEnv: OLD_PASSWORD
`;

describe('without a file', () => {
  it('there is the demo target, no reject is accepted and ten records are peeked at', async () => {
    const loaded = await load();
    expect(loaded.targetName).toBe('demo');
    expect(resolveTarget(loaded)).toEqual({
      name: 'demo',
      adapter: '@vaultwright/duckdb-adapter',
      settings: { path: join(folder, 'warehouse.duckdb') },
    });
    expect(loaded.config).toMatchObject({ maxRejects: 0, peek: { rows: 10, maskPii: true } });
    expect(loaded.config.runFolder).toBe(join(folder, '.vaultwright'));
    expect(originOf(loaded, 'maxRejects')).toBe('default');
  });

  it('the demo target stays beside the targets of a file, and a file may change its path alone', async () => {
    yaml(
      'targets: { demo: { path: other.duckdb, adapter: "@vaultwright/duckdb-adapter" }, x: { adapter: a } }',
    );
    const loaded = await load();
    expect(loaded.config.targets['demo']).toEqual({
      adapter: '@vaultwright/duckdb-adapter',
      path: join(folder, 'other.duckdb'),
    });
  });

  it('a demo target of another adapter inherits nothing', async () => {
    yaml('targets: { demo: { adapter: "@vaultwright/postgres-adapter" } }');
    expect(resolveTarget(await load()).settings).toEqual({});
  });
});

describe('precedence', () => {
  it('is flag, environment, .env, file, default; every value knows its origin', async () => {
    const steps: readonly (readonly [string, () => Promise<LoadedConfig>])[] = [
      ['default', () => load()],
      ['vaultwright.config.yaml:2', () => load()],
      ['.env:3 VAULTWRIGHT_MAX_REJECTS', () => load()],
      ['environment VAULTWRIGHT_MAX_REJECTS', () => load({ VAULTWRIGHT_MAX_REJECTS: '3' })],
      ['--max-rejects', () => load({ VAULTWRIGHT_MAX_REJECTS: '3' }, { maxRejects: '4%' })],
    ];
    const values: unknown[] = [];
    for (const [index, [origin, loadStep]] of steps.entries()) {
      if (index === 1) yaml('# comment\nmaxRejects: 1\n');
      if (index === 2) dotEnv('# comment\nOTHER=1\nVAULTWRIGHT_MAX_REJECTS=2\n');
      const loaded = await loadStep();
      expect(originOf(loaded, 'maxRejects')).toBe(origin);
      values.push(loaded.config.maxRejects);
    }
    expect(values).toEqual([0, 1, 2, 3, '4%']);
  });

  it('chooses the target the same way', async () => {
    yaml(`${prod}defaultTarget: old\n`);
    expect((await load()).targetName).toBe('old');
    expect((await load({ VAULTWRIGHT_TARGET: 'prod' })).targetName).toBe('prod');
    const flagged = await load({ VAULTWRIGHT_TARGET: 'prod' }, { target: 'demo' });
    expect(flagged.targetName).toBe('demo');
    expect(originOf(flagged, 'defaultTarget')).toBe('--target');
  });

  it('merges objects and replaces lists', async () => {
    yaml('peek: { maskPii: false }\nreports: [a, b]\n');
    const loaded = await load({ VAULTWRIGHT_PEEK__ROWS: '3', VAULTWRIGHT_REPORTS: 'c, d' });
    expect(loaded.config.peek).toEqual({ rows: 3, maskPii: false });
    expect(loaded.config.reports).toEqual(['c', 'd']);
    expect(originOf(loaded, 'peek', 'maskPii')).toBe('vaultwright.config.yaml:1');
    expect(originOf(loaded, 'peek', 'rows')).toBe('environment VAULTWRIGHT_PEEK__ROWS');
  });

  it('an empty variable is not given, but keeps .env from giving it', async () => {
    dotEnv('VAULTWRIGHT_MAX_REJECTS=7\n');
    expect((await load({ VAULTWRIGHT_MAX_REJECTS: '' })).config.maxRejects).toBe(0);
  });

  it('neither overrides nor extends the environment it was given', async () => {
    dotEnv('VAULTWRIGHT_MAX_REJECTS=7\nUNHEARD_OF=1\n');
    const environment = Object.freeze({ VAULTWRIGHT_TARGET: 'demo' });
    const before = { ...process.env };
    await load(environment);
    expect(process.env).toEqual(before);
    expect(process.env['UNHEARD_OF']).toBeUndefined();
  });
});

describe('variables that name settings', () => {
  it('reach into the selected target, with the type of what they replace', async () => {
    yaml(`${prod}`);
    const loaded = await load(
      {
        VAULTWRIGHT_TARGETS__PROD__PORT: '6000',
        VAULTWRIGHT_TARGETS__PROD__DATABASE: '42',
        VAULTWRIGHT_TARGETS__PROD__TLS__CA_FILE: 'ca.pem',
        VERTICA_PASSWORD: 'test-password',
        VERTICA_HOST: 'h',
      },
      { target: 'prod' },
    );
    expect(resolveTarget(loaded).settings).toMatchObject({
      port: 6000,
      database: '42',
      tls: { caFile: 'ca.pem' },
    });
  });

  it('stand in for a variable the file refers to', async () => {
    yaml(prod);
    const environment = { VAULTWRIGHT_TARGETS__PROD__HOST: 'direct', VERTICA_PASSWORD: 'test-password' };
    const { settings } = resolveTarget(await load(environment, { target: 'prod' }));
    expect(settings['host']).toBe('direct');
    expect(settings).not.toHaveProperty('hostEnv');
  });

  it('can define a target of their own', async () => {
    const environment = {
      VAULTWRIGHT_TARGET: 'ci',
      VAULTWRIGHT_TARGETS__CI__ADAPTER: '@vaultwright/postgres-adapter',
      VAULTWRIGHT_TARGETS__CI__SSL: 'false',
    };
    expect(resolveTarget(await load(environment))).toEqual({
      name: 'ci',
      adapter: '@vaultwright/postgres-adapter',
      settings: { ssl: false },
    });
  });

  it('that are nearly right are refused, that are foreign are mentioned', async () => {
    const error = await failure(load({ VAULTWRIGHT_MAX_REJECT: '3' }));
    expect(error.code).toBe('E-CONFIG-KEY');
    expect(error.details[0]).toContain('did you mean "maxRejects"?');
    expect(error.details[0]).toContain('VAULTWRIGHT_MAX_REJECT');
    const loaded = await load({ VAULTWRIGHT_IMAGE_TAG: 'x' });
    expect(loaded.warnings).toEqual([expect.stringContaining('VAULTWRIGHT_IMAGE_TAG')]);
  });

  it('with a wrong value are named, the value is not', async () => {
    const error = await failure(load({ VAULTWRIGHT_PEEK__ROWS: 'canary-value' }));
    expect(error.code).toBe('E-CONFIG-VALUE');
    expect(error.where).toBe('environment VAULTWRIGHT_PEEK__ROWS');
    expect(error.message + error.details.join()).not.toContain('canary-value');
  });
});

describe('references to variables', () => {
  it('of another target never stop a run', async () => {
    yaml(prod);
    const loaded = await load({ VERTICA_HOST: 'h', VERTICA_PASSWORD: 'test-password' }, { target: 'prod' });
    expect(resolveTarget(loaded).settings).toEqual({
      host: 'h',
      database: 'dwh',
      password: 'test-password',
      port: 5433,
    });
    // not even a wrong one
    await load(
      { VAULTWRIGHT_TARGETS__OLD__ADAPTER: '', VAULTWRIGHT_TARGETS__NOWHERE__X: '1' },
      { target: 'demo' },
    );
  });

  it('that are missing are listed all at once, source included, by name and place', async () => {
    yaml(`${prod}source: { type: s3, bucket: b, endpointEnv: MY_ENDPOINT }\n`);
    const loaded = await load({ VERTICA_HOST: '' }, { target: 'prod' });
    const error = await failure(() => resolveTargetAndSource(loaded));
    expect(error).toMatchObject({ code: 'E-CONFIG-ENV', family: 'configuration', retryable: false });
    expect(error.title).toContain('3 settings missing');
    expect(error.details).toHaveLength(3);
    expect(error.details[0]).toMatch(
      /^targets\.prod\.host +set VERTICA_HOST +\(vaultwright\.config\.yaml:5\)$/,
    );
    expect(error.details[1]).toMatch(/^targets\.prod\.password +set VERTICA_PASSWORD +\(secret, /);
    expect(error.details[2]).toMatch(/^source\.endpoint +set MY_ENDPOINT/);
    expect(error.fix).toContain('--target demo');
  });

  it('are found in .env, and the redactor learns the secrets among them', async () => {
    yaml(prod);
    dotEnv('VERTICA_HOST=h\nVERTICA_PASSWORD=canary\n');
    const redactor = createRedactor();
    const loaded = await loadConfig({
      workingFolder: folder,
      environment: {},
      flags: { target: 'prod' },
      redactor,
    });
    expect(resolveTarget(loaded).settings['password']).toBe('canary');
    expect(redactor.text('it is canary at h')).toBe('it is [redacted] at h');
  });

  it('beside a value for the same setting are a contradiction', async () => {
    yaml('targets: { prod: { adapter: a, host: h, hostEnv: HOST } }');
    const error = await failure(load());
    expect(error.code).toBe('E-CONFIG-VALUE');
    expect(error.details[0]).toContain('targets.prod.host  given beside hostEnv');
  });
});

describe('strictness', () => {
  it('reports every unknown key and wrong value with its line and a suggestion', async () => {
    yaml('maxReject: 3\npeek:\n  rows: 10\n  maskPII: true\nrunFolder: 5\n');
    const error = await failure(load());
    expect(error.code).toBe('E-CONFIG-KEY');
    const text = error.details.join('\n');
    expect(text).toMatch(
      /maxReject +unknown key, did you mean "maxRejects"\? +\(vaultwright\.config\.yaml:1\)/,
    );
    expect(text).toMatch(
      /peek\.maskPII +unknown key, did you mean "maskPii"\? +\(vaultwright\.config\.yaml:4\)/,
    );
    expect(text).toMatch(/runFolder +.*string.*\(vaultwright\.config\.yaml:5\)/);
  });

  it.each([
    ['source: { type: ftp }', 'expected "folder" or "s3"'],
    ['source: { type: s3 }', 'source.bucket'],
    ['source: { type: folder, path: p, bucket: b }', 'source.bucket  unknown key'],
    ['source: { type: s3, bucket: b, secretAccessKeyEnv: "a b" }', 'name of an environment variable'],
    ['maxRejects: 101%', 'percentage'],
    ['maxRejects: -1', 'maxRejects'],
    ['targets: { prod: { path: x } }', 'targets.prod.adapter'],
    ['targets: { "a b": { adapter: x } }', 'letters, digits'],
  ])('refuses %s', async (text, message) => {
    yaml(text);
    const error = await failure(load());
    expect(error.code).toMatch(/^E-CONFIG-(?:KEY|VALUE)$/);
    expect(error.details.join('\n')).toContain(message);
  });

  it.each([
    [
      'a password',
      'targets:\n  prod:\n    adapter: a\n    password: canary-value\n',
      'targets.prod.password',
      4,
    ],
    [
      'a number as password',
      'targets:\n  prod:\n    adapter: a\n    password: 12345678\n',
      'targets.prod.password',
      4,
    ],
    [
      'a secret key',
      'source:\n  type: s3\n  bucket: b\n  secretAccessKey: canary-value\n',
      'source.secretAccessKey',
      4,
    ],
    [
      'a connection text',
      'targets:\n  prod:\n    adapter: a\n    url: pg://u:canary-value@h/d\n',
      'targets.prod.url',
      4,
    ],
    [
      'one deep inside',
      'targets:\n  prod:\n    adapter: a\n    tls: { keyPassphrase: canary-value }\n',
      'keyPassphrase',
      4,
    ],
  ])('refuses %s written in the file', async (_, text, setting, line) => {
    yaml(text);
    const error = await failure(load());
    expect(error.code).toBe('E-CONFIG-SECRET');
    expect(error.details[0]).toContain(setting);
    expect(error.where).toBe(`vaultwright.config.yaml:${line}`);
    expect(JSON.stringify(error)).not.toContain('canary-value');
    expect(JSON.stringify(error)).not.toContain('12345678');
  });

  it('knows its targets', async () => {
    yaml(prod);
    const error = await failure(load({}, { target: 'prdo' }));
    expect(error).toMatchObject({
      code: 'E-CONFIG-TARGET',
      where: '--target',
      fix: 'did you mean --target prod?',
    });
    expect(error.allowed).toBe('demo, prod, old');
  });
});

describe('files', () => {
  it('may be TypeScript, with types and imports, and still tell lines', async () => {
    writeFileSync(join(folder, 'limit.ts'), 'export const limit: number = 5;\n');
    writeFileSync(
      join(folder, 'vaultwright.config.ts'),
      `import { limit } from './limit.ts';\ninterface Own { maxRejects: number }\nconst own: Own = {\n  maxRejects: limit,\n};\nexport default { ...own,\n  peek: { rows: 0 } } satisfies object;\n`,
    );
    const loaded = await load();
    expect(loaded.config).toMatchObject({ maxRejects: 5, peek: { rows: 0, maskPii: true } });
    expect(originOf(loaded, 'peek', 'rows')).toBe('vaultwright.config.ts:7');
  });

  it.each(['mjs', 'js'])('may be .%s', async (extension) => {
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    writeFileSync(join(folder, `vaultwright.config.${extension}`), 'export default { maxRejects: 6 };\n');
    expect((await load()).config.maxRejects).toBe(6);
  });

  it('are named by --config, and relative paths start beside them', async () => {
    mkdirSync(join(folder, 'conf'));
    writeFileSync(
      join(folder, 'conf', 'my.yaml'),
      'source: { type: folder, path: in }\nrunFolder: runs\ndataSets: [./sets, "@scope/set"]\n',
    );
    writeFileSync(join(folder, 'conf', '.env'), 'VAULTWRIGHT_MAX_REJECTS=9\n');
    const loaded = await load({}, { config: 'conf/my.yaml' });
    expect(resolveSource(loaded)).toEqual({ type: 'folder', path: join(folder, 'conf', 'in'), key: null });
    expect(loaded.config.runFolder).toBe(join(folder, 'conf', 'runs'));
    expect(loaded.config.dataSets).toEqual([join(folder, 'conf', 'sets'), '@scope/set']);
    expect(loaded.config.maxRejects).toBe(9);
    expect(loaded.file).toBe(join('conf', 'my.yaml'));
  });

  it.each([
    ['a missing file', {}, { config: 'none.yaml' }, '--config none.yaml'],
    ['broken YAML', { 'vaultwright.config.yaml': 'a: [1\nb: 2\n' }, {}, 'vaultwright.config.yaml:'],
    ['a YAML list', { 'vaultwright.config.yaml': '- a\n' }, {}, 'vaultwright.config.yaml'],
    ['a repeated key', { 'vaultwright.config.yaml': 'maxRejects: 1\nmaxRejects: 2\n' }, {}, 'yaml:2:1'],
    [
      'no default export',
      { 'vaultwright.config.mjs': 'export const a = 1;\n' },
      {},
      'vaultwright.config.mjs',
    ],
    [
      'a script that throws',
      { 'vaultwright.config.mjs': 'throw new Error("x");\n' },
      {},
      'vaultwright.config.mjs',
    ],
    ['two files', { 'vaultwright.config.mjs': '', 'vaultwright.config.yaml': '' }, {}, 'the working folder'],
  ])('that cannot be used are E-CONFIG-FILE: %s', async (_, files, flags, where) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const error = await failure(load({}, flags));
    expect(error.code).toBe('E-CONFIG-FILE');
    expect(error.where).toContain(where);
  });

  it('an empty YAML file is an empty configuration', async () => {
    yaml('# nothing yet\n');
    expect((await load()).config.maxRejects).toBe(0);
  });

  it('an unreadable .env is an error, not an absent one', async () => {
    mkdirSync(join(folder, '.env'));
    expect(await failure(load())).toMatchObject({ code: 'E-CONFIG-FILE', found: 'EISDIR' });
  });
});

describe('the source', () => {
  const s3 = 'source: { type: s3, bucket: conf, prefix: p/, region: r, compatible: true }\n';

  it('is the configured one, with the credentials of the ecosystem when they are in reach', async () => {
    yaml(s3);
    dotEnv('AWS_ACCESS_KEY_ID=test-access-key\nAWS_SECRET_ACCESS_KEY=test-secret-key\n');
    expect(resolveSource(await load({ AWS_ENDPOINT_URL_S3: 'https://s3.example.org' }))).toEqual({
      type: 's3',
      bucket: 'conf',
      prefix: 'p/',
      key: null,
      endpoint: 'https://s3.example.org',
      region: 'r',
      compatible: true,
      allowInsecure: false,
      credentials: { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-key' },
    });
  });

  it('named credentials never fall back to others', async () => {
    yaml('source: { type: s3, bucket: b, accessKeyIdEnv: MY_ID, secretAccessKeyEnv: MY_KEY }\n');
    const others = { AWS_ACCESS_KEY_ID: 'other-access-key', AWS_SECRET_ACCESS_KEY: 'other-secret-key' };
    expect((await failure(load(others).then(resolveSource))).code).toBe('E-CONFIG-ENV');
    const own = {
      ...others,
      AWS_SESSION_TOKEN: 'other-session',
      MY_ID: 'test-access-key',
      MY_KEY: 'test-secret-key',
    };
    expect(resolveSource(await load(own))).toMatchObject({
      credentials: { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-key' },
    });
    expect(JSON.stringify(resolveSource(await load(own)))).not.toContain('other-');
  });

  it.each([
    [{ location: 's3://other/x/y' }, { bucket: 'other', prefix: 'x/y', region: 'r', compatible: true }],
    [{ location: 's3://other' }, { bucket: 'other', prefix: '' }],
    [{ bucket: 'other' }, { bucket: 'other', prefix: '' }],
    [
      { bucket: 'other', prefix: 'q/', key: 'q/a.csv' },
      { bucket: 'other', prefix: 'q/', key: 'q/a.csv' },
    ],
    [{ prefix: 'q/' }, { bucket: 'conf', prefix: 'q/' }],
    [
      { endpoint: 'http://127.0.0.1:9000' },
      { bucket: 'conf', prefix: 'p/', endpoint: 'http://127.0.0.1:9000' },
    ],
    [{ key: 'p/a.csv' }, { bucket: 'conf', prefix: 'p/', key: 'p/a.csv' }],
  ])('flags %j lie over it', async (source, expected) => {
    yaml(s3);
    expect(resolveSource(await load({}, { source }))).toMatchObject(expected);
  });

  it('may be a folder of the command line, relative to where the command was typed', async () => {
    mkdirSync(join(folder, 'conf'));
    writeFileSync(join(folder, 'conf', 'c.yaml'), s3);
    const loaded = await load({}, { config: 'conf/c.yaml', source: { location: 'samples' } });
    expect(resolveSource(loaded)).toEqual({ type: 'folder', path: join(folder, 'samples'), key: null });
    expect(originOf(loaded, 'source', 'path')).toBe('--source');
  });

  it('a bucket of the environment takes the place of a configured folder', async () => {
    yaml('source: { type: folder, path: in }');
    const environment = { VAULTWRIGHT_SOURCE__TYPE: 's3', VAULTWRIGHT_SOURCE__BUCKET: 'b' };
    expect(resolveSource(await load(environment))).toMatchObject({ type: 's3', bucket: 'b' });
  });

  it.each([
    [{ location: 'in', bucket: 'b' }, 'E-USAGE-OPTION'],
    [{ location: 's3://b/p', prefix: 'q' }, 'E-USAGE-OPTION'],
    [{ location: 'ftp://host/x' }, 'E-USAGE-OPTION'],
    [{ location: 's3://id:canary-value@bucket' }, 'E-USAGE-SECRET'],
    [{ bucket: 'b', endpoint: 'https://id:canary-value@host' }, 'E-USAGE-SECRET'],
    [{ prefix: 'q' }, 'E-CONFIG-VALUE'],
  ])('flags %j are refused', async (source, code) => {
    const error = await failure(load({}, { source }));
    expect(error.code).toBe(code);
    expect(JSON.stringify(error)).not.toContain('canary-value');
  });

  it('that nobody names is E-CONFIG-SOURCE, and only when it is needed', async () => {
    const loaded = await load();
    expect((await failure(() => resolveSource(loaded))).code).toBe('E-CONFIG-SOURCE');
    resolveTarget(loaded);
  });
});

describe('config show', () => {
  it('lists every setting with value and origin, and no secret', async () => {
    yaml(`${prod}maxRejects: 2\n`);
    dotEnv('\nVERTICA_PASSWORD=canary-value\n');
    const environment = { VERTICA_HOST: 'db.example.org', VAULTWRIGHT_TARGETS__PROD__TOKEN: 'canary-value' };
    const report = describeConfig(await load(environment, { target: 'prod' }));
    const shown = new Map(report.settings.map(({ setting, value, origin }) => [setting, [value, origin]]));
    expect(shown.get('defaultTarget')).toEqual(['prod', '--target']);
    expect(shown.get('maxRejects')).toEqual(['2', 'vaultwright.config.yaml:12']);
    expect(shown.get('targets.prod.hostEnv')?.[0]).toBe(
      'VERTICA_HOST (db.example.org, from environment VERTICA_HOST)',
    );
    expect(shown.get('targets.prod.passwordEnv')?.[0]).toBe(
      'VERTICA_PASSWORD (set, 12 characters, from .env:2 VERTICA_PASSWORD)',
    );
    expect(shown.get('targets.prod.token')?.[0]).toBe('[redacted] (12 characters)');
    expect(shown.get('targets.old.passwordEnv')?.[0]).toBe('OLD_PASSWORD');
    expect(shown.get('peek.rows')).toEqual(['10', 'default']);
    expect(JSON.stringify(report)).not.toContain('canary-value');
  });
});
