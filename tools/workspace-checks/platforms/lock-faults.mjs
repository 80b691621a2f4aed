/** What keeps a lock file from serving every platform, or from staying as it is: one sentence for each fault. */
export function lockFaults({ packages }) {
  const faults = [];
  for (const [path, entry] of Object.entries(packages)) {
    if (entry.libc !== undefined) faults.push(`${path} has a libc field, which npm 10 removes`);
    if (path.includes('node_modules/') && entry.link !== true && entry.integrity === undefined) {
      faults.push(`${path} has no digest`);
    }
    for (const name of Object.keys(entry.optionalDependencies ?? {})) {
      const found = searched(path).some((folder) => packages[`${folder}node_modules/${name}`] !== undefined);
      if (!found) faults.push(`${path} may need ${name}, which has no entry`);
    }
  }
  return faults;
}

/** The folders in which Node looks for what a package needs: its own, then each further out. */
function searched(path) {
  if (path === '') return [''];
  const outer = /^(?:(.*)\/)?node_modules\/(?:@[^/]+\/)?[^/]+$/.exec(path)?.[1] ?? '';
  return [`${path}/`, ...searched(outer)];
}
