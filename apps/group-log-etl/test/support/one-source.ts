import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineHub, defineVault, type Source } from '@vaultwright/datavault-core';
import { engineStatement } from '@vaultwright/datavault-core/sql';
import type { WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { defineDataSet, runDataSet, type RunResult } from '@vaultwright/dataset-runner';
import { adapter } from '@vaultwright/duckdb-adapter';
import { folderSource } from '@vaultwright/s3-source';

/** What became of the files of one source. */
export interface LoadedSource {
  readonly result: RunResult;
  /** The contract's columns as text, in order of the first. */
  readonly rows: WarehouseRow[];
  readonly rejects: WarehouseRow[];
  /** `fast` or `canonical` for each loaded file. */
  readonly paths: readonly unknown[];
}

/** Loads files of a source that has a column `id` into a DuckDB file of their own, rejects allowed. */
export async function loadSource(
  source: Source,
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<LoadedSource> {
  const folder = await mkdtemp(join(tmpdir(), 'one-source-'));
  const warehouse = await adapter.open({ path: join(folder, 'warehouse.duckdb') }, 'write');
  try {
    const delivered = await mkdtemp(join(folder, 'files-'));
    for (const [name, content] of Object.entries(files)) await writeFile(join(delivered, name), content);
    const hub = defineHub('h_one', { from: source, businessKey: { one_id: 'id' } });
    const dataSet = defineDataSet({
      name: 'one',
      sources: [source.name],
      models: { main: defineVault('one', { entities: [hub] }) },
      defaultModel: 'main',
      recordSource: 'test',
    });
    const reader = folderSource(delivered);
    const result = await runDataSet({ dataSet, warehouse, source: reader, rejectLimit: { percent: 100 } });
    const session = await warehouse.connect();
    const select = (sql: string): Promise<WarehouseRow[]> => session.query(engineStatement('query', sql));
    const columns = Object.keys(source.columns).map((name) => `cast("${name}" as varchar) as "${name}"`);
    const rows = await select(`select ${columns.join(', ')} from staging."${source.name}" order by 1`);
    const rejects = await select(
      `select record_no, column_name, reason_code, value, expected from staging."${source.name}_rej" order by 1`,
    );
    const paths = await select('select path from ops.etl_object order by 1');
    await session.close();
    return { result, rows, rejects, paths: paths.map(({ path }) => path) };
  } finally {
    await warehouse.close();
    await rm(folder, { recursive: true, force: true });
  }
}
