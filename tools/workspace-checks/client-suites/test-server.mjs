import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../../../libs/vertica-testkit/bin/vertica-testkit.js', import.meta.url));
const built = fileURLToPath(new URL('../../../libs/vertica-testkit/dist/cli.js', import.meta.url));

/** Why the command cannot run, or null. */
export function missingServer() {
  return existsSync(built) ? null : 'the test server is not built; run npm run build';
}

/**
 * Runs the command on a free port while the work goes on, and ends it.
 *
 * Errors: when it does not start, or does not end by itself with code 0.
 */
export async function withTestServer(work) {
  const child = spawn(process.execPath, [bin, '--port', '0', '--mode', 'general'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let result;
  try {
    result = await work(await portOf(child, ended));
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
  if (child.exitCode !== 0)
    throw new Error(`vertica-testkit ended with ${child.exitCode ?? child.signalCode}, not with 0`);
  return result;
}

async function portOf(child, ended) {
  const first = await Promise.race([once(child.stdout, 'data'), ended.then(() => null)]);
  const port = /:(\d+);/.exec(String(first?.[0]))?.[1];
  if (port === undefined) throw new Error('vertica-testkit did not say where it listens');
  return Number(port);
}
