/**
 * Proves that the lock file serves every platform and that installing leaves it alone.
 *
 * Usage: node tools/workspace-checks/platforms.mjs [--root <folder>]
 * Works in temporary folders that hold the tracked manifests and the lock file and no source.
 * Prints one line per check; exit code 1 when one failed. The second npm is skipped, visibly, where it cannot be had.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { CheckFailure, Checks, output } from './packages/checks.mjs';
import { copyManifests } from './platforms/copy-manifests.mjs';
import { lockFaults } from './platforms/lock-faults.mjs';

const platforms = [
  ['darwin', 'arm64'],
  ['win32', 'x64'],
  ['linux', 'arm64'],
];
const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];

const { values } = parseArgs({ options: { root: { type: 'string' } } });
const root = values.root ?? fileURLToPath(new URL('../../', import.meta.url));
const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
const temporary = mkdtempSync(join(tmpdir(), 'vaultwright-platforms-'));
const checks = new Checks();
const here = { command: 'npm', before: [] };

/** Calls `use` with a fresh copy of the manifests, which is gone afterwards: an installation is large. */
function inCopy(use) {
  const folder = join(temporary, 'copy');
  try {
    copyManifests(root, folder);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function npm({ command, before }, args, folder) {
  output(command, [...before, ...args, ...flags], folder);
  if (readFileSync(join(folder, 'package-lock.json'), 'utf8') !== lock) {
    throw new CheckFailure(`npm ${args.join(' ')} changed package-lock.json`);
  }
}

function checkPlatform(os, cpu) {
  checks.run(`install for ${os} ${cpu}`, () =>
    inCopy((folder) => {
      npm(here, ['install', `--os=${os}`, `--cpu=${cpu}`], folder);
      const binding = `node_modules/@duckdb/node-bindings-${os}-${cpu}`;
      if (!existsSync(join(folder, binding))) throw new CheckFailure(`${binding} is not there`);
      return `${binding}, lock file unchanged`;
    }),
  );
}

/** `npm install` follows `npm ci` in one folder, as on a machine where work goes on. */
function checkUnchanged(program, version) {
  checks.run(`npm ${version}: ci, then install`, () =>
    inCopy((folder) => {
      npm(program, ['ci'], folder);
      npm(program, ['install'], folder);
      return 'lock file unchanged';
    }),
  );
}

/** Another major version of npm in a folder of its own; null, after a visible line, where it cannot be had. */
function installNpm(major) {
  const folder = join(temporary, `npm-${major}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  try {
    output('npm', ['install', `npm@${major}`, ...flags], folder);
  } catch (error) {
    console.log(`SKIPPED npm ${major}: it cannot be had; ${error.message.split('\n')[0]}`);
    return null;
  }
  return {
    command: process.execPath,
    before: [join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js')],
  };
}

function shown(faults) {
  const more = faults.length > 20 ? [`and ${faults.length - 20} more`] : [];
  return [...faults.slice(0, 20), ...more].join('\n');
}

const versionOf = ({ command, before }) => output(command, [...before, '--version'], temporary).trim();

try {
  checks.run('every entry of the lock file', () => {
    const faults = lockFaults(JSON.parse(lock));
    if (faults.length > 0) throw new CheckFailure(shown(faults));
    return 'has its optional packages and digest, and no libc field';
  });
  for (const [os, cpu] of platforms) checkPlatform(os, cpu);
  const version = versionOf(here);
  checkUnchanged(here, version);
  const other = installNpm(version.startsWith('10.') ? 11 : 10);
  if (other !== null) checkUnchanged(other, versionOf(other));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
console.log(`platforms: ${checks.passed} passed, ${checks.failed} failed`);
process.exitCode = checks.failed === 0 ? 0 : 1;
