import {
  defineHub,
  defineSatellite,
  defineSource,
  defineVault,
  int,
  prehashed,
  text,
} from '@vaultwright/datavault-core';
import { timed, type TimedWork } from './timed.ts';
import { keyOf, loadBatch, runSql, withVault } from './vault-session.ts';

/**
 * How keys lie in the table, whose rows came in the order of their numbers.
 *
 * `hashed` keys are anywhere; `ordered` ones, which the source has computed, rise as they arrive, so that the engine can
 * leave out what lies outside of their range.
 */
export type KeyOrder = 'hashed' | 'ordered';

export interface GrowingSatellite {
  readonly database: string;
  readonly keys: KeyOrder;
  /** Rows of the satellite, one a key. */
  readonly rows: number;
}

const label = text(40);
const hashedRows = defineSource('rows', { columns: { id: int(), label } });
const orderedRows = defineSource('rows', { columns: { id: prehashed(16), label } });
const hashedHub = defineHub('h_key', { from: hashedRows, businessKey: { id: 'id' }, hashKey: 'hk' });
const orderedHub = defineHub('h_key', { from: orderedRows, businessKey: { id: 'id' }, hashKey: 'hk' });
const vaults = {
  hashed: defineVault('growth', {
    entities: [
      hashedHub,
      defineSatellite('s_label', { of: hashedHub, from: hashedRows, payload: ['label'] }),
    ],
  }),
  ordered: defineVault('growth', {
    entities: [
      orderedHub,
      defineSatellite('s_label', { of: orderedHub, from: orderedRows, payload: ['label'] }),
    ],
  }),
};

/** The business key of a number, and the hash key that a load makes of it. */
const sql = {
  hashed: { id: (number: string) => number, key: keyOf },
  ordered: {
    id: (number: string) => `cast(printf('%032x', ${number}) as uuid)`,
    key: (number: string) => `cast(printf('%032x', ${number}) as uuid)`,
  },
};
const labelOf = (number: string, version: string): string => `'label ' || (${number} + ${version}) % 1000003`;

/** Makes the tables as loads of all these rows would have left them. */
export async function growSatellite({ database, keys, rows }: GrowingSatellite): Promise<void> {
  const { id, key } = sql[keys];
  await withVault(database, vaults[keys], async (session) => {
    const date = `timestamp '2022-01-01', 'bench'`;
    await runSql(
      session,
      `insert into dds.h_key select ${key('k')}, ${id('k')}, ${date} from range(${rows}) as r(k)`,
    );
    await runSql(
      session,
      `insert into dds.s_label select ${key('k')}, ${diffOf(labelOf('k', '0'))}, ${labelOf('k', '0')}, ${date} from range(${rows}) as r(k)`,
    );
  });
}

/** Loads the newest keys once more, every second one with another label; rows are staged before it counts. */
export async function loadIntoGrown(
  work: GrowingSatellite & { readonly batch: number; readonly version: number },
): Promise<TimedWork & { readonly inserted: number }> {
  const { database, keys, rows, batch, version } = work;
  return withVault(database, vaults[keys], async (session) => {
    const loadId = `batch-${version}`;
    const moved = labelOf('k', `case when k % 2 = 0 then ${version} else 0 end`);
    await runSql(
      session,
      `insert into staging.rows select ${sql[keys].id('k')}, ${moved}, '${loadId}', 'rows.csv' from range(${rows - batch}, ${rows}) as r(k)`,
    );
    const loadDate = `2022-02-01 00:00:0${version % 10}.000000`;
    let inserted = 0;
    const cost = await timed(async () => {
      const counts = await loadBatch(session, {
        vault: vaults[keys],
        entities: ['s_label'],
        loadId,
        loadDate,
      });
      inserted = counts['s_label'] ?? 0;
    });
    return { ...cost, inserted };
  });
}

const diffOf = (value: string): string => `cast(unhex(md5(${value})) as uuid)`;
