import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { CheckFailure, output } from './checks.mjs';

/**
 * Packs a library as `npm publish` would.
 *
 * @returns {{ name: string, tarball: string, files: string[], manifest: object }}
 */
export function packLibrary(root, folder, target) {
  const flags = ['pack', '--json', '--ignore-scripts', '--pack-destination', target];
  const [packed] = JSON.parse(output('npm', flags, join(root, folder)));
  return {
    name: packed.name,
    tarball: join(target, packed.filename.replace(/^@/, '').replace('/', '-')),
    files: packed.files.map(({ path }) => path),
    manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
  };
}

const unwanted = /\.test\.[cm]?[jt]s$|(?:^|\/)(?:fixtures|test|bench|node_modules)\/|\.tsbuildinfo$/;

/** Everything an entry points at is in the tarball, with a readme and a licence, and no test is. */
export function checkContents({ files, manifest }) {
  const targets = [...Object.values(manifest.exports ?? {}), ...Object.values(manifest.bin ?? {})].flatMap(
    leaves,
  );
  const missing = [...targets.map((path) => path.replace(/^\.\//, '')), 'README.md', 'LICENSE'].filter(
    (path) => !files.includes(path),
  );
  const extra = files.filter((path) => unwanted.test(path));
  const faults = [
    ...missing.map((path) => `${path} is missing from the tarball`),
    ...extra.map((path) => `${path} does not belong into the tarball`),
  ];
  if (faults.length > 0) throw new CheckFailure(faults.join('\n'));
  return `${files.length} files`;
}

function leaves(value) {
  return typeof value === 'string' ? [value] : Object.values(value ?? {}).flatMap(leaves);
}
