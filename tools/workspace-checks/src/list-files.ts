import { existsSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Folders that hold nothing a person wrote, and the workspace that is wrong on purpose. */
const skippedFolders = new Set(['node_modules', 'dist', 'coverage', 'broken-workspace']);
/** Folders of the root that commands write to. */
const writtenFolders = new Set(['samples', 'reports', 'sql']);

/**
 * Every file below `root/folder`, as sorted paths from the root.
 *
 * Invariant: folders whose name starts with a dot are left out, except `.ci`.
 */
export function listFiles(root: string, folder: string): string[] {
  const found: string[] = [];
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (!existsSync(join(root, next))) continue;
    for (const entry of readdirSync(join(root, next), { withFileTypes: true })) {
      const path = posix.join(next, entry.name);
      if (entry.isFile()) found.push(path);
      if (entry.isDirectory() && isVisited(path, entry.name)) pending.push(path);
    }
  }
  return found.sort();
}

function isVisited(path: string, name: string): boolean {
  if (name.startsWith('.')) return name === '.ci';
  return !skippedFolders.has(name) && !writtenFolders.has(path);
}
