import { mkdirSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { configFolder, failure, originOf, prod } from '../fixtures/config-folder.ts';
import { createRedactor } from '../redaction.ts';
import { loadConfig } from './load-config.ts';
import { resolveSource, resolveTarget } from './resolve-environment.ts';

const folder = configFolder();

describe('references to variables', () => {
  it('of another target never stop a run', async () => {
    folder.yaml(prod);
    const loaded = await folder.load(
      { VERTICA_HOST: 'h', VERTICA_PASSWORD: 'test-password' },
      { target: 'prod' },
    );
    expect(resolveTarget(loaded).settings).toEqual({
      host: 'h',
      database: 'dwh',
      password: 'test-password',
      port: 5433,
    });
    // not even a wrong one
    await folder.load(
      { VAULTWRIGHT_TARGETS__OLD__ADAPTER: '', VAULTWRIGHT_TARGETS__NOWHERE__X: '1' },
      { target: 'demo' },
    );
  });

  it('that are missing are listed all at once, by name and place', async () => {
    folder.yaml(`${prod}source: { type: s3, bucket: b, endpointEnv: MY_ENDPOINT }\n`);
    const loaded = await folder.load({ VERTICA_HOST: '' }, { target: 'prod' });
    const error = await failure(() => resolveTarget(loaded));
    expect(error).toMatchObject({ code: 'E-CONFIG-ENV', family: 'configuration', retryable: false });
    expect(error.title).toContain('2 settings missing');
    expect(error.details).toHaveLength(2);
    expect(error.details[0]).toMatch(
      /^targets\.prod\.host +set VERTICA_HOST +\(vaultwright\.config\.yaml:5\)$/,
    );
    expect(error.details[1]).toMatch(/^targets\.prod\.password +set VERTICA_PASSWORD +\(secret, /);
    expect(error.fix).toContain('--target demo');
    const ofSource = await failure(() => resolveSource(loaded));
    expect(ofSource.details[0]).toMatch(/^source\.endpoint +set MY_ENDPOINT/);
  });

  it('are found in .env, and the redactor learns the secrets among them', async () => {
    folder.yaml(prod);
    folder.dotEnv('VERTICA_HOST=h\nVERTICA_PASSWORD=canary\n');
    const redactor = createRedactor();
    const loaded = await loadConfig({
      workingFolder: folder.path(),
      environment: {},
      flags: { target: 'prod' },
      redactor,
    });
    expect(resolveTarget(loaded).settings['password']).toBe('canary');
    expect(redactor.text('it is canary at h')).toBe('it is [redacted] at h');
  });

  it('beside a value for the same setting are a contradiction', async () => {
    folder.yaml('targets: { prod: { adapter: a, host: h, hostEnv: HOST } }');
    const error = await failure(folder.load());
    expect(error.code).toBe('E-CONFIG-VALUE');
    expect(error.details[0]).toContain('targets.prod.host  given beside hostEnv');
  });
});

describe('the source', () => {
  const s3 = 'source: { type: s3, bucket: conf, prefix: p/, region: r, compatible: true }\n';

  it('is the configured one, with the credentials of the ecosystem when they are in reach', async () => {
    folder.yaml(s3);
    folder.dotEnv('AWS_ACCESS_KEY_ID=test-access-key\nAWS_SECRET_ACCESS_KEY=test-secret-key\n');
    expect(resolveSource(await folder.load({ AWS_ENDPOINT_URL_S3: 'https://s3.example.org' }))).toEqual({
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
    folder.yaml('source: { type: s3, bucket: b, accessKeyIdEnv: MY_ID, secretAccessKeyEnv: MY_KEY }\n');
    const others = { AWS_ACCESS_KEY_ID: 'other-access-key', AWS_SECRET_ACCESS_KEY: 'other-secret-key' };
    expect((await failure(folder.load(others).then(resolveSource))).code).toBe('E-CONFIG-ENV');
    const own = {
      ...others,
      AWS_SESSION_TOKEN: 'other-session',
      MY_ID: 'test-access-key',
      MY_KEY: 'test-secret-key',
    };
    expect(resolveSource(await folder.load(own))).toMatchObject({
      credentials: { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-key' },
    });
    expect(JSON.stringify(resolveSource(await folder.load(own)))).not.toContain('other-');
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
    folder.yaml(s3);
    expect(resolveSource(await folder.load({}, { source }))).toMatchObject(expected);
  });

  it('may be a folder of the command line, relative to where the command was typed', async () => {
    mkdirSync(folder.path('conf'));
    writeFileSync(folder.path('conf', 'c.yaml'), s3);
    const loaded = await folder.load({}, { config: 'conf/c.yaml', source: { location: 'samples' } });
    expect(resolveSource(loaded)).toEqual({ type: 'folder', path: folder.path('samples'), key: null });
    expect(originOf(loaded, 'source', 'path')).toBe('--source');
  });

  it('a bucket of the environment takes the place of a configured folder', async () => {
    folder.yaml('source: { type: folder, path: in }');
    const environment = { VAULTWRIGHT_SOURCE__TYPE: 's3', VAULTWRIGHT_SOURCE__BUCKET: 'b' };
    expect(resolveSource(await folder.load(environment))).toMatchObject({ type: 's3', bucket: 'b' });
  });

  it.each([
    [{ location: 'in', bucket: 'b' }, 'E-USAGE-OPTION'],
    [{ location: 's3://b/p', prefix: 'q' }, 'E-USAGE-OPTION'],
    [{ location: 'ftp://host/x' }, 'E-USAGE-OPTION'],
    [{ location: 's3://id:canary-value@bucket' }, 'E-USAGE-SECRET'],
    [{ bucket: 'b', endpoint: 'https://id:canary-value@host' }, 'E-USAGE-SECRET'],
    [{ prefix: 'q' }, 'E-CONFIG-VALUE'],
  ])('flags %j are refused', async (source, code) => {
    const error = await failure(folder.load({}, { source }));
    expect(error.code).toBe(code);
    expect(JSON.stringify(error)).not.toContain('canary-value');
  });

  it('that nobody names is E-CONFIG-SOURCE, and only when it is needed', async () => {
    const loaded = await folder.load();
    expect((await failure(() => resolveSource(loaded))).code).toBe('E-CONFIG-SOURCE');
    resolveTarget(loaded);
  });
});
