import { describe, expect, it } from 'vitest';
import { configFolder, failure, prod } from '../fixtures/config-folder.ts';
import { resolveTarget } from './resolve-environment.ts';

const folder = configFolder();

describe('variables that name settings', () => {
  it('reach into the selected target, with the type of what they replace', async () => {
    folder.yaml(`${prod}`);
    const loaded = await folder.load(
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
    folder.yaml(prod);
    const environment = { VAULTWRIGHT_TARGETS__PROD__HOST: 'direct', VERTICA_PASSWORD: 'test-password' };
    const { settings } = resolveTarget(await folder.load(environment, { target: 'prod' }));
    expect(settings['host']).toBe('direct');
    expect(settings).not.toHaveProperty('hostEnv');
  });

  it('can define a target of their own', async () => {
    const environment = {
      VAULTWRIGHT_TARGET: 'ci',
      VAULTWRIGHT_TARGETS__CI__ADAPTER: '@vaultwright/postgres-adapter',
      VAULTWRIGHT_TARGETS__CI__SSL: 'false',
    };
    expect(resolveTarget(await folder.load(environment))).toEqual({
      name: 'ci',
      adapter: '@vaultwright/postgres-adapter',
      settings: { ssl: false },
    });
  });

  it('that are nearly right are refused, that are foreign are mentioned', async () => {
    const error = await failure(folder.load({ VAULTWRIGHT_MAX_REJECT: '3' }));
    expect(error.code).toBe('E-CONFIG-KEY');
    expect(error.details[0]).toContain('did you mean "maxRejects"?');
    expect(error.details[0]).toContain('VAULTWRIGHT_MAX_REJECT');
    const loaded = await folder.load({ VAULTWRIGHT_IMAGE_TAG: 'x' });
    expect(loaded.warnings).toEqual([expect.stringContaining('VAULTWRIGHT_IMAGE_TAG')]);
  });

  it('with a wrong value are named, the value is not', async () => {
    const error = await failure(folder.load({ VAULTWRIGHT_PEEK__ROWS: 'canary-value' }));
    expect(error.code).toBe('E-CONFIG-VALUE');
    expect(error.where).toBe('environment VAULTWRIGHT_PEEK__ROWS');
    expect(error.message + error.details.join()).not.toContain('canary-value');
  });
});
