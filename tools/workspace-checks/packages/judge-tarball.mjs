import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { output } from './checks.mjs';

/** The path of a tool's program, wherever npm put the package. */
export function toolPath(root, name, bin) {
  const manifestPath = createRequire(join(root, 'package.json')).resolve(`${name}/package.json`);
  const { bin: bins } = JSON.parse(readFileSync(manifestPath, 'utf8'));
  return join(dirname(manifestPath), typeof bins === 'string' ? bins : bins[bin]);
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
