import {
  defineEffectivitySatellite,
  defineHub,
  defineLink,
  defineMultiActiveSatellite,
  defineNonHistorizedLink,
  defineNonHistorizedSatellite,
  defineRecordTrackingSatellite,
  defineReferenceHub,
  defineReferenceSatellite,
  defineReferenceTable,
  defineSatellite,
  defineSource,
  defineStatusTrackingSatellite,
  defineVault,
  int,
  text,
  timestamp,
} from '@vaultwright/datavault-core';
import { BenchError } from '../bench-error.ts';
import { timed, type TimedWork } from './timed.ts';
import { loadBatch, runSql, withVault } from './vault-session.ts';

const rows = defineSource('rows', {
  columns: { id: int(), peer: int(), label: text(20), amount: int(), moment: timestamp() },
});
const hub = defineHub('hub', { from: rows, businessKey: { id: 'id' }, hashKey: 'hk' });
const peers = defineHub('peers', { from: rows, businessKey: { peer: 'peer' }, hashKey: 'hk_peer' });
const link = defineLink('link', {
  from: rows,
  hashKey: 'hk_link',
  connects: { hk: [hub, 'id'], hk_peer: [peers, 'peer'] },
});
const payload = ['label', 'amount'] as const;
const referenceHub = defineReferenceHub('referenceHub', { from: rows, naturalKey: { code: 'id' } });

const vault = defineVault('kinds', {
  entities: [
    hub,
    peers,
    link,
    defineNonHistorizedLink('nonHistorizedLink', {
      from: rows,
      connects: { hk: [hub, 'id'], hk_peer: [peers, 'peer'] },
      payload: { label: 'label', moment: 'moment' },
    }),
    defineSatellite('satellite', { of: hub, from: rows, payload }),
    defineNonHistorizedSatellite('nonHistorizedSatellite', {
      of: link,
      from: rows,
      payload: { label: 'label', moment: 'moment' },
    }),
    defineMultiActiveSatellite('multiActiveSatellite', { of: peers, from: rows, childKey: ['id'], payload }),
    defineEffectivitySatellite('effectivitySatellite', {
      of: link,
      from: rows,
      drivingKey: ['hk'],
      start: 'moment',
    }),
    defineRecordTrackingSatellite('recordTrackingSatellite', { of: hub, from: rows }),
    defineStatusTrackingSatellite('statusTrackingSatellite', {
      of: hub,
      from: rows,
      feed: 'snapshot',
      payload,
    }),
    referenceHub,
    defineReferenceTable('referenceTable', { from: rows, naturalKey: { code: 'id' }, payload: ['label'] }),
    defineReferenceSatellite('referenceSatellite', { of: referenceHub, from: rows, payload }),
  ],
});

/** What each kind stands on. */
const parents = {
  hub: [],
  link: ['hub', 'peers'],
  nonHistorizedLink: ['hub', 'peers'],
  satellite: ['hub'],
  nonHistorizedSatellite: ['hub', 'peers', 'link'],
  multiActiveSatellite: ['peers'],
  effectivitySatellite: ['hub', 'peers', 'link'],
  recordTrackingSatellite: ['hub'],
  statusTrackingSatellite: ['hub'],
  referenceHub: [],
  referenceTable: [],
  referenceSatellite: ['referenceHub'],
} as const satisfies Record<string, readonly string[]>;

export type MeasuredKind = keyof typeof parents;
export const measuredKinds = Object.keys(parents) as MeasuredKind[];

/** First load of a kind and the same rows again, from staged rows; its parents are loaded before. */
export async function loadKind(work: {
  readonly kind: MeasuredKind;
  readonly rows: number;
  readonly database: string;
}): Promise<{ readonly first: TimedWork; readonly replay: TimedWork }> {
  return withVault(work.database, vault, async (session) => {
    await runSql(
      session,
      `insert into staging.rows
select k, k * 7919 % ${Math.max(1, Math.floor(work.rows / 10))}, 'label ' || k % 1000, k % 97, timestamp '2022-01-01' + to_seconds(k), 'rows', 'rows.csv'
from range(${work.rows}) as r(k)`,
    );
    const batch = (entities: readonly string[]) =>
      loadBatch(session, { vault, entities, loadId: 'rows', loadDate: '2024-01-01 00:00:00.000000' });
    if (parents[work.kind].length > 0) await batch(parents[work.kind]);
    const load = async (expected: number): Promise<TimedWork> => {
      let inserted = 0;
      const cost = await timed(async () => {
        inserted = (await batch([work.kind]))[work.kind] ?? 0;
      });
      if (inserted === expected) return cost;
      throw new BenchError(`${work.kind}: ${inserted} rows inserted, expected ${expected}`);
    };
    return { first: await load(work.rows), replay: await load(0) };
  });
}
