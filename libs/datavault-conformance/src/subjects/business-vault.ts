import fc from 'fast-check';
import { type HashProfile, vaultwright1, type Vault, type LoadResult } from '@vaultwright/datavault-core';
import { ghostLoadDate } from '../reference/reserved-rows.ts';
import { rowsOf, type ReferenceState } from '../reference/state.ts';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import type { LawBatch, LawCase } from '../law-history.ts';
import type { LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';

const profiles: readonly HashProfile[] = [
  vaultwright1,
  { ...vaultwright1, algorithm: 'sha256', encoding: 'hexLower' },
  { ...vaultwright1, algorithm: 'sha1', encoding: 'hexUpper' },
  { ...vaultwright1, algorithm: 'sha1', encoding: 'binary' },
];

const shapeArbitrary = fc.record({
  profile: fc.constantFrom(...profiles),
  composite: fc.boolean(),
  /** Instants that the rules give, or a source lists. */
  listed: fc.boolean(),
  grains: fc.subarray(['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const, { minLength: 1 }),
  keep: fc.constantFrom<'all' | number>('all', 2, 2, 5),
  arrival: fc.boolean(),
  sequenced: fc.boolean(),
  byColumns: fc.boolean(),
  late: fc.constantFrom<'quarantine' | 'insert'>('quarantine', 'insert'),
  missing: fc.constantFrom<'ghost' | 'null'>('ghost', 'null'),
  rows: fc.constantFrom<'fromFirstSeen' | 'all'>('fromFirstSeen', 'all'),
  prune: fc.boolean(),
  keys: fc.boolean(),
  activity: fc.constantFrom<'none' | 'until' | 'status'>('none', 'until', 'until', 'status'),
  hops: fc.constantFrom(1, 2),
  endMinus: fc.constantFrom<'none' | '1us' | '1ms'>('none', '1us', '1ms'),
  mergeEqual: fc.boolean(),
  withGhosts: fc.boolean(),
  quoted: fc.boolean(),
});
type Shape = typeof shapeArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** Two hubs, a link with its satellite, and everything that is computed from them. */
function buildVault(shape: Shape): LawVault {
  const text = { type: { kind: 'text', length: 20 }, nullable: true } as const;
  const timestamp = { type: { kind: 'timestamp' }, nullable: true } as const;
  const arrival = shape.arrival ? { loadDate: 'at' } : {};
  const at = shape.arrival ? { at: { type: { kind: 'timestamp' }, nullable: false } as const } : {};
  const key = (prefix: string) => ({ [prefix]: text, ...(shape.composite ? { [`${prefix}_2`]: text } : {}) });
  const name = (plain: string): string => (shape.quoted ? `${plain} "Ключ"` : plain);
  const satellites = ['s_one', name('s_two')];
  return {
    name: 'laws',
    hashProfile: shape.profile,
    sources: [
      {
        name: 'c',
        columns: {
          ...key('c'),
          p: { ...text, nullable: false },
          n: { type: { kind: 'int' }, nullable: true },
          ...at,
        },
        arrival,
      },
      { name: 'g', columns: { ...key('c'), q: text, ...at }, arrival },
      { name: 'l', columns: { ...key('c'), ...key('d'), until: timestamp, status: text, ...at }, arrival },
      { name: 'dates', columns: { instant: timestamp } },
    ],
    entities: [
      {
        kind: 'hub',
        name: 'h_c',
        from: 'c',
        hashKey: 'hk_c',
        businessKey: same(Object.keys(key('c'))),
        furtherSources: [{ from: 'g', businessKey: same(Object.keys(key('c'))) }],
      },
      { kind: 'hub', name: 'h_d', from: 'l', hashKey: 'hk_d', businessKey: same(Object.keys(key('d'))) },
      {
        kind: 'link',
        name: 'l_cd',
        from: 'l',
        hashKey: 'hk_l',
        orphans: 'hold',
        connects: {
          hk_c: { hub: 'h_c', columns: Object.keys(key('c')) },
          hk_d: { hub: 'h_d', columns: Object.keys(key('d')) },
        },
      },
      {
        kind: 'satellite',
        name: 's_one',
        of: 'h_c',
        from: 'c',
        payload: { p: 'p' },
        orphans: 'hold',
        onLate: shape.late,
        ...(shape.sequenced ? { sequence: { n: 'n' } } : {}),
        ...(shape.byColumns ? { changeDetection: 'columns' as const } : {}),
      },
      {
        kind: 'satellite',
        name: satellites[1] ?? '',
        of: 'h_c',
        from: 'g',
        payload: { q: 'q' },
        orphans: 'hold',
      },
      {
        kind: 'satellite',
        name: 's_link',
        of: 'l_cd',
        from: 'l',
        payload: { until: 'until', status: 'status' },
        orphans: 'hold',
      },
      shape.listed
        ? { kind: 'asOfTable', name: 'as_of_days', from: 'dates', column: 'instant' }
        : {
            kind: 'asOfTable',
            name: 'as_of_days',
            generate: {
              start: '2021-12-30',
              end: '2022-01-12',
              zone: 'UTC',
              at: '00:00:00',
              grains: Object.fromEntries(shape.grains.map((grain) => [grain, shape.keep])),
            },
          },
      {
        kind: 'pointInTime',
        name: name('pit_c'),
        of: 'h_c',
        at: 'as_of_days',
        satellites: satellites.map((satellite) => ({ satellite })),
        missing: shape.missing,
        rows: shape.rows,
        prune: shape.prune,
        ...(shape.keys ? { pitKey: 'hk_pit' } : {}),
      },
      {
        kind: 'bridge',
        name: 'bridge_cd',
        of: 'h_c',
        at: 'as_of_days',
        prune: shape.prune,
        via: [
          {
            link: 'l_cd',
            ...(shape.activity === 'none'
              ? {}
              : {
                  activity: {
                    satellite: 's_link',
                    ...(shape.activity === 'until' ? { until: 'until' } : { status: 'status', deleted: 'b' }),
                  },
                }),
          },
          ...(shape.hops === 1 ? [] : [{ link: 'l_cd', hashKey: 'hk_back', hubKey: 'hk_other' }]),
        ],
        ...(shape.keys ? { bridgeKey: 'hk_bridge' } : {}),
      },
      { kind: 'currentView', name: 's_one_now', of: 's_one', withGhosts: shape.withGhosts },
      {
        kind: 'endDatedView',
        name: 's_two_history',
        of: satellites[1] ?? '',
        endMinus: shape.endMinus,
        mergeEqual: shape.mergeEqual,
        withGhosts: shape.withGhosts,
      },
    ],
  };
}

function same(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, name]));
}

