import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configFolder, failure, originOf, prod } from '../fixtures/config-folder.ts';
import type { LoadedConfig } from './load-config.ts';
import { resolveSource, resolveTarget } from './resolve-environment.ts';

const folder = configFolder();

describe('without a file', () => {
  it('there is the demo target, no reject is accepted and ten records are peeked at', async () => {
    const loaded = await folder.load();
    expect(loaded.targetName).toBe('demo');
    expect(resolveTarget(loaded)).toEqual({
      name: 'demo',
      adapter: '@vaultwright/duckdb-adapter',
      settings: { path: folder.path('warehouse.duckdb') },
    });
    expect(loaded.config).toMatchObject({ maxRejects: 0, peek: { rows: 10, maskPii: true } });
    expect(loaded.config.runFolder).toBe(folder.path('.vaultwright'));
    expect(originOf(loaded, 'maxRejects')).toBe('default');
  });

  it('the demo target stays beside the targets of a file, and a file may change its path alone', async () => {
    folder.yaml(
      'targets: { demo: { path: other.duckdb, adapter: "@vaultwright/duckdb-adapter" }, x: { adapter: a } }',
    );
    const loaded = await folder.load();
    expect(loaded.config.targets['demo']).toEqual({
      adapter: '@vaultwright/duckdb-adapter',
      path: folder.path('other.duckdb'),
    });
  });

  it('a demo target of another adapter inherits nothing', async () => {
    folder.yaml('targets: { demo: { adapter: "@vaultwright/postgres-adapter" } }');
    expect(resolveTarget(await folder.load()).settings).toEqual({});
  });
});

describe('precedence', () => {
  it('is flag, environment, .env, file, default; every value knows its origin', async () => {
    const steps: readonly (readonly [string, () => Promise<LoadedConfig>])[] = [
      ['default', () => folder.load()],
      ['vaultwright.config.yaml:2', () => folder.load()],
      ['.env:3 VAULTWRIGHT_MAX_REJECTS', () => folder.load()],
      ['environment VAULTWRIGHT_MAX_REJECTS', () => folder.load({ VAULTWRIGHT_MAX_REJECTS: '3' })],
      ['--max-rejects', () => folder.load({ VAULTWRIGHT_MAX_REJECTS: '3' }, { maxRejects: '4%' })],
    ];
    const values: unknown[] = [];
    for (const [index, [origin, loadStep]] of steps.entries()) {
      if (index === 1) folder.yaml('# comment\nmaxRejects: 1\n');
      if (index === 2) folder.dotEnv('# comment\nOTHER=1\nVAULTWRIGHT_MAX_REJECTS=2\n');
      const loaded = await loadStep();
      expect(originOf(loaded, 'maxRejects')).toBe(origin);
      values.push(loaded.config.maxRejects);
    }
    expect(values).toEqual([0, 1, 2, 3, '4%']);
  });

  it('chooses the target the same way', async () => {
    folder.yaml(`${prod}defaultTarget: old\n`);
    expect((await folder.load()).targetName).toBe('old');
    expect((await folder.load({ VAULTWRIGHT_TARGET: 'prod' })).targetName).toBe('prod');
    const flagged = await folder.load({ VAULTWRIGHT_TARGET: 'prod' }, { target: 'demo' });
    expect(flagged.targetName).toBe('demo');
    expect(originOf(flagged, 'defaultTarget')).toBe('--target');
  });

  it('merges objects and replaces lists', async () => {
    folder.yaml('peek: { maskPii: false }\nreports: [a, b]\n');
    const loaded = await folder.load({ VAULTWRIGHT_PEEK__ROWS: '3', VAULTWRIGHT_REPORTS: 'c, d' });
    expect(loaded.config.peek).toEqual({ rows: 3, maskPii: false });
    expect(loaded.config.reports).toEqual(['c', 'd']);
    expect(originOf(loaded, 'peek', 'maskPii')).toBe('vaultwright.config.yaml:1');
    expect(originOf(loaded, 'peek', 'rows')).toBe('environment VAULTWRIGHT_PEEK__ROWS');
  });

  it('an empty variable is not given, but keeps .env from giving it', async () => {
    folder.dotEnv('VAULTWRIGHT_MAX_REJECTS=7\n');
    expect((await folder.load({ VAULTWRIGHT_MAX_REJECTS: '' })).config.maxRejects).toBe(0);
  });

  it('neither overrides nor extends the environment it was given', async () => {
    folder.dotEnv('VAULTWRIGHT_MAX_REJECTS=7\nUNHEARD_OF=1\n');
    const environment = Object.freeze({ VAULTWRIGHT_TARGET: 'demo' });
    const before = { ...process.env };
    await folder.load(environment);
    expect(process.env).toEqual(before);
    expect(process.env['UNHEARD_OF']).toBeUndefined();
  });
});

