import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';
import type { Programs } from '../scenario.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** The command and the jobs, bundled from their sources, since tests run without a build. */
export async function bundlePrograms(): Promise<Programs & { readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-programs-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  const entry = (name: string): string => join(root, name);
  await build({
    config: false,
    silent: true,
    entry: {
      vaultwright: entry('tools/bench/src/testing/vaultwright.ts'),
      job: entry('tools/bench/src/job.ts'),
      'data-sets': entry('apps/group-log-etl/src/index.ts'),
      'datasets/group_log/index': entry('apps/group-log-etl/src/datasets/group_log/index.ts'),
      duckdb: entry('libs/duckdb-adapter/src/index.ts'),
    },
    outDir: folder,
    format: ['esm'],
    target: 'node20',
    splitting: true,
    noExternal: [/^@vaultwright\//],
    external: [/^@duckdb\//, /^@aws-sdk\//, 'jiti', 'knex', 'yaml', 'hyparquet'],
    // Dependencies in CommonJS ask for modules of Node by it.
    banner: {
      js: "import * as forRequire from 'node:module'; const require = forRequire.createRequire(import.meta.url);",
    },
    esbuildOptions: (options) => {
      options.conditions = ['@vaultwright/source'];
    },
  });
  const node = (name: string) => ({ command: process.execPath, words: [join(folder, name)], folder });
  return {
    command: node('vaultwright.js'),
    job: node('job.js'),
    adapter: join(folder, 'duckdb.js'),
    dataSets: join(folder, 'data-sets.js'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
