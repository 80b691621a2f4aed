import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What npm reads of a workspace: `.npmrc`, the lock file and the manifests of its folders. */
const readByNpm = /^(?:\.npmrc|package-lock\.json|(?:(?:libs|apps|tools)\/[^/]+\/)?package\.json)$/;

/** Copies the files of a repository that decide what npm installs, without any source. */
export function copyManifests(root, folder) {
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0');
  for (const path of tracked.filter((each) => readByNpm.test(each))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path));
  }
}
