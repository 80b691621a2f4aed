import { posix } from 'node:path';

/**
 * Where in the lock the packages stand that users of libraries and apps install: everything reachable from a
 * workspace package through dependencies. Development tools and optional peers are not followed.
 *
 * The flags `dev` and `optional` of the lock do not tell these apart: a platform package of a test runner that
 * is somebody's optional peer is marked just as the binary of a database driver.
 *
 * @param {Record<string, { dependencies?: object, optionalDependencies?: object, peerDependencies?: object,
 *   peerDependenciesMeta?: object }>} lock
 * @returns {Set<string>}
 */
export function runtimePaths(lock) {
  const pending = Object.keys(lock).filter((path) => !path.includes('node_modules/'));
  const seen = new Set();
  for (let path = pending.pop(); path !== undefined; path = pending.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    for (const name of needs(lock[path], path.includes('node_modules/'))) {
      const found = locate(lock, path, name);
      if (found !== null) pending.push(found);
    }
  }
  return seen;
}

function needs(entry, fromOutside) {
  const required = Object.keys(entry.peerDependencies ?? {}).filter(
    (name) => fromOutside && entry.peerDependenciesMeta?.[name]?.optional !== true,
  );
  return [...Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }), ...required];
}

/** The nearest `node_modules` that holds the package, from a path upwards, as Node looks for it. */
function locate(lock, path, name) {
  for (let folder = path; ; folder = posix.dirname(folder)) {
    const at = folder === '.' ? '' : folder;
    const candidate = posix.join(at, 'node_modules', name);
    const entry = lock[candidate];
    if (entry !== undefined && !at.endsWith('node_modules'))
      return entry.link === true ? entry.resolved : candidate;
    if (at === '') return null;
  }
}
