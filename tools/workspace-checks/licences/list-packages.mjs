import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { runtimePaths } from './runtime-paths.mjs';

/**
 * Every package of the workspace's lock or found installed, with its licence as written.
 *
 * `tool` is true when only development needs it, or an optional peer, which nobody gets by installing a library. Packages for other platforms are in the lock only.
 *
 * @returns {{ name: string, version: string, licence: string | null, tool: boolean, path: string }[]}
 */
export function listPackages(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const runtime = runtimePaths(lock);
  const found = new Map();
  for (const [path, entry] of Object.entries(lock)) {
    if (!path.includes('node_modules/') || entry.link === true) continue;
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    const tool = !runtime.has(path);
    found.set(path, { name, version: entry.version, licence: entry.license ?? null, tool, path });
  }
  for (const path of installedPaths(root)) {
    const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
    const tool = found.get(path)?.tool ?? false; // unknown to the lock: the strict list
    found.set(path, {
      name: manifest.name,
      version: manifest.version,
      licence: writtenLicence(manifest),
      tool,
      path,
    });
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function writtenLicence({ license, licenses }) {
  const listed = [license ?? licenses ?? []].flat();
  const names = listed.map((each) => (typeof each === 'string' ? each : each.type));
  return names.length === 0 ? null : names.join(' OR ');
}

/** Folders of installed packages, nested ones too; links to workspace packages are followed nowhere. */
function installedPaths(root) {
  const homes = ['libs', 'apps', 'tools']
    .filter((area) => existsSync(join(root, area)))
    .flatMap((area) => readdirSync(join(root, area)).map((name) => posix.join(area, name, 'node_modules')));
  const pending = ['node_modules', ...homes];
  const found = [];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    if (!existsSync(join(root, folder))) continue;
    for (const name of readdirSync(join(root, folder))) {
      const path = posix.join(folder, name);
      if (name.startsWith('.') || !lstatSync(join(root, path)).isDirectory()) continue;
      if (name.startsWith('@')) {
        pending.push(path);
      } else if (existsSync(join(root, path, 'package.json'))) {
        found.push(path);
        pending.push(posix.join(path, 'node_modules'));
      }
    }
  }
  return found;
}
