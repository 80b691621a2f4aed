import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstLine, runProgram } from './run-program.mjs';

const homes = fileURLToPath(new URL('../../../.vaultwright/client-suites', import.meta.url));

/**
 * A folder of its own with Python packages in exact versions, made once.
 *
 * Shape: `missing` = why it cannot be had, or null; `program` gives the path of a program in it.
 */
export async function pythonHome(name, packages) {
  const home = join(homes, name);
  const program = (command) => join(home, 'bin', command);
  const mark = join(home, 'installed');
  if (existsSync(mark)) return { home, program, missing: null };
  const made = await runProgram('python3', ['-m', 'venv', home]);
  if (made.code !== 0) return { home, program, missing: firstLine(made.err, 'python3 -m venv failed') };
  const flags = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages];
  const installed = await runProgram(program('python'), flags);
  if (installed.code === 0) {
    writeFileSync(mark, '');
    return { home, program, missing: null };
  }
  rmSync(home, { recursive: true, force: true });
  return { home, program, missing: firstLine(installed.err, 'pip install failed') };
}
