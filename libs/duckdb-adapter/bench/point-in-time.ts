/**
 * Prints what a point-in-time table costs on DuckDB, beside the form that joins every key with every date.
 *
 * Units: seconds of wall clock, medians of `RUNS` runs; memory: high-water mark of the process, MiB.
 * By environment: `KEYS` (1000000), `SNAPSHOTS` (30), `RUNS` (3), `NAIVE_KEYS` (10000), `MEMORY` (6GB).
 * Example: `KEYS=100000 npm run bench:point-in-time`
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  defineAsOfTable,
  defineHub,
  definePointInTime,
  defineSatellite,
  defineSource,
  defineVault,
  executeDefinitions,
  executeLoad,
  int,
  planLoad,
  text,
  timestamp,
} from '@vaultwright/datavault-core';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from '../src/duckdb-dialect.ts';
import { openDuckDb } from '../src/open-duckdb.ts';

const setting = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
const keys = setting('KEYS', 1_000_000);
const snapshots = setting('SNAPSHOTS', 30);
const runs = setting('RUNS', 3);
const naiveKeys = Math.min(keys, setting('NAIVE_KEYS', 10_000));
/** Versions of a key in each satellite. */
const versions = [8, 4, 2];

const customers = defineSource('customers', { columns: { id: int(), a: text(9), b: text(9), c: text(9) } });
const dates = defineSource('dates', { columns: { day: timestamp() } });
const hub = defineHub('h_customer', { from: customers, businessKey: { id: 'id' }, hashKey: 'hk' });
const satellites = (['a', 'b', 'c'] as const).map((name) =>
  defineSatellite(`s_${name}`, { of: hub, from: customers, payload: [name] }),
);
const days = defineAsOfTable('as_of_day', { from: dates, column: 'day' });
const pit = definePointInTime('pit_customer', { of: hub, at: days, satellites });
const vault = defineVault('bench', { entities: [hub, ...satellites, days, pit] });

const started = (): bigint => process.hrtime.bigint();
const folder = mkdtempSync(join(tmpdir(), 'vaultwright-pit-'));
const warehouse = await openDuckDb({
  path: join(folder, 'bench.duckdb'),
  memoryLimit: process.env['MEMORY'] ?? '6GB',
});
const session = await warehouse.connect();
const plan = planLoad(vault, { dialect: duckdbDialect });
await executeDefinitions(session, plan.steps);
await fill(session);
const [facts] = await session.query({
  sql: 'select version() as version, current_setting($$threads$$) as threads, current_setting($$memory_limit$$) as memory',
  parameters: [],
});
print(
  `machine: ${cpus().length} x ${cpus()[0]?.model ?? 'unknown'}, ${mib(totalmem())} MiB; node ${process.version}; ` +
    `DuckDB ${shown(facts?.['version'])}, ${shown(facts?.['threads'])} threads, memory limit ${shown(facts?.['memory'])}`,
);
print(
  `${keys} keys, ${snapshots} snapshots, ${versions.join(' + ')} versions a key in ${satellites.length} satellites`,
);

const [built, idle, appended]: [number[], number[], number[]] = [[], [], []];
for (let run = 0; run < runs; run += 1) {
  await session.execute({ sql: 'delete from dds.pit_customer', parameters: [] });
  built.push(await timed(batch));
  idle.push(await timed(batch));
  await session.execute({
    sql: `insert into dds.as_of_day select max(as_of) + interval 1 hour, now()::timestamp, 'bench' from dds.as_of_day`,
    parameters: [],
  });
  appended.push(await timed(batch));
  await session.execute({
    sql: 'delete from dds.as_of_day where as_of = (select max(as_of) from dds.as_of_day)',
    parameters: [],
  });
}
const [{ rows } = { rows: 0 }] = await session.query({
  sql: 'select count(*) as rows from dds.pit_customer',
  parameters: [],
});
print(`generated: built from nothing in ${median(built)} s (${built.join(', ')}); rows now ${String(rows)}`);
print(`generated: a batch that touches nothing ${median(idle)} s; one more snapshot ${median(appended)} s`);
print(`peak memory so far ${peak()} MiB`);

