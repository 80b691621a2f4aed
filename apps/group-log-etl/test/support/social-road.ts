import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  compileStatement,
  countRows,
  from,
  table,
  vaultTables,
  type Clock,
  type RunIds,
  type SourceReader,
} from '@vaultwright/datavault-core';
import { runDataSet, type RunOptions, type RunResult } from '@vaultwright/dataset-runner';
import { adapter } from '@vaultwright/duckdb-adapter';
import { groupConversion, type ReportResult } from '@vaultwright/report';
import { folderSource } from '@vaultwright/s3-source';
import type { Knex } from 'knex';
import { dataSet } from '../../src/datasets/group_log/index.ts';

export const models = ['sprint6-canonical', 'event-hub'] as const;
export type Model = (typeof models)[number];

/** A whole road of its own: a warehouse file, a clock that stands still, and identifiers that count. */
export class SocialRoad {
  #ids = 0;
  #folders = 0;

  private constructor(
    readonly model: Model,
    readonly folder: string,
  ) {}

  static async open(model: Model): Promise<SocialRoad> {
    return new SocialRoad(model, await mkdtemp(join(tmpdir(), 'social-road-')));
  }

  get settings(): { readonly path: string } {
    return { path: join(this.folder, 'warehouse.duckdb') };
  }

  async close(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Writes files into a fresh folder and loads them all. Shape: file name to text. */
  async loadFiles(
    files: Readonly<Record<string, string>>,
    options: Partial<RunOptions> = {},
  ): Promise<RunResult> {
    this.#folders += 1;
    const folder = join(this.folder, `files-${this.#folders}`);
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
    return this.load(folderSource(folder), options);
  }

  async load(source: SourceReader, options: Partial<RunOptions> = {}): Promise<RunResult> {
    const clock: Clock = { now: () => 1_640_995_200_000_000n };
    const runIds: RunIds = { next: () => `R${String((this.#ids += 1)).padStart(6, '0')}` };
    const warehouse = await adapter.open(this.settings, 'write');
    try {
      return await runDataSet({ dataSet, model: this.model, warehouse, source, clock, runIds, ...options });
    } finally {
      await warehouse.close();
    }
  }

  async report(...options: readonly string[]): Promise<ReportResult> {
    const knex = (await adapter.openKnex(this.settings)) as Knex;
    const { naming, name } = this.vault;
    try {
      return await groupConversion.run({
        knex,
        schemas: { vault: naming.vaultSchema, staging: naming.stagingSchema, ops: 'ops' },
        model: this.model,
        vault: name,
        options,
      });
    } finally {
      await knex.destroy();
    }
  }

  get vault(): (typeof dataSet.models)[string] {
    return dataSet.models[this.model] as (typeof dataSet.models)[string];
  }

  /** Rows per table of the vault's own schema, pending and late tables included. */
  async tableCounts(): Promise<Record<string, number>> {
    const { vaultSchema } = this.vault.naming;
    const names = vaultTables(this.vault)
      .filter(({ schema }) => schema === vaultSchema)
      .map(({ name }) => name);
    const warehouse = await adapter.open(this.settings, 'write');
    try {
      const session = await warehouse.connect();
      const counts: Record<string, number> = {};
      for (const name of names) {
        const query = {
          node: 'select',
          columns: [{ name: 'row_count', value: countRows() }],
          from: from(table(vaultSchema, name), 'stored'),
        } as const;
        const [row] = await session.query(compileStatement({ node: 'query', query }, warehouse.dialect));
        counts[name] = Number(row?.['row_count']);
      }
      await session.close();
      return counts;
    } finally {
      await warehouse.close();
    }
  }
}
