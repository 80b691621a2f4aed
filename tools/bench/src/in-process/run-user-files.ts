import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { defineDataSet, runDataSet } from '@vaultwright/dataset-runner';
import { adapter } from '@vaultwright/duckdb-adapter';
import { folderSource } from '@vaultwright/s3-source';
import { BenchError } from '../bench-error.ts';
import { timed, type TimedWork } from './timed.ts';

const users = defineSource('users', { columns: { id: int(), town: text(50) } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const satellite = defineSatellite('s_users', { of: hub, from: users, payload: ['town'] });
const dataSet = defineDataSet({
  name: 'users',
  sources: [{ name: 'users', files: 'users_{day:yyyy-MM-dd}.csv' }],
  models: { main: defineVault('users', { entities: [hub, satellite] }) },
  defaultModel: 'main',
  recordSource: 'bench',
});

/** One run over a folder of daily files, opening and closing the warehouse included. Shape: rows it loaded. */
export async function runUserFiles(work: {
  readonly folder: string;
  readonly database: string;
}): Promise<TimedWork & { readonly loaded: number }> {
  let loaded = 0;
  const cost = await timed(async () => {
    const warehouse = await adapter.open({ path: work.database }, 'write');
    try {
      const source = folderSource(work.folder);
      const { error, rows } = await runDataSet({ dataSet, warehouse, source, peekRows: 0 });
      if (error !== null) throw new BenchError(JSON.stringify(error));
      loaded = rows.loaded;
    } finally {
      await warehouse.close();
    }
  });
  return { ...cost, loaded };
}
