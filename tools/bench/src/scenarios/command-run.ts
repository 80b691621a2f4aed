import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { BenchError } from '../bench-error.ts';
import { measureProcess, type Cost } from '../harness/measured-process.ts';
import type { Programs } from '../scenario.ts';

/** One run of the command. */
export interface CommandRun {
  readonly config: string;
  /** Folder of the files. */
  readonly folder: string;
  readonly sources: readonly string[];
  /** Loads again what the ledger knows. */
  readonly again: boolean;
}

/**
 * The whole command: fetch, scan, stage, vault, checks, ledger.
 *
 * Errors: when it fails, or loaded another number of rows than were delivered.
 */
export async function runCommand(
  { command }: Programs,
  { config, folder, sources, again }: CommandRun,
  rows: number,
): Promise<{ readonly cost: Cost }> {
  const words = ['run', 'group_log', '--config', config, '--source', folder, '--json', '--quiet'];
  if (again) words.push('--force-load');
  const { cost, out } = await measureProcess(command, [...words, '--only', ...sources]);
  const result = JSON.parse(out.trim().split('\n').at(-1) ?? '') as {
    readonly rows?: { readonly loaded?: number };
  };
  if (result.rows?.loaded === rows) return { cost };
  throw new BenchError(
    `${folder}: the run loaded ${result.rows?.loaded ?? 'no'} rows of ${rows} delivered ones`,
  );
}

/** Writes a configuration whose one target is this database, with settings of the adapter beyond its defaults. */
export async function writeCommandConfig(
  path: string,
  database: string,
  { adapter, dataSets }: Programs,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> {
  // JSON is YAML.
  await writeFile(
    path,
    JSON.stringify({
      targets: { bench: { adapter, path: database, ...settings } },
      defaultTarget: 'bench',
      dataSets: [dataSets],
    }),
  );
}

/** Removes a database with everything that lies beside it. */
export async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ['', '.wal', '.tmp', '.vaultwright.lock']) {
    if (existsSync(`${path}${suffix}`)) await rm(`${path}${suffix}`, { recursive: true });
  }
}
