import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'tsup';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** What a command has printed, and how it ended. */
export interface PrintedCommand {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
}

/** A working folder in which the real command runs as a process of its own. */
export class CommandFolder {
  private constructor(readonly path: string) {}

  /** Bundles the command and what its configuration names, since Node cannot run them from their sources. */
  static async open(): Promise<CommandFolder> {
    const path = await mkdtemp(join(tmpdir(), 'vaultwright-command-'));
    await symlink(join(root, 'node_modules'), join(path, 'node_modules'));
    await writeFile(join(path, 'package.json'), '{ "type": "module" }');
    const entry = (name: string): string => join(root, name);
    await build({
      config: false,
      silent: true,
      entry: {
        vaultwright: entry('apps/group-log-etl/test/support/vaultwright.ts'),
        'delivered-sets': entry('apps/group-log-etl/test/support/delivered-sets.ts'),
        'data-sets': entry('apps/group-log-etl/src/index.ts'),
        'datasets/group_log/index': entry('apps/group-log-etl/src/datasets/group_log/index.ts'),
        reports: entry('apps/report/src/index.ts'),
        duckdb: entry('libs/duckdb-adapter/src/index.ts'),
        vertica: entry('libs/vertica-adapter/src/index.ts'),
      },
      outDir: path,
      format: ['esm'],
      target: 'node20',
      // One class of errors for all of them.
      splitting: true,
      noExternal: [/^@vaultwright\//],
      external: [/^@duckdb\//, /^@aws-sdk\//, 'jiti', 'knex', 'vertica-nodejs', 'yaml'],
      // Dependencies in CommonJS ask for modules of Node by it.
      banner: {
        js: "import * as forRequire from 'node:module'; const require = forRequire.createRequire(import.meta.url);",
      },
      esbuildOptions: (options) => {
        options.conditions = ['@vaultwright/source'];
      },
    });
    return new CommandFolder(path);
  }

  /** Shape: settings by target; the adapter of a target is the module of its name. */
  async configure(targets: Readonly<Record<string, Readonly<Record<string, unknown>>>>): Promise<void> {
    const adapted = Object.entries(targets).map(([name, settings]) => [
      name,
      { adapter: `./${name}.js`, ...settings },
    ]);
    // JSON is YAML
    await writeFile(
      join(this.path, 'vaultwright.config.yaml'),
      JSON.stringify({
        targets: Object.fromEntries(adapted) as unknown,
        dataSets: ['./data-sets.js', './delivered-sets.js'],
        reports: ['./reports.js'],
      }),
    );
  }

  run(...words: readonly string[]): Promise<PrintedCommand> {
    return this.runIn({}, ...words);
  }

  /** The same with more variables of the environment. */
  async runIn(
    environment: Readonly<Record<string, string>>,
    ...words: readonly string[]
  ): Promise<PrintedCommand> {
    const child = spawn(process.execPath, ['vaultwright.js', ...words], {
      cwd: this.path,
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed = { out: '', err: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    return { exitCode, ...printed };
  }

  async close(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
