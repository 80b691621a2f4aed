/**
 * Packs the libraries, judges the tarballs and uses them as a stranger would. Needs a build.
 *
 * Usage: node tools/workspace-checks/packages.mjs [--root <folder>]
 * Prints one line per check; exit code 1 when one failed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Checks } from './packages/checks.mjs';
import { explainCode } from './packages/explain-code.mjs';
import { checkTree, installTarballs, listInstalled } from './packages/install-tarballs.mjs';
import { runAttw, runPublint } from './packages/judge-tarball.mjs';
import { firstTeamTest, testServerCommand } from './packages/first-team-test.mjs';
import { listEntries, loadEntry, oneErrorClass } from './packages/load-entries.mjs';
import { checkContents, packLibrary } from './packages/pack-library.mjs';
import { runConsumer } from './packages/readme-consumer.mjs';
import { typeCheckConsumer } from './packages/type-check-consumer.mjs';

const libraries = [
  'libs/datavault-core',
  'libs/datavault-conformance',
  'libs/csv-intake',
  'libs/s3-source',
  'libs/duckdb-adapter',
  'libs/vertica-testkit',
  'libs/vertica-adapter',
  'libs/dataset-runner',
];
const core = 'libs/datavault-core';
const used = [core, 'libs/s3-source', 'libs/duckdb-adapter'];
const runner = 'libs/dataset-runner';
const command = [core, 'libs/csv-intake', 'libs/s3-source', runner];

const testkit = 'libs/vertica-testkit';
const team = [core, testkit];

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = values.root ?? fileURLToPath(new URL('../../', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'vaultwright-packages-'));
const checks = new Checks();

const packed = new Map();
for (const folder of libraries) {
  checks.run(`${folder} packs`, () => {
    packed.set(folder, packLibrary(root, folder, temporary));
    return checkContents(packed.get(folder));
  });
  const library = packed.get(folder);
  if (library === undefined) continue;
  checks.run(`${folder} publint`, () => runPublint(root, library.tarball));
  checks.run(`${folder} attw node16`, () => runAttw(root, library.tarball));
}

const alone = join(temporary, 'core-alone');
if (packed.has(core)) {
  checks.run('datavault-core brings zod and nothing else', () => {
    installTarballs(alone, [packed.get(core).tarball]);
    return checkTree(alone, ['@vaultwright/datavault-core', 'zod']);
  });
}

const together = join(temporary, 'consumer');
const chosen = used.filter((folder) => packed.has(folder)).map((folder) => packed.get(folder));
const installed = checks.run('core, s3-source and duckdb-adapter install into an empty folder', () => {
  installTarballs(
    together,
    chosen.map(({ tarball }) => tarball),
  );
  return listInstalled(together).join(', ');
});
if (installed !== undefined) {
  const entries = listEntries(chosen);
  for (const entry of entries) {
    checks.run(`import ${entry.specifier}`, () => loadEntry(together, entry, 'import'));
    checks.run(`require ${entry.specifier}`, () => loadEntry(together, entry, 'require'));
  }
  checks.run('the entries of the core share one error class, in CommonJS too', () => oneErrorClass(together));
  // An entry named after a peer is for people who have that peer; its types may speak of it.
  const free = entries.filter(
    ({ ownPeers, specifier }) => !ownPeers.some((peer) => specifier.endsWith(`/${peer}`)),
  );
  checks.run('types of an ES module consumer', () => typeCheckConsumer(root, together, free, 'mts'));
  checks.run('types of a CommonJS consumer', () => typeCheckConsumer(root, together, free, 'cts'));
  checks.run('the consumer program of the README', () => runConsumer(root, together));
}

if (command.every((library) => packed.has(library))) {
  checks.run('vaultwright explain, from the installed dataset-runner', () => {
    const folder = join(temporary, 'command');
    installTarballs(
      folder,
      command.map((library) => packed.get(library).tarball),
    );
    return explainCode(folder, packed.get(runner).name);
  });
}

if (team.every((library) => packed.has(library))) {
  const folder = join(temporary, 'team');
  const libraries = team.map((library) => packed.get(library));
  const ran = checks.run("a team's first test, from the README of vertica-testkit", () =>
    firstTeamTest(root, folder, libraries),
  );
  if (ran !== undefined)
    checks.run('vertica-testkit, from the installed package', () =>
      testServerCommand(folder, packed.get(testkit).name),
    );
}

rmSync(temporary, { recursive: true, force: true });
console.log(`packages: ${checks.passed} passed, ${checks.failed} failed`);
process.exitCode = checks.failed === 0 ? 0 : 1;
