import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckFailure, output } from './checks.mjs';
import { installTarballs } from './install-tarballs.mjs';

const mark = '// first.test.mjs';
const installLine = /^npm install --save-dev (.+)$/m;

/**
 * A team's first test, as the README of the test server has it: its install line, with the packed packages in place of
 * the published ones, into an empty folder, then its program.
 */
export function firstTeamTest(root, folder, libraries) {
  const text = readFileSync(join(root, 'libs/vertica-testkit/README.md'), 'utf8');
  const packages = (installLine.exec(text)?.[1] ?? '').split(' ');
  const others = packages.filter((name) => !name.startsWith('@vaultwright/'));
  if (others.length === packages.length || packages[0] === '')
    throw new CheckFailure('the README of vertica-testkit has no line that installs it');
  const program = [...text.matchAll(/^```[^\n]*\n([\s\S]*?)^```/gm)].find(([, body]) =>
    body?.startsWith(mark),
  )?.[1];
  if (program === undefined)
    throw new CheckFailure(`the README of vertica-testkit has no block that opens with "${mark}"`);
  installTarballs(folder, [...libraries.map(({ tarball }) => tarball), ...others]);
  writeFileSync(join(folder, 'first.test.mjs'), program);
  const printed = output(process.execPath, ['--test', '--test-reporter', 'tap', 'first.test.mjs'], folder);
  const passed = /^# pass (\d+)$/m.exec(printed)?.[1] ?? '0';
  if (passed === '0') throw new CheckFailure(`no test of the README ran:\n${printed}`);
  return `${passed} tests passed`;
}

/** The command of the installed package prints its help, and refuses what it does not know with code 1. */
export function testServerCommand(folder, name) {
  const bin = join(folder, 'node_modules', name, 'bin', 'vertica-testkit.js');
  if (!output(process.execPath, [bin, '--help'], folder).includes('--port'))
    throw new CheckFailure('vertica-testkit --help says nothing of --port');
  try {
    output(process.execPath, [bin, '--port', 'none'], folder);
  } catch (error) {
    if (error.message.includes('E-TESTKIT-ARGUMENT')) return 'help, and a refusal';
    throw error;
  }
  throw new CheckFailure('vertica-testkit --port none was accepted');
}
