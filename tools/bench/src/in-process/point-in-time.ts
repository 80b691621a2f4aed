import {
  defineAsOfTable,
  defineHub,
  definePointInTime,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  text,
  timestamp,
} from '@vaultwright/datavault-core';
import type { Session } from '@vaultwright/datavault-core/warehouse';
import { timed, type TimedWork } from './timed.ts';
import { keyOf, loadBatch, runSql, withVault } from './vault-session.ts';

/** Versions of a key in each satellite. */
const versions = { a: 8, b: 4, c: 2 };
const satelliteNames = Object.keys(versions) as (keyof typeof versions)[];

const customers = defineSource('customers', { columns: { id: int(), a: text(9), b: text(9), c: text(9) } });
const dates = defineSource('dates', { columns: { day: timestamp() } });
const hub = defineHub('h_customer', { from: customers, businessKey: { id: 'id' }, hashKey: 'hk' });
const satellites = satelliteNames.map((name) =>
  defineSatellite(`s_${name}`, { of: hub, from: customers, payload: [name] }),
);
const days = defineAsOfTable('as_of_day', { from: dates, column: 'day' });
const pit = definePointInTime('pit_customer', { of: hub, at: days, satellites });
const vault = defineVault('bench', { entities: [hub, ...satellites, days, pit] });

export interface PointInTimeWork {
  readonly database: string;
  readonly keys: number;
  readonly snapshots: number;
  /** Keys of the form that joins every key with every date, which is not run over all of them. */
  readonly naiveKeys: number;
}

/** What a point-in-time table costs, beside the form that joins every key with every date. */
export interface PointInTimeCosts {
  readonly built: TimedWork;
  /** A batch that touches nothing. */
  readonly idle: TimedWork;
  /** A batch with one more snapshot. */
  readonly appended: TimedWork;
  readonly crossJoin: TimedWork;
  /** The generated statements over as many keys as the cross join had. */
  readonly sample: TimedWork;
  readonly rows: number;
}

export async function pointInTime(work: PointInTimeWork): Promise<PointInTimeCosts> {
  const { database, naiveKeys } = work;
  const measure = async (session: Session): Promise<PointInTimeCosts> => {
    await fill(session, work);
    const batch = (): Promise<TimedWork> =>
      timed(() => loadBatch(session, { vault, loadId: 'none', loadDate: '2022-03-01 00:00:00.000000' }));
    const [built, idle] = [await batch(), await batch()];
    await runSql(
      session,
      `insert into dds.as_of_day select max(as_of) + interval 1 hour, now()::timestamp, 'bench' from dds.as_of_day`,
    );
    const appended = await batch();
    await runSql(session, 'delete from dds.as_of_day where as_of = (select max(as_of) from dds.as_of_day)');
    const [counted] = await session.query({
      sql: 'select count(*) as n from dds.pit_customer',
      parameters: [],
      class: 'query',
    });
    const crossJoin = await timed(() => joinEveryDate(session, naiveKeys));
    await keepFirstKeys(session, naiveKeys);
    return { built, idle, appended, crossJoin, sample: await batch(), rows: Number(counted?.['n']) };
  };
  return withVault(database, vault, measure, { memoryLimit: '6GB' });
}

async function fill(session: Session, { keys, snapshots }: PointInTimeWork): Promise<void> {
  await runSql(
    session,
    `insert into dds.h_customer select ${keyOf('k')}, k, timestamp '2022-01-01', 'bench' from range(${keys}) as r(k)`,
  );
  for (const name of satelliteNames) {
    const count = versions[name];
    await runSql(
      session,
      `insert into dds.s_${name} select ${keyOf('k')}, ${keyOf('v')}, cast(v as varchar),
  timestamp '2022-01-01' + to_minutes(cast(v * ${Math.floor(43_200 / count)} + k % 997 as integer)), 'bench'
from range(${keys}) as r(k), range(${count}) as w(v)`,
    );
  }
  await runSql(
    session,
    `insert into dds.as_of_day select timestamp '2022-01-02' + to_days(cast(d as integer)), timestamp '2022-01-01', 'bench' from range(${snapshots}) as r(d)`,
  );
}

async function joinEveryDate(session: Session, keys: number): Promise<void> {
  const joins = satelliteNames.map(
    (name) => `left join dds.s_${name} as ${name} on ${name}.hk = h.hk and ${name}.load_dt <= d.as_of`,
  );
  await runSql(
    session,
    `create or replace temp table naive as
select h.hk, d.as_of, max(a.load_dt) as a, max(b.load_dt) as b, max(c.load_dt) as c
from (select * from dds.h_customer where id < ${keys}) as h cross join dds.as_of_day as d
${joins.join('\n')}
group by h.hk, d.as_of`,
  );
}

async function keepFirstKeys(session: Session, keys: number): Promise<void> {
  await runSql(session, 'delete from dds.pit_customer');
  const gone = `select hk from dds.h_customer where id >= ${keys}`;
  for (const name of satelliteNames) await runSql(session, `delete from dds.s_${name} where hk in (${gone})`);
  await runSql(session, `delete from dds.h_customer where id >= ${keys}`);
}