const cell = fc.nat({ max: 9 });
const batchArbitrary = fc.record({
  source: fc.constantFrom('c', 'c', 'g', 'g', 'l', 'l', 'dates'),
  behind: fc.constantFrom(0, 0, 1, 2),
  rows: fc.array(fc.array(cell, { minLength: 8, maxLength: 8 }), { maxLength: 6, size: 'max' }),
});
type BatchShape = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** Instants meet load dates exactly, and miss them by a microsecond. */
const instants = ['2022-01-03 00:00:00.000000', '2022-01-06 00:00:00.000000', '2022-01-04 23:59:59.999999'];
const dayOf = (place: number): string =>
  `2022-01-${String(Math.max(1, place + 1)).padStart(2, '0')} 00:00:00.000000`;

/** A name is a key, a value or an instant; few of each. */
function valueOf(name: string, at: number, place: number): string | null {
  if (name === 'at') return dayOf(place + (at % 3) - 1);
  if (name === 'instant' || name === 'until') {
    return at > 6 ? null : (instants[at % 3] ?? null);
  }
  if (name === 'n') return at > 6 ? null : String((at % 3) + 9);
  if (name.endsWith('_2')) return at > 8 ? null : 'x';
  if (name === 'c' || name === 'd') return at > 8 ? null : (['a', 'b', 'c'][at % 3] ?? null);
  return at > 7 && name !== 'p' ? null : at % 2 === 0 ? 'a' : 'b';
}

