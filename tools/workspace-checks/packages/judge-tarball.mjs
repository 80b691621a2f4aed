import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { output } from './checks.mjs';

/** The program of a development tool of the workspace. */
export function toolPath(root, name, bin) {
  const folder = join(root, 'node_modules', name);
  const { bin: bins } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bins === 'string' ? bins : bins[bin]);
}

/** publint without a message: exports, formats and files fit together. */
export function runPublint(root, tarball) {
  output(process.execPath, [toolPath(root, 'publint', 'publint'), 'run', tarball, '--strict'], root);
}

/** Are the types wrong, for every resolution except the legacy one of Node 10. */
export function runAttw(root, tarball) {
  const flags = ['--profile', 'node16', '--no-emoji', '--no-color', '--format', 'ascii'];
  output(process.execPath, [toolPath(root, '@arethetypeswrong/cli', 'attw'), tarball, ...flags], root);
}