describe('strictness', () => {
  it('reports every unknown key and wrong value with its line and a suggestion', async () => {
    folder.yaml('maxReject: 3\npeek:\n  rows: 10\n  maskPII: true\nrunFolder: 5\n');
    const error = await failure(folder.load());
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
    folder.yaml(text);
    const error = await failure(folder.load());
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
    folder.yaml(text);
    const error = await failure(folder.load());
    expect(error.code).toBe('E-CONFIG-SECRET');
    expect(error.details[0]).toContain(setting);
    expect(error.where).toBe(`vaultwright.config.yaml:${line}`);
    expect(JSON.stringify(error)).not.toContain('canary-value');
    expect(JSON.stringify(error)).not.toContain('12345678');
  });

  it('knows its targets', async () => {
    folder.yaml(prod);
    const error = await failure(folder.load({}, { target: 'prdo' }));
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
    writeFileSync(folder.path('limit.ts'), 'export const limit: number = 5;\n');
    writeFileSync(
      folder.path('vaultwright.config.ts'),
      `import { limit } from './limit.ts';\ninterface Own { maxRejects: number }\nconst own: Own = {\n  maxRejects: limit,\n};\nexport default { ...own,\n  peek: { rows: 0 } } satisfies object;\n`,
    );
    const loaded = await folder.load();
    expect(loaded.config).toMatchObject({ maxRejects: 5, peek: { rows: 0, maskPii: true } });
    expect(originOf(loaded, 'peek', 'rows')).toBe('vaultwright.config.ts:7');
  });

  it.each(['mjs', 'js'])('may be .%s', async (extension) => {
    writeFileSync(folder.path('package.json'), '{"type":"module"}');
    writeFileSync(folder.path(`vaultwright.config.${extension}`), 'export default { maxRejects: 6 };\n');
    expect((await folder.load()).config.maxRejects).toBe(6);
  });

  it('are named by --config, and relative paths start beside them', async () => {
    mkdirSync(folder.path('conf'));
    writeFileSync(
      folder.path('conf', 'my.yaml'),
      'source: { type: folder, path: in }\nrunFolder: runs\ndataSets: [./sets, "@scope/set"]\n',
    );
    writeFileSync(folder.path('conf', '.env'), 'VAULTWRIGHT_MAX_REJECTS=9\n');
    const loaded = await folder.load({}, { config: 'conf/my.yaml' });
    expect(resolveSource(loaded)).toEqual({ type: 'folder', path: folder.path('conf', 'in'), key: null });
    expect(loaded.config.runFolder).toBe(folder.path('conf', 'runs'));
    expect(loaded.config.dataSets).toEqual([folder.path('conf', 'sets'), '@scope/set']);
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
    for (const [name, text] of Object.entries(files)) writeFileSync(folder.path(name), text);
    const error = await failure(folder.load({}, flags));
    expect(error.code).toBe('E-CONFIG-FILE');
    expect(error.where).toContain(where);
  });

  it('an empty YAML file is an empty configuration', async () => {
    folder.yaml('# nothing yet\n');
    expect((await folder.load()).config.maxRejects).toBe(0);
  });

  it('an unreadable .env is an error, not an absent one', async () => {
    mkdirSync(folder.path('.env'));
    expect(await failure(folder.load())).toMatchObject({ code: 'E-CONFIG-FILE', found: 'EISDIR' });
  });
});
