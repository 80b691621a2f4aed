import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  defineHub,
  defineRecordTrackingSatellite,
  defineSatellite,
  defineSource,
  defineStatusTrackingSatellite,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { VaultDriver } from '@vaultwright/datavault-conformance';
import type { SourceReader, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { adapter } from '@vaultwright/duckdb-adapter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineDataSet, runDataSet } from '@vaultwright/dataset-runner';
import { startVerticaTestEngine } from './support/vertica-test-engine.ts';
import { DeliveryDefinition, type TestObject } from './support/delivery-definition.ts';

const cases = Number(process.env['LAW_CASES'] ?? 6);
const seed = Number(process.env['LAW_SEED'] ?? 20_261_128);
/** `vertica` is the Vertica adapter before the test server of this repository: no Vertica takes part. */
const engine = process.env['LAW_ENGINE'] ?? 'duckdb';

const users = defineSource('users', { columns: { id: int(), town: text(9) } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const first = [
  hub,
  defineSatellite('s_users', { of: hub, from: users, payload: ['town'] }),
  defineRecordTrackingSatellite('s_seen', { of: hub, from: users }),
  defineStatusTrackingSatellite('s_status', { of: hub, from: users, feed: 'snapshot' }),
];
const all = [...first, defineSatellite('s_added', { of: hub, from: users, payload: ['town'] })];
const vaults = [first, all].map((entities) => defineVault('users', { entities }));

/** One run of a history. */
interface TestRun {
  /** What changes in the folder before it; no rows remove an object. */
  readonly changes: readonly (
    TestObject | { readonly day: number; readonly part: number; readonly rows: null }
  )[];
  readonly forced: boolean;
  /** Breaks the run off at the event of this number; null lets it end. */
  readonly broken: number | null;
}

const row = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.constantFrom('Bonn', 'Kiel'));
const rowsOfObject = fc.uniqueArray(row, { selector: ([id]) => id, minLength: 1, maxLength: 3 });
const change = fc.record({
  day: fc.integer({ min: 1, max: 4 }),
  part: fc.integer({ min: 1, max: 2 }),
  rows: fc.option(rowsOfObject, { freq: 5 }),
});
const history = fc.record({
  parted: fc.boolean(),
  addedAt: fc.integer({ min: 0, max: 4 }),
  runs: fc.array(
    fc.record({
      changes: fc.array(change, { minLength: 1, maxLength: 3 }),
      forced: fc.boolean(),
      broken: fc.option(fc.integer({ min: 1, max: 60 })),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

describe(`runs over deliveries on ${engine} (seed ${seed}, ${cases} histories)`, () => {
  it(
    'come to what the definition says, however histories are cut into runs',
    { timeout: 3_600_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(history, async ({ parted, addedAt, runs }) => {
          const folder = await mkdtemp(join(tmpdir(), 'vaultwright-deliveries-'));
          const { warehouse, close } = await emptyWarehouse(folder);
          try {
            const definition = new DeliveryDefinition(parted);
            const listed = new Map<string, TestObject>();
            for (const [place, run] of runs.entries()) {
              const stage = place >= addedAt ? 1 : 0;
              for (const changed of run.changes) applyChange(listed, changed);
              if (listed.size === 0) continue;
              await runOnce(stage, parted, listed, warehouse, run);
              const entities = (stage === 1 ? all : first).map((entity) => entity.definition.name);
              definition.run([...listed.values()], entities, run.forced);
            }
            const vault = vaults[1];
            if (vault === undefined) throw new Error('no vault');
            const driver = await VaultDriver.open(vault, warehouse);
            for (const name of ['h_users', 's_users', 's_seen', 's_status', 's_added']) {
              const expected = definition.rows(name, vault);
              const columns = Object.keys(expected[0] ?? {});
              if (columns.length > 0)
                expect(sorted(await driver.rows(name, columns)), name).toEqual(sorted(expected));
              else expect(await driver.rows(name, ['load_dt']), name).toEqual([]);
            }
            await driver.session.close();
          } finally {
            await close();
            await rm(folder, { recursive: true, force: true });
          }
        }),
        { seed, numRuns: cases, endOnFailure: true },
      );
    },
  );
});

/** An empty warehouse of its own, and what ends it. */
interface EmptyWarehouse {
  readonly warehouse: Warehouse;
  readonly close: () => Promise<void>;
}

const engines: Readonly<Record<string, (folder: string) => Promise<EmptyWarehouse>>> = {
  async duckdb(folder) {
    const warehouse = await adapter.open({ path: join(folder, 'w.duckdb') }, 'write');
    return { warehouse, close: () => warehouse.close() };
  },
  async vertica() {
    const server = await startVerticaTestEngine();
    const warehouse = await server.adapter.open(server.settings, 'write');
    return {
      warehouse,
      async close() {
        await warehouse.close();
        await server.close();
      },
    };
  },
};

function emptyWarehouse(folder: string): Promise<EmptyWarehouse> {
  const open = engines[engine];
  if (open === undefined) throw new Error(`no engine ${engine}`);
  return open(folder);
}

/** Runs once, or twice when the first one breaks off. */
async function runOnce(
  stage: number,
  parted: boolean,
  listed: ReadonlyMap<string, TestObject>,
  warehouse: Warehouse,
  { forced, broken }: TestRun,
): Promise<void> {
  const vault = vaults[stage];
  if (vault === undefined) throw new Error('no vault');
  const dataSet = defineDataSet({
    name: 'users',
    sources: [
      { name: 'users', files: 'users_{d:yyyy-MM-dd}_{part}.csv', ...(parted ? { parts: 'all' } : {}) },
    ],
    models: { main: vault },
    defaultModel: 'main',
    recordSource: 'test',
  });
  const options = { dataSet, warehouse, source: readerOf(listed), forceLoad: forced, peekRows: 0 };
  if (broken !== null) {
    const abort = new AbortController();
    let events = 0;
    const report = (): void => {
      if ((events += 1) === broken) abort.abort(new Error('broken off'));
    };
    await runDataSet({ ...options, report, signal: abort.signal });
  }
  const { error } = await runDataSet(options);
  expect(error).toBeNull();
}

function applyChange(listed: Map<string, TestObject>, { day, part, rows }: TestRun['changes'][number]): void {
  const key = `users_2023-01-0${day}_${part}.csv`;
  if (rows === null) listed.delete(key);
  else listed.set(key, { day, part, rows });
}

function readerOf(listed: ReadonlyMap<string, TestObject>): SourceReader {
  const bytesOf = ({ rows }: TestObject) =>
    Buffer.from(['id,town', ...rows.map((one) => one.join(','))].join('\n'));
  const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
  return {
    location: 'memory',
    list: () =>
      Promise.resolve(
        [...listed].map(([key, object]) => {
          const bytes = bytesOf(object);
          return { bucket: 'memory', key, etag: digest(bytes), size: bytes.length };
        }),
      ),
    fetch: async (object, { folder, tap }) => {
      const found = listed.get(object.key);
      if (found === undefined) throw new Error(`no ${object.key}`);
      const bytes = bytesOf(found);
      const path = join(folder, object.key);
      await writeFile(path, bytes);
      tap?.().write(bytes);
      return { ...object, path, sha256: digest(bytes) };
    },
  };
}

function sorted(rows: readonly Readonly<Record<string, unknown>>[]): string[] {
  return rows
    .map((one) => JSON.stringify(Object.entries(one).map(([name, value]) => [name, plain(value)])))
    .sort();
}

/** Values as the definition writes them: canonical text, hashes in hexadecimal. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value) ? value.replaceAll('-', '') : value;
}
