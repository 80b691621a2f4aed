import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { runScript } from './run-script.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

type Licence = string | { readonly type: string } | null;

/** Installs made-up packages; `lightningcss` is there since its exception must fit something. */
function workspaceOf(
  installed: Readonly<Record<string, { readonly dev?: boolean; readonly license: Licence }>>,
) {
  const folder = mkdtempSync(join(tmpdir(), 'vaultwright-licences-'));
  made.push(folder);
  const all = { 'node_modules/lightningcss': { dev: true, license: 'MPL-2.0' }, ...installed };
  for (const [path, { license }] of Object.entries(all)) {
    mkdirSync(join(folder, path), { recursive: true });
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const manifest = { name, version: '1.0.0', ...(license === null ? {} : { license }) };
    writeFileSync(join(folder, path, 'package.json'), JSON.stringify(manifest));
  }
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages: lockOf(all) }));
  return folder;
}

/** The lock of made-up packages: the holder of the folder needs each of them, unless it is a tool. */
function lockOf(installed: Readonly<Record<string, { readonly dev?: boolean }>>) {
  const lock: Record<
    string,
    { version: string; dependencies: Record<string, string>; devDependencies: object }
  > = {};
  const entry = (path: string) =>
    (lock[path] ??= { version: '1.0.0', dependencies: {}, devDependencies: {} });
  for (const [path, { dev = false }] of Object.entries(installed)) {
    const [, holder = '', name = ''] = /^(?:(.*)\/)?node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    entry(path);
    Object.assign(entry(holder)[dev ? 'devDependencies' : 'dependencies'], { [name]: '*' });
  }
  return lock;
}

describe('the licence check', () => {
  it.each<[string, Licence, boolean, boolean]>([
    ['a runtime licence', 'MIT', false, true],
    ['a choice with one good side', '(GPL-3.0-only OR MIT)', false, true],
    ['both of two', 'MIT AND (BSD-3-Clause OR GPL-2.0)', false, true],
    ['an old form', { type: 'ISC' }, false, true],
    ['a tool licence for a tool', 'BlueOak-1.0.0', true, true],
    ['a tool licence for users', 'BlueOak-1.0.0', false, false],
    ['a strong copyleft', 'GPL-3.0-only', true, false],
    ['both of two, one bad', 'MIT AND GPL-3.0-only', false, false],
    ['no licence', null, true, false],
    ['free words', 'SEE LICENSE IN LICENSE', true, false],
    ['the excepted licence of another package', 'MPL-2.0', true, false],
  ])('%s', (_name, license, dev, allowed) => {
    const folder = workspaceOf({ 'node_modules/@scope/one': { license, dev } });
    const { code, lines } = runScript('licences.mjs', ['--root', folder]);
    expect(code).toBe(allowed ? 0 : 1);
    expect(lines).toHaveLength(allowed ? 1 : 2);
    if (!allowed) expect(lines[0]).toContain('node_modules/@scope/one @scope/one@1.0.0');
  });

  it('looks into nested folders and into folders of workspace packages', () => {
    const folder = workspaceOf({
      'node_modules/outer': { license: 'MIT' },
      'node_modules/outer/node_modules/inner': { license: 'GPL-2.0' },
      'libs/a/node_modules/own': { license: 'GPL-2.0' },
    });
    const { lines } = runScript('licences.mjs', ['--root', folder]);
    expect(lines.slice(0, -1).map((line) => line.split(' ')[0])).toEqual([
      'libs/a/node_modules/own',
      'node_modules/outer/node_modules/inner',
    ]);
  });

  it('does not except a tool that users would install', () => {
    const folder = workspaceOf({ 'node_modules/lightningcss': { license: 'MPL-2.0', dev: false } });
    expect(runScript('licences.mjs', ['--root', folder]).lines).toEqual([
      'node_modules/lightningcss lightningcss@1.0.0 runtime licence MPL-2.0',
      'exception lightningcss* MPL-2.0 fits nothing',
      expect.stringMatching(/2 findings$/),
    ]);
  });

  it('tells the tools of development, optional peers among them, from what users install', () => {
    const folder = workspaceOf({
      'libs/a/node_modules/driver': { license: 'MIT' },
      'libs/a/node_modules/driver/node_modules/driver-binary': { license: 'BlueOak-1.0.0' },
      'node_modules/runner': { license: 'MIT', dev: true },
      'node_modules/runner/node_modules/runner-binary': { license: 'BlueOak-1.0.0' },
    });
    const { lines } = runScript('licences.mjs', ['--root', folder]);
    expect(lines.slice(0, -1)).toEqual([
      expect.stringMatching(/driver-binary@1.0.0 runtime licence BlueOak-1.0.0$/),
    ]);
  });

  // Skipped where nothing is installed at the root, as in a packed copy of this folder.
  it.skipIf(!existsSync(join(root, 'node_modules')))('finds only allowed licences in this workspace', () => {
    const { code, lines } = runScript('licences.mjs', []);
    expect(lines.slice(0, -1)).toEqual([]);
    expect(code).toBe(0);
  });
});
