import { engineStatement, type CompiledStatement } from '@vaultwright/datavault-core/sql';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { vaultTables } from '@vaultwright/datavault-core';
import type {
  Clock,
  RunIds,
  Session,
  SourceReader,
  WarehouseAdapter,
  WarehouseRow,
} from '@vaultwright/datavault-core/warehouse';
import { runDataSet, type RunOptions, type RunResult } from '@vaultwright/dataset-runner';
import { adapter as duckDb } from '@vaultwright/duckdb-adapter';
import { groupConversion, type ReportResult } from '@vaultwright/report';
import { folderSource } from '@vaultwright/s3-source';
import type { Knex } from 'knex';
import { dataSet } from '../../src/datasets/group_log/index.ts';

export const models = ['sprint6-canonical', 'event-hub'] as const;
export type Model = (typeof models)[number];

/** An engine other than a DuckDB file of the road's own. */
export interface RoadEngine {
  readonly adapter: WarehouseAdapter;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** A whole road of its own: a warehouse file, a clock that stands still, and identifiers that count. */
export class SocialRoad {
  #ids = 0;
  #folders = 0;

  private constructor(
    readonly model: Model,
    readonly folder: string,
    private readonly engine: RoadEngine | null,
  ) {}

  static async open(model: Model, engine: RoadEngine | null = null): Promise<SocialRoad> {
    return new SocialRoad(model, await mkdtemp(join(tmpdir(), 'social-road-')), engine);
  }

  get settings(): Readonly<Record<string, unknown>> {
    return this.engine?.settings ?? { path: join(this.folder, 'warehouse.duckdb') };
  }

  get adapter(): WarehouseAdapter {
    return this.engine?.adapter ?? duckDb;
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
    const warehouse = await this.adapter.open(this.settings, 'write');
    try {
      return await runDataSet({ dataSet, model: this.model, warehouse, source, clock, runIds, ...options });
    } finally {
      await warehouse.close();
    }
  }

  async report(...options: readonly string[]): Promise<ReportResult> {
    const knex = (await this.adapter.openKnex(this.settings)) as Knex;
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
    return this.#perTable(
      async (session, schema, name) =>
        (await session.query(sql(`select * from "${schema}"."${name}"`))).length,
    );
  }

  /** Every row of every table of the vault, as text, sorted; with `staged` those of staging and of rejects too. */
  async dump({ staged = false } = {}): Promise<Record<string, string[]>> {
    const asText = (_key: string, value: unknown): unknown =>
      typeof value === 'bigint' ? String(value) : value;
    return this.#perTable(async (session, schema, name) => {
      const rows = await session.query(sql(`select * from "${schema}"."${name}"`));
      const texts = rows.map((row) =>
        Object.fromEntries(Object.entries(row).map(([column, value]) => [column, comparable(value)])),
      );
      return texts.map((row) => JSON.stringify(row, asText)).sort();
    }, staged);
  }

  /** Held rows per entity that the entity does not hold yet. */
  async unresolved(): Promise<Record<string, number>> {
    const all = await this.#perTable(async (session, schema, name) => {
      if (!name.endsWith('_pending')) return 0;
      const entity = name.slice(0, -'_pending'.length);
      const aside = ['load_id', 'reason', 'load_dt', 'load_src'];
      const columns = (vaultTables(this.vault).find((item) => item.name === name)?.columns ?? [])
        .filter((item) => !aside.includes(item.name))
        .map((item) => `"${item.name}"`);
      const [row] = await session.query(
        sql(
          `select count(*) as n from (select distinct ${columns.join(', ')} from "${schema}"."${name}" except select ${columns.join(', ')} from "${schema}"."${entity}")`,
        ),
      );
      return Number(row?.['n']);
    });
    return Object.fromEntries(
      Object.entries(all)
        .filter(([name]) => name.endsWith('_pending'))
        .map(([name, count]) => [name.slice(0, -'_pending'.length), count]),
    );
  }

  /** Rejected records per source and first reason. */
  async rejectCounts(): Promise<Record<string, Record<string, number>>> {
    const { stagingSchema } = this.vault.naming;
    return this.#withSession(async (session) => {
      const counts: Record<string, Record<string, number>> = {};
      for (const source of dataSet.sources) {
        const rows = await session.query(
          sql(
            `select reason_code, count(distinct (load_id, record_no)) as n from "${stagingSchema}"."${source}_rej" group by reason_code`,
          ),
        );
        counts[source] = Object.fromEntries(rows.map((row) => [row['reason_code'], Number(row['n'])]));
      }
      return counts;
    });
  }

  /** One query, for what a test wants to see itself. */
  query(text: string): Promise<WarehouseRow[]> {
    return this.#withSession((session) => session.query(sql(text)));
  }

  #perTable<Value>(
    look: (session: Session, schema: string, name: string) => Promise<Value>,
    staged = false,
  ): Promise<Record<string, Value>> {
    const { vaultSchema } = this.vault.naming;
    const tables = vaultTables(this.vault).filter(({ schema }) => staged || schema === vaultSchema);
    return this.#withSession(async (session) => {
      const values: Record<string, Value> = {};
      for (const { schema, name } of tables) values[name] = await look(session, schema, name);
      return values;
    });
  }

  async #withSession<Value>(work: (session: Session) => Promise<Value>): Promise<Value> {
    const warehouse = await this.adapter.open(this.settings, 'write');
    try {
      const session = await warehouse.connect();
      return await work(session);
    } finally {
      await warehouse.close();
    }
  }
}

function sql(text: string): CompiledStatement {
  return engineStatement(/^(?:insert|update|delete)\b/.test(text) ? 'dml' : 'query', text);
}

/** Hash keys in one spelling: bytes on one engine are a UUID on another. */
function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  const isUuid = typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
  return isUuid ? value.replaceAll('-', '') : value;
}
