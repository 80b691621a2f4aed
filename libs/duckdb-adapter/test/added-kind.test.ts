import { cpSync, copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { VaultDriver } from '@vaultwright/datavault-conformance';
import type * as core from '@vaultwright/datavault-core';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import { openDuckDb } from '../src/open-duckdb.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** A copy of the core, to which one kind was added: its file, and its line in the list of kinds. */
function coreWithKind(folder: string): string {
  cpSync(join(root, 'libs/datavault-core/src'), join(folder, 'src'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const kind = fileURLToPath(new URL('./added-kind/word-list.ts.txt', import.meta.url));
  copyFileSync(kind, join(folder, 'src/kinds/insert-once/word-list.ts'));
  const list = join(folder, 'src/vault/kinds.ts');
  const line = "export { wordList } from '../kinds/insert-once/word-list.ts';\n";
  writeFileSync(list, `${readFileSync(list, 'utf8')}${line}`);
  return pathToFileURL(join(folder, 'src/index.ts')).href;
}

describe('a kind that an author adds by one file and one line', () => {
  let folder: string;
  let warehouse: Warehouse;
  let driver: VaultDriver;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'vaultwright-added-kind-'));
    const extended = (await import(coreWithKind(folder))) as typeof core;
    vi.doMock('@vaultwright/datavault-core', () => extended);
    const conformance = await import('@vaultwright/datavault-conformance');
    const { defineHub, defineSource, parseVault, text } = extended;
    const source = defineSource('articles', { columns: { id: text(20), topic: text(20).nullable() } });
    const hub = defineHub('h_article', { from: source, businessKey: { article: 'id' } });
    const vault = parseVault({
      name: 'articles',
      sources: [source.contract],
      entities: [hub.definition, { kind: 'wordList', name: 'l_topic', from: 'articles', word: 'topic' }],
    });
    warehouse = await openDuckDb({ path: ':memory:' });
    driver = await conformance.VaultDriver.open(vault, warehouse);
  });
  afterAll(async () => {
    await driver.session.close();
    await warehouse.close();
    vi.doUnmock('@vaultwright/datavault-core');
    rmSync(folder, { recursive: true, force: true });
  });

  it('is planned, loaded, counted and checked like every other', async () => {
    const first = await driver.load('articles', [
      ['a', 'cats'],
      ['b', 'cats'],
      ['c', null],
    ]);
    expect(first.get('l_topic')).toMatchObject({ read: 3n, inserted: 1n, duplicate: 1n, nullKey: 1n });
    const second = await driver.load('articles', [
      ['a', 'dogs'],
      ['d', 'cats'],
    ]);
    expect(second.get('l_topic')).toMatchObject({ read: 2n, inserted: 1n, known: 1n });
    expect(await driver.rows('l_topic', ['topic'])).toEqual([{ topic: 'cats' }, { topic: 'dogs' }]);
  });
});
