/**
 * The golden sample through the Vertica adapter and its real driver, into a test server with DuckDB behind it.
 *
 * Usage: npm run demo:vertica (after npm run build). No Vertica takes part, and nothing is said about one. The different
 * statements that ran are kept in `.vaultwright/vertica-demo/statements.sql`.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateSocial } from '@vaultwright/sample-data';
import { duckDbBackend, startVerticaTestServer } from '@vaultwright/vertica-testkit';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = join(root, '.vaultwright', 'vertica-demo');
const bin = join(root, 'libs', 'dataset-runner', 'bin', 'vaultwright.js');

/** Runs one verb of the command line; its output is this program's. */
function vaultwright(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...args], { cwd: folder, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`vaultwright ${args[0]} ended with ${code}`)),
    );
  });
}

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
await generateSocial({ preset: 'golden', folder: join(folder, 'golden') });
const backend = duckDbBackend({ strictTransactions: true });
const server = await startVerticaTestServer({ backend });
try {
  writeFileSync(
    join(folder, 'vaultwright.config.yaml'),
    JSON.stringify(
      {
        targets: {
          demo: {
            adapter: '@vaultwright/vertica-adapter',
            host: server.host,
            port: server.port,
            database: 'demo',
            user: 'demo',
            tls: { mode: 'disable' },
          },
        },
        defaultTarget: 'demo',
        source: { type: 'folder', path: 'golden' },
        dataSets: ['@vaultwright/group-log-etl'],
        reports: ['@vaultwright/report'],
      },
      null,
      2,
    ),
  );
  const notice =
    "This is a TEST SERVER on this machine: the real driver, Vertica's protocol, DuckDB behind it. It is not Vertica.\n";
  process.stdout.write(notice);
  await vaultwright('run', 'group_log');
  await vaultwright('report', 'group_conversion');
  const { transcript } = server;
  const statements = transcript.statements();
  // For `node tools/workspace-checks/correlated.mjs <this file>`: what ran, the ledger and the report with it.
  writeFileSync(join(folder, 'statements.sql'), `${[...new Set(statements)].join(';\n\n')};\n`);
  const copies = statements.filter((sql) => sql.startsWith('copy ')).length;
  process.stdout.write(
    `\n${statements.length} statements, ${copies} of them COPY, over the protocol.\n${notice}`,
  );
} finally {
  await server.close();
}