const naive: number[] = [];
for (let run = 0; run < runs; run += 1) naive.push(await timed(crossJoin));
const factor = keys / naiveKeys;
print(
  `cross join with max: ${median(naive)} s for ${naiveKeys} keys` +
    (factor === 1
      ? ''
      : `; a sample, not run at ${keys} keys: scaled by ${factor} that is ${round(median(naive) * factor)} s`),
);
await sample();
print(`peak memory ${peak()} MiB`);
await warehouse.close();
rmSync(folder, { recursive: true });

async function fill(to: Session): Promise<void> {
  const key = 'cast(md5(cast(k as varchar)) as uuid)';
  const run = (sql: string) => to.execute({ sql, parameters: [] });
  await run(
    `insert into dds.h_customer select ${key}, k, timestamp '2022-01-01', 'bench' from range(${keys}) as r(k)`,
  );
  for (const [place, name] of ['a', 'b', 'c'].entries()) {
    const count = versions[place] ?? 1;
    await run(
      `insert into dds.s_${name} select ${key}, cast(md5(cast(v as varchar)) as uuid), cast(v as varchar), ` +
        `timestamp '2022-01-01' + to_minutes(cast(v * ${Math.floor(43_200 / count)} + k % 997 as integer)), 'bench' ` +
        `from range(${keys}) as r(k), range(${count}) as w(v)`,
    );
  }
  await run(
    `insert into dds.as_of_day select timestamp '2022-01-02' + to_days(cast(d as integer)), timestamp '2022-01-01', 'bench' from range(${snapshots}) as r(d)`,
  );
}

/** A whole batch without staged rows: everything a user pays for beside staging. */
async function batch(): Promise<void> {
  await executeDefinitions(
    session,
    plan.steps.filter(({ phase }) => phase === 'prepare'),
  );
  await session.vaultTransaction('bench', 'bench', () =>
    executeLoad(session, plan.steps, {
      load_id: 'none',
      load_dt: '2022-03-01 00:00:00.000000',
      load_src: 'bench',
    }),
  );
}

async function crossJoin(): Promise<void> {
  const joins = ['a', 'b', 'c'].map(
    (name) => `left join dds.s_${name} as ${name} on ${name}.hk = h.hk and ${name}.load_dt <= d.as_of`,
  );
  await session.execute({
    sql: `create or replace temp table naive as
select h.hk, d.as_of, max(a.load_dt) as a, max(b.load_dt) as b, max(c.load_dt) as c
from (select * from dds.h_customer where id < ${naiveKeys}) as h cross join dds.as_of_day as d
${joins.join('\n')}
group by h.hk, d.as_of`,
    parameters: [],
  });
}

/** The generated statements over as many keys as the cross join had. */
async function sample(): Promise<void> {
  await session.execute({ sql: 'delete from dds.pit_customer', parameters: [] });
  for (const table of ['s_a', 's_b', 's_c']) {
    await session.execute({
      sql: `delete from dds.${table} where hk in (select hk from dds.h_customer where id >= ${naiveKeys})`,
      parameters: [],
    });
  }
  await session.execute({ sql: `delete from dds.h_customer where id >= ${naiveKeys}`, parameters: [] });
  const seconds = await timed(batch);
  print(`generated: ${naiveKeys} keys in ${seconds} s`);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = started();
  await work();
  return round(Number(started() - begin) / 1e9);
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[Math.floor(values.length / 2)] ?? 0;
}

function peak(): string {
  const status = readFileSync('/proc/self/status', 'utf8');
  const kib = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  return mib(kib * 1024);
}

function mib(bytes: number): string {
  return String(Math.round(bytes / 1024 / 1024));
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
