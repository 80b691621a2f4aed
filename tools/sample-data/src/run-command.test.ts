import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from './run-command.ts';
import type { SocialManifest } from './social/social-manifest.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sample-data-command-'));
});
afterAll(() => rm(root, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string[]; error: string[] }> {
  const [out, error]: [string[], string[]] = [[], []];
  const code = await runCommand(args, { out: (line) => out.push(line), error: (line) => error.push(line) });
  return { code, out, error };
}

describe('sample-data', () => {
  it('prints a line for each file, then whether it wrote', async () => {
    const args = [
      'social',
      '--preset',
      'S',
      '--out',
      join(root, 's'),
      '--seed',
      '7',
      '--defects',
      'rows,bom',
    ];
    const first = await run(...args);
    expect(first).toMatchObject({ code: 0, error: [] });
    expect(first.out[0]).toMatch(/^users\.csv rows=\d+ bytes=\d+ sha256=[0-9a-f]{64}$/);
    expect(first.out.map((line) => line.split(' ')[0])).toEqual([
      'users.csv',
      'groups.csv',
      'dialogs.csv',
      'group_log.csv',
      'file-defects/dialogs-base.csv',
      'file-defects/dialogs-bom.csv',
      'truth.json',
      'manifest.json',
    ]);
    expect(first.out.at(-1)).toBe('manifest.json written');
    expect((await run(...args)).out).toEqual([...first.out.slice(0, -1), 'manifest.json unchanged']);
  });

  it('passes every option on', async () => {
    const flags = ['--day', '2', '--no-quotes', '--tie', '--float-vintage', '--defects', 'none'];
    expect(await run('social', '--preset', 'S', '--out', join(root, 'all'), ...flags)).toMatchObject({
      code: 0,
    });
    const manifest = JSON.parse(await readFile(join(root, 'all', 'manifest.json'), 'utf8')) as SocialManifest;
    expect(manifest.recipe).toMatchObject({
      preset: 'S',
      seed: 1,
      day: 2,
      defects: [],
      quotes: false,
      tie: true,
      floatVintage: true,
    });
    expect(await readFile(join(root, 'all', 'dialogs.csv'), 'utf8')).not.toContain('"');
    expect(await readFile(join(root, 'all', 'users.csv'), 'utf8')).toMatch(/,\d+\.0\n/);
  });

  it.each([
    [['--preset', 'S', '--out', 'x'], 'no data set'],
    [['sales', '--preset', 'S', '--out', 'x'], 'sales'],
    [['social', '--out', 'x'], '--preset missing'],
    [['social', '--preset', 'S'], 'no --out'],
    [['social', '--preset', 'S', '--out', 'x', '--scale', '2'], '--scale'],
    [['social', '--preset', 'S', '--out', 'x', '--seed', '1.5'], '--seed 1.5'],
    [['social', '--preset', 'S', '--out', 'x', '--day', '4'], '--day 4'],
    [['social', '--preset', 'S', '--out', 'x', '--defects', 'bad-dates'], 'bad-dates'],
  ])('refuses %j', async (args, named) => {
    const { code, out, error } = await run(...args);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(error.join('\n')).toContain(named);
    expect(error.join('\n')).toMatch(/allowed .*; fix: /);
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    expect(code).toBe(0);
    for (const option of ['--preset', '--out', '--seed', '--day', '--no-quotes', '--defects', '--tie']) {
      expect(out.join('\n')).toContain(option);
    }
  });
});
