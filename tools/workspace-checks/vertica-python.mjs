/**
 * Runs the public Python client of Vertica against the test server: a client that is not ours and not Node's.
 *
 * Usage: node tools/workspace-checks/vertica-python.mjs (after npm run build)
 * Exit code: 0 = every expected case passed, or no Python with pip is here (said in so many words); 1 = findings.
 * The Python package goes to a folder of its own below `.vaultwright`. The server is a test server, not Vertica.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const version = '1.4.0';
const fromHere = (path) => fileURLToPath(new URL(path, import.meta.url));
const home = fromHere(`../../.vaultwright/vertica-python-${version}`);
const built = fromHere('../../libs/vertica-testkit/dist/index.js');
const python = join(home, 'bin', 'python');
const user = 'tester';
const password = 'test-password';

/** Why the client cannot be had, or null. */
function install() {
  if (existsSync(join(home, 'installed'))) return null;
  const made = spawnSync('python3', ['-m', 'venv', home], { encoding: 'utf8' });
  if (made.status !== 0) return firstLine(made.error?.message ?? made.stderr, 'python3 -m venv failed');
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    `vertica-python==${version}`,
  ];
  const installed = spawnSync(python, pip, { encoding: 'utf8' });
  if (installed.status === 0) {
    spawnSync(python, ['-c', `open(${JSON.stringify(join(home, 'installed'))}, 'w').close()`]);
    return null;
  }
  rmSync(home, { recursive: true, force: true });
  return firstLine(installed.error?.message ?? installed.stderr, 'pip install failed');
}

function firstLine(text, otherwise) {
  return (text ?? '').split('\n').find((line) => line.trim() !== '') ?? otherwise;
}

/** One JSON line per case. */
function runCases(port) {
  return new Promise((resolve, reject) => {
    const child = spawn(
      python,
      [fromHere('vertica-python/cases.py'), '127.0.0.1', String(port), user, password],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let out = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const cases = out
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));
      if (code === 0) resolve(cases);
      else reject(new Error(`the Python program ended with ${code} after ${cases.length} cases`));
    });
  });
}

const missing = install();
if (missing !== null) {
  console.log(`vertica-python: SKIPPED: ${missing}`);
  console.log(
    'vertica-python: to enable, install python3 with venv and pip, and let pip reach a package index',
  );
} else if (!existsSync(built)) {
  console.log('vertica-python: SKIPPED: the test server is not built; run npm run build');
} else {
  const { duckDbBackend, startVerticaTestServer } = await import(built);
  let failed = 0;
  let passed = 0;
  for (const method of ['cleartext', 'md5', 'sha512']) {
    const server = await startVerticaTestServer({
      backend: duckDbBackend(),
      auth: { method, users: { [user]: password } },
    });
    try {
      for (const { name, ok, detail, unsupported } of await runCases(server.port)) {
        if (ok) passed += 1;
        else if (!unsupported) failed += 1;
        const mark = ok ? 'passed ' : unsupported ? 'cannot ' : 'FAILED ';
        console.log(`${mark} ${method.padEnd(9)} ${name}${detail ? `: ${detail}` : ''}`);
      }
      // After a refused login the client says goodbye on a connection of its own, without the first packet.
      const violations = server.transcript
        .of('violation')
        .filter(({ reason }) => reason !== `a first packet of ${0x58 * 0x1000000} bytes`);
      failed += violations.length;
      for (const { reason } of violations)
        console.log(`FAILED  ${method.padEnd(9)} protocol violation: ${reason}`);
    } finally {
      await server.close();
    }
  }
  console.log(`vertica-python ${version}: ${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
