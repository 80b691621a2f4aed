/**
 * Parses the reviewed Vertica SQL with sqlfluff's Vertica grammar: an opinion that is not ours, though no proof.
 *
 * Usage: node tools/workspace-checks/sqlfluff.mjs [--root <folder>]
 * Exit code: 0 = everything was read, or no Python with pip is here (said in so many words); 1 = findings.
 * Python packages go to a folder of their own below `.vaultwright`. What the grammar cannot read although it is right is
 * listed with a reason in `sqlfluff-exceptions.json`.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judge } from './sqlfluff/find-unparsable.mjs';

const version = '4.5.0';

const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = values.root ?? fromHere('../../');
const home = fromHere(`../../.vaultwright/sqlfluff-${version}`);

/** Folders of reviewed SQL: one of the adapter, one of each app that reviews SQL for Vertica. */
function goldenFolders() {
  const owners = [
    ['libs/vertica-adapter', 'golden'],
    ...childrenOf('apps').map((app) => [app, 'golden-vertica']),
  ];
  return owners.map(([owner, name]) => join(root, owner, 'test', name)).filter(existsSync);
}

function sqlFiles(folder) {
  return readdirSync(folder, { recursive: true }).filter((path) => path.endsWith('.sql'));
}

function childrenOf(folder) {
  const path = join(root, folder);
  return existsSync(path) ? readdirSync(path).map((name) => `${folder}/${name}`) : [];
}

/** Returns why sqlfluff cannot be had, or null. */
function install() {
  const program = join(home, 'bin', 'sqlfluff');
  if (existsSync(program)) return null;
  const made = spawnSync('python3', ['-m', 'venv', home], { encoding: 'utf8' });
  if (made.status !== 0) return firstLine(made.error?.message ?? made.stderr, 'python3 -m venv failed');
  const pip = [join(home, 'bin', 'pip'), 'install', '--quiet', '--disable-pip-version-check'];
  const installed = spawnSync(pip[0], [...pip.slice(1), `sqlfluff==${version}`], { encoding: 'utf8' });
  if (installed.status === 0) return null;
  rmSync(home, { recursive: true, force: true });
  return firstLine(installed.error?.message ?? installed.stderr, 'pip install failed');
}

function firstLine(text, otherwise) {
  return (text ?? '').split('\n').find((line) => line.trim() !== '') ?? otherwise;
}

/** The grammar takes ON COMMIT after segmentation; vendor documentation 11.0 has it before, and so have we. */
function inGrammarOrder(sql) {
  return sql.replaceAll(/(on commit delete rows)\n(segmented by [^;]+);/g, '$2\n$1;');
}

/** Every file below a golden folder as sqlfluff reads it. */
function parse(golden) {
  const folder = mkdtempSync(join(tmpdir(), 'vaultwright-sqlfluff-'));
  try {
    const config = join(folder, 'sqlfluff.cfg');
    // Each `?` is read as a number; a text that holds one is changed, which no parser minds.
    const templater = '[sqlfluff:templater:placeholder]\nparam_style = question_mark\n';
    writeFileSync(
      config,
      `[sqlfluff]\nlarge_file_skip_byte_limit = 0\ntemplater = placeholder\n${templater}`,
    );
    const copy = join(folder, 'sql');
    for (const path of sqlFiles(golden)) {
      mkdirSync(dirname(join(copy, path)), { recursive: true });
      writeFileSync(join(copy, path), inGrammarOrder(readFileSync(join(golden, path), 'utf8')));
    }
    const options = ['--dialect', 'vertica', '--config', config, '--format', 'json'];
    const { stdout, stderr, error } = spawnSync(join(home, 'bin', 'sqlfluff'), ['parse', ...options, copy], {
      encoding: 'utf8',
      maxBuffer: 1 << 30,
    });
    if (error) throw error;
    if (!stdout.startsWith('[')) throw new Error(`sqlfluff printed no JSON: ${firstLine(stderr, 'nothing')}`);
    return JSON.parse(stdout).map((file) => ({
      ...file,
      filepath: join(relative(root, golden), relative(copy, file.filepath)),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const folders = goldenFolders();
const count = folders.flatMap(sqlFiles).length;
const missing = install();
if (missing !== null) {
  console.log(`sqlfluff: SKIPPED, ${count} files not parsed: ${missing}`);
  console.log('sqlfluff: to enable, install python3 with venv and pip, and let pip reach a package index');
} else {
  const exceptions = JSON.parse(readFileSync(fromHere('sqlfluff-exceptions.json'), 'utf8'));
  const parsed = folders.flatMap(parse);
  const { findings, allowed } = judge(parsed, values.root === undefined ? exceptions : []);
  if (parsed.length !== count) findings.push(`${count} files are there, ${parsed.length} were parsed`);
  if (count === 0) findings.push('no golden file was found');
  for (const finding of findings) console.log(finding);
  console.log(
    `sqlfluff ${version}: ${parsed.length} files, ${findings.length} findings, ${allowed} exceptions used`,
  );
  process.exitCode = findings.length === 0 ? 0 : 1;
}
