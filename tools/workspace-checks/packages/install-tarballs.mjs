import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CheckFailure, output } from './checks.mjs';

/** Installs tarballs into an empty project, as a user would. */
export function installTarballs(folder, tarballs) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
  const flags = ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'];
  output('npm', [...flags, ...tarballs], folder);
}

/** Names of all installed packages, nested ones as `outer > inner`. */
export function listInstalled(folder, prefix = '') {
  const home = join(folder, 'node_modules');
  if (!existsSync(home)) return [];
  const names = readdirSync(home)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(home, name)).map((inner) => `${name}/${inner}`) : [name],
    );
  return names.flatMap((name) => [prefix + name, ...listInstalled(join(home, name), `${prefix}${name} > `)]);
}

/** The tree is exactly the expected one. */
export function checkTree(folder, expected) {
  const found = listInstalled(folder);
  if (found.length !== expected.length || expected.some((name) => !found.includes(name))) {
    throw new CheckFailure(`installed ${found.join(', ')}, expected ${expected.join(', ')}`);
  }
  return `${found.join(', ')}, ${Math.round(sizeOf(join(folder, 'node_modules')) / 1024)} kB`;
}

function sizeOf(path) {
  const state = statSync(path);
  if (!state.isDirectory()) return state.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}