function buildBatches(vault: LawVault, shapes: readonly BatchShape[], ordered: boolean): LawBatch[] {
  const start = ordered ? [] : ['l', 'c', 'dates', 'g'];
  return shapes.map(({ source, behind, rows }, place): LawBatch => {
    const name = start[place] ?? source;
    const contract = vault.sources.find((candidate) => candidate.name === name);
    const columns = Object.keys(contract?.columns ?? {});
    const values = rows.map((cells): CanonicalRow =>
      columns.map((column, index) => valueOf(column, cells[index] ?? 0, place)),
    );
    return {
      loadDate: dayOf(ordered ? place : place - behind),
      recordSource: `file-${place}`,
      rows: { [name]: values },
    };
  });
}

function histories(minLength: number, maxLength: number, ordered: boolean): fc.Arbitrary<LawCase> {
  return fc
    .record({
      shape: fc.noBias(shapeArbitrary),
      batches: fc.noBias(fc.array(batchArbitrary, { minLength, maxLength, size: 'max' })),
    })
    .map(({ shape, batches }) => {
      const arriving = ordered ? { ...shape, arrival: false } : shape;
      const vault = buildVault(arriving);
      return { vault, batches: buildBatches(vault, batches, ordered) };
    });
}

/** As-of tables, point-in-time tables, bridges, views and ghost records over a small vault. */
export const businessVaultSubject: LawSubject = {
  name: 'as-of tables, point in time, bridges, views',
  cases: histories(4, 6, false),
  ordered: histories(2, 4, true),
  orderFree: [],
  classes: [
    'inserted asOfTable',
    'nullKey asOfTable',
    'duplicate asOfTable',
    'derived asOfTable',
    'derived satellite',
    'derived pointInTime',
    'derived again pointInTime',
    'derived bridge',
    'ghost pairs',
    'pairs',
    'ties',
    'inactive instants',
  ],
  count: (result, vault) => countOf(result, vault),
  countEnd,
};

const seen = new WeakMap<Vault, Set<string>>();

function countOf(result: LoadResult, vault: Vault): Record<string, number> {
  const kind = vault.entities.find(({ name }) => name === result.entity)?.kind ?? '';
  const before = seen.get(vault) ?? new Set();
  seen.set(vault, before);
  const again = before.has(result.entity) ? { [`derived again ${kind}`]: Number(result.derived) } : {};
  if (result.derived > 0n) before.add(result.entity);
  return {
    [`inserted ${kind}`]: Number(result.inserted),
    [`nullKey ${kind}`]: Number(result.nullKey),
    [`duplicate ${kind}`]: Number(result.duplicate),
    [`derived ${kind}`]: Number(result.derived),
    ...again,
  };
}

function countEnd(vault: Vault, state: ReferenceState): Record<string, number> {
  const dates = vault.entities.flatMap((entity) =>
    entity.kind === 'pointInTime'
      ? rowsOf(state, entity.name).flatMap((row) => entity.satellites.map((item) => row[item.dateColumn]))
      : [],
  );
  const tied = rowsOf(state, 's_two_history').filter(
    (row) => (row['load_end_dt'] ?? '') <= (row['load_dt'] ?? ''),
  );
  return {
    'ghost pairs': dates.filter((date) => date === ghostLoadDate).length,
    pairs: dates.filter((date) => date !== null && date !== ghostLoadDate).length,
    ties: tied.length,
    'inactive instants': rowsOf(state, 'as_of_days').filter((row) => row['is_active'] === 'false').length,
  };
}
