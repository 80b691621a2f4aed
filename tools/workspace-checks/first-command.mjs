/**
 * Does what the README's first screen says, in a clean copy: clone, install, start, and start again.
 *
 * Usage: node tools/workspace-checks/first-command.mjs [--root <folder>]
 * The first start prints the published answer, the second one says that nothing is new and prints it again.
 * Exit code: 0 = both hold, 1 = something differs.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compareWithGolden } from './golden-answer.mjs';

/** How a start says that every source object was loaded before. */
const nothingNew = /source unchanged|nothing to do|nothing (?:is )?new/i;

/** Settings of the calling process that a person who follows the README would not have. */
const foreign = /^(?:CI|INIT_CWD|VAULTWRIGHT_.*|npm_(?:package|lifecycle|command|config_local_prefix).*)$/;
const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = values.root ?? fileURLToPath(new URL('../../', import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), 'vaultwright-first-'));
const copy = join(temporary, 'copy');
const faults = [];

/** Runs a command in the open; returns what it printed, or null when it failed. */
function step(title, command, args, cwd) {
  const started = Date.now();
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...environment, NO_COLOR: '1' },
  });
  const printed = `${stdout ?? ''}${stderr ?? ''}`;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `${title}: ${status === 0 ? 'ok' : `failed (${error?.message ?? `code ${status}`})`}, ${seconds} s`,
  );
  if (status === 0) return printed;
  console.log(printed.trimEnd().split('\n').slice(-40).join('\n'));
  faults.push(`${title} failed`);
  return null;
}

function checkAnswer(title, printed) {
  const differences = compareWithGolden(printed);
  console.log(differences.length === 0 ? `${title}: the ten groups are the published ones` : printed);
  faults.push(...differences.map((difference) => `${title}: ${difference}`));
}

function perform() {
  if (step('git clone', 'git', ['clone', '--quiet', '--no-hardlinks', root, copy], temporary) === null)
    return;
  const flags = ['install', '--prefer-offline', '--no-audit', '--no-fund'];
  if (step('npm install', 'npm', flags, copy) === null) return;
  const first = step('npm start', 'npm', ['start'], copy);
  if (first === null) return;
  checkAnswer('first start', first);
  if (nothingNew.test(first)) faults.push('first start: says that nothing is new');
  const second = step('npm start, again', 'npm', ['start'], copy);
  if (second === null) return;
  checkAnswer('second start', second);
  if (!nothingNew.test(second)) faults.push('second start: does not say that nothing is new');
}

perform();
rmSync(temporary, { recursive: true, force: true });
for (const fault of faults) console.log(fault);
console.log(`first command: ${faults.length === 0 ? 'works' : `${faults.length} faults`}`);
process.exitCode = faults.length === 0 ? 0 : 1;
