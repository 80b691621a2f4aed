import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** One mistake per line; the comment names the rule that must refuse it. */
const mistakes = `import { Buffer } from 'node:buffer'; // consistent-type-imports
const later = async (): Promise<number> => Promise.resolve(1);
later(); // no-floating-promises
[1].forEach(async () => { await later(); }); // no-misused-promises
export const now = await later; // await-thenable
export const loose = (value: any): unknown => value; // no-explicit-any
const unused = 1; // no-unused-vars
if (loose(1) === NaN) await later(); // use-isnan
export const size = (bytes: Buffer): number => bytes.length;
`;

describe('the lint settings', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vaultwright-lint-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuse each mistake with exit code 1', () => {
    const options = {
      target: 'es2022',
      module: 'nodenext',
      strict: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'mistakes.ts'), mistakes);
    const bin = join(root, 'node_modules/.bin/oxlint');
    const args = ['--type-aware', '--config', join(root, '.oxlintrc.json'), '--format', 'unix', folder];
    const { status, stdout } = spawnSync(bin, args, { encoding: 'utf8', cwd: root });
    const found = stdout.split('\n').flatMap((line) => {
      const hit = /:(\d+):\d+: .*\[Error\/[\w-]+\(([\w-]+)\)\]$/.exec(line);
      return hit === null ? [] : [`${hit[1]} ${hit[2]}`];
    });
    const expected = mistakes.split('\n').flatMap((line, index) => {
      const rule = /\/\/ ([\w-]+)$/.exec(line)?.[1];
      return rule === undefined ? [] : [`${index + 1} ${rule}`];
    });
    expect(found.sort()).toEqual(expected.sort());
    expect(status).toBe(1);
  });
});
