import { execFileSync, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Files that are tracked or would be added by `git add .`, from the root of the work tree. */
export function listProjectFiles(root) {
  const flags = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const names = execFileSync('git', flags, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  return [...new Set(names.split('\0'))].filter((name) => name !== '').sort(byText);
}

/** Whether parts of the history are missing from this clone. */
export function isShallow(root) {
  const flags = ['rev-parse', '--is-shallow-repository'];
  return execFileSync('git', flags, { cwd: root, encoding: 'utf8' }).trim() === 'true';
}

const mark = 'commit of the scan: ';

/**
 * Every line that any commit of any branch added, with its commit and file; commit messages have no file.
 *
 * Streamed, so that a long history costs no memory.
 *
 * @returns {AsyncGenerator<{ commit: string, file: string | null, line: string }>}
 */
export async function* readHistory(root) {
  const flags = ['log', '--all', '-m', '-p', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv'];
  const git = spawn('git', [...flags, `--format=${mark}%h%n%an <%ae>%n%B`], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = new Promise((resolve, reject) => {
    git.on('error', reject);
    git.on('close', resolve);
  });
  let commit = '';
  let file = null;
  for await (const line of createInterface({ input: git.stdout, crlfDelay: Infinity })) {
    if (line.startsWith(mark)) {
      commit = line.slice(mark.length);
      file = null;
    } else if (line.startsWith('+++ ')) {
      file = line.startsWith('+++ b/') ? line.slice('+++ b/'.length) : null;
    } else if (line.startsWith('+')) {
      yield { commit, file, line: line.slice(1) };
    } else if (!line.startsWith('-')) {
      yield { commit, file: null, line };
    }
  }
  const code = await closed;
  if (code !== 0) throw new Error(`git log ended with code ${code}`);
}

function byText(a, b) {
  return a < b ? -1 : 1;
}
