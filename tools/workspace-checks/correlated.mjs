/**
 * Counts correlated subqueries in the rendered Vertica SQL, read by sqlglot: a second parser beside the lint's own.
 *
 * Usage: node tools/workspace-checks/correlated.mjs [--root <folder>] [--json] [<folder or file> ...]
 * Without places: the reviewed SQL of the adapter (each concept example among it) and of the apps.
 * Exit code: 0 = every statement was read and every correlation is a plain equality, or no Python with pip is here (said
 * in so many words); 1 = findings.
 * The Python package goes to a folder of its own below `.vaultwright`. What a planner does no parser proves.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { classes, findingLine, judgeSubqueries, misread } from './correlated/judge-subqueries.mjs';

const version = '30.30.0';
const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { root: { type: 'string' }, json: { type: 'boolean', default: false } },
});
const root = resolve(values.root ?? fromHere('../../'));
const home = fromHere(`../../.vaultwright/sqlglot-${version}`);
const python = join(home, 'bin', 'python');

/** Folders of reviewed SQL: those of the adapter, and one of each app that reviews SQL for Vertica. */
function goldenFolders() {
  const apps = join(root, 'apps');
  const ofApps = existsSync(apps) ? readdirSync(apps).map((app) => `apps/${app}/test/golden-vertica`) : [];
  return ['libs/vertica-adapter/test/golden', ...ofApps].map((path) => join(root, path)).filter(existsSync);
}

function sqlFiles(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true }).filter((name) => name.endsWith('.sql'));
  return names.toSorted((left, right) => (left < right ? -1 : 1)).map((name) => join(path, name));
}

/** Concept examples that nobody rendered for Vertica. */
function unrendered() {
  const examples = join(root, 'docs/concepts/examples');
  if (positionals.length > 0 || !existsSync(examples)) return [];
  const names = readdirSync(examples).filter((name) => name.endsWith('.ts'));
  const rendered = (name) =>
    join(root, 'libs/vertica-adapter/test/golden/concepts', name.replace(/\.ts$/, '.sql'));
  return names.filter((name) => !existsSync(rendered(name)));
}

/** Returns why sqlglot cannot be had, or null. */
function install() {
  const mark = join(home, 'installed');
  if (existsSync(mark)) return null;
  const made = spawnSync('python3', ['-m', 'venv', home], { encoding: 'utf8' });
  if (made.status !== 0) return firstLine(made.error?.message ?? made.stderr, 'python3 -m venv failed');
  const options = ['--quiet', '--disable-pip-version-check', `sqlglot==${version}`];
  const installed = spawnSync(python, ['-m', 'pip', 'install', ...options], { encoding: 'utf8' });
  if (installed.status === 0) {
    writeFileSync(mark, '');
    return null;
  }
  rmSync(home, { recursive: true, force: true });
  return firstLine(installed.error?.message ?? installed.stderr, 'pip install failed');
}

function firstLine(text, otherwise) {
  return (text ?? '').split('\n').find((line) => line.trim() !== '') ?? otherwise;
}

function read(files) {
  const { stdout, stderr, status } = spawnSync(
    python,
    ['-B', fromHere('correlated/find_correlated.py'), ...files],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  if (status !== 0) throw new Error(`sqlglot did not read the files: ${stderr.trim().split('\n').at(-1)}`);
  return JSON.parse(stdout).map(({ file, statements }) => ({ file: relative(root, file), statements }));
}

function print(result, missing) {
  for (const name of missing) console.log(`${name}: not rendered for Vertica`);
  for (const finding of result.findings) console.log(findingLine(finding));
  const counted = Object.entries(result.counts).filter(([, count]) => count > 0);
  for (const [name, count] of counted) console.log(`${String(count).padStart(5)} ${name}: ${classes[name]}`);
  console.log(
    `sqlglot ${version}: ${result.files} files, ${result.statements} statements, ${result.queries} with a query; ` +
      `${result.subqueries} subqueries, ${result.correlated} correlated, ${result.equalityOnly} of them by equality only; ` +
      `${result.refused} expected to be refused, in ${result.refusedStatements} statements`,
  );
}

const places = positionals.length > 0 ? positionals.map((path) => resolve(path)) : goldenFolders();
const files = places.flatMap(sqlFiles);
const skipped = install();
if (skipped !== null) {
  console.log(`sqlglot: SKIPPED, ${files.length} files not read: ${skipped}`);
  console.log('sqlglot: to enable, install python3 with venv and pip, and let pip reach a package index');
} else {
  const wrong = misread(read([fromHere('correlated/cases.sql')]));
  if (wrong.length > 0) throw new Error(`sqlglot ${version} is not understood any more: ${wrong.join('; ')}`);
  const result = judgeSubqueries(files.length === 0 ? [] : read(files));
  const missing = unrendered();
  if (values.json) console.log(JSON.stringify({ ...result, unrendered: missing }, null, 2));
  else print(result, missing);
  if (files.length === 0) console.log(`sqlglot: no SQL file was found below ${root}`);
  process.exitCode = result.findings.length + missing.length > 0 || files.length === 0 ? 1 : 0;
}
