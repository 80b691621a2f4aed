import { describe, expect, it } from 'vitest';
import { configFolder, prod } from '../fixtures/config-folder.ts';
import { describeConfig } from './describe-config.ts';

const folder = configFolder();

describe('config show', () => {
  it('lists every setting with value and origin, and no secret', async () => {
    folder.yaml(`${prod}maxRejects: 2\n`);
    folder.dotEnv('\nVERTICA_PASSWORD=canary-value\n');
    const environment = { VERTICA_HOST: 'db.example.org', VAULTWRIGHT_TARGETS__PROD__TOKEN: 'canary-value' };
    const report = describeConfig(await folder.load(environment, { target: 'prod' }));
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
