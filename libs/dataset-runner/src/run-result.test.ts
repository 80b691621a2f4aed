import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { aRunProfile } from './fixtures/a-run-profile.ts';
import { aRunResult } from './fixtures/a-run-result.ts';
import { runResultSchema } from './run-result.ts';

describe('vaultwright.run/1', () => {
  it('accepts a result that went through JSON', () => {
    for (const result of [aRunResult(), aRunResult({ profile: aRunProfile() })])
      expect(runResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  it.each([
    ['an unknown member', { surprise: 1 }],
    ['another version', { schema: 'vaultwright.run/2' }],
    ['an unknown status', { status: 'fine' }],
    ['negative counts', { rows: { read: -1, loaded: 0, rejected: 0, blank: 0 } }],
    ['a local time', { startedAt: '2026-01-01T00:00:00' }],
    ['an impossible exit code', { exitCode: 256 }],
    ['a profile of something else', { profile: { ...aRunProfile(), phases: [{ phase: 'lunch' }] } }],
  ])('refuses %s', (_, parts) => {
    expect(runResultSchema.safeParse({ ...aRunResult(), ...parts }).success).toBe(false);
  });

  it('can be published as JSON Schema', () => {
    expect(z.toJSONSchema(runResultSchema)).toMatchObject({ type: 'object', additionalProperties: false });
  });
});
