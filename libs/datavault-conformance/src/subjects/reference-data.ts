import fc from 'fast-check';
import { vaultwright1, type LoadResult, type Vault } from '@vaultwright/datavault-core';
import { rowsOf } from '../reference/state.ts';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import type { LawBatch, LawCase } from '../law-history.ts';
import type { LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';

const text = { kind: 'text', length: 20 } as const;
const types = {
  text,
  int: { kind: 'int' },
  decimal: { kind: 'decimal', precision: 9, scale: 2 },
  timestamp: { kind: 'timestamp' },
} as const;

const shapeArbitrary = fc.record({
  key: fc.array(fc.constantFrom('text', 'int', 'decimal'), { minLength: 1, maxLength: 2 }),
  nullableKey: fc.constantFrom(true, true, false),
  second: fc.boolean(),
  arrival: fc.boolean(),
  payload: fc.subarray(['p', 'q'], { minLength: 1 }),
  onConflict: fc.constantFrom<'quarantine' | 'first' | 'fail'>('quarantine', 'quarantine', 'first', 'fail'),
  onNullKey: fc.constantFrom<'skip' | 'fail'>('skip', 'skip', 'skip', 'skip', 'fail'),
  quoted: fc.boolean(),
  orphans: fc.constantFrom<'hold' | 'fail'>('hold', 'hold', 'hold', 'fail'),
  /** Where the versions come from: a source that feeds the hub, or one that does not. */
  described: fc.constantFrom<'a' | 's'>('a', 's', 's'),
  mergeEqual: fc.boolean(),
});
type Shape = typeof shapeArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** Sources whose columns have other names, a reference hub with a satellite and views of it, a table of each mode. */
function vaultOf(shape: Shape): LawVault {
  const name = (plain: string): string => (shape.quoted ? `${plain} "Код"` : plain);
  const columnsOf = (prefix: string) => ({
    ...Object.fromEntries(
      shape.key.map((kind, part) => [
        `${prefix}k${part}`,
        { type: types[kind], nullable: shape.nullableKey },
      ]),
    ),
    [`${prefix}p`]: { type: text, nullable: true },
    [`${prefix}q`]: { type: types.decimal, nullable: true },
    ...(shape.arrival ? { at: { type: types.timestamp } } : {}),
  });
  const arrival = shape.arrival ? { loadDate: 'at' } : {};
  const feed = (prefix: string, content: 'extra' | 'payload') => ({
    naturalKey: Object.fromEntries(shape.key.map((_, part) => [name(`code_${part}`), `${prefix}k${part}`])),
    [content]: Object.fromEntries(shape.payload.map((column) => [`v_${column}`, `${prefix}${column}`])),
  });
  const furtherSources = (content: 'extra' | 'payload') =>
    shape.second ? [{ from: 'b', ...feed('b', content) }] : [];
  return {
    name: 'laws',
    hashProfile: vaultwright1,
    sources: [
      { name: 'a', columns: columnsOf('a'), arrival },
      { name: 'b', columns: columnsOf('b'), arrival },
      { name: 's', columns: columnsOf('s'), arrival },
    ],
    entities: [
      {
        kind: 'referenceHub',
        name: name('rh'),
        from: 'a',
        ...feed('a', 'extra'),
        furtherSources: furtherSources('extra'),
        onNullKey: shape.onNullKey,
      },
      {
        kind: 'referenceTable',
        name: 'first_seen',
        from: 'a',
        ...feed('a', 'payload'),
        furtherSources: furtherSources('payload'),
        onConflict: shape.onConflict,
      },
      {
        kind: 'referenceTable',
        name: 'as_delivered',
        mode: 'type1',
        from: 'a',
        ...feed('a', 'payload'),
        onConflict: shape.onConflict,
        onNullKey: shape.onNullKey,
      },
      {
        kind: 'referenceSatellite',
        name: 'rs',
        of: name('rh'),
        from: shape.described,
        payload: feed(shape.described, 'payload')['payload'],
        ...(shape.described === 's' ? { naturalKey: feed('s', 'payload').naturalKey } : {}),
        orphans: shape.orphans,
      },
      {
        kind: 'asOfTable',
        name: 'days',
        generate: {
          start: '2021-12-31',
          end: '2022-01-08',
          zone: 'UTC',
          at: '00:00:00',
          grains: { daily: 5 },
        },
      },
      { kind: 'snapshotView', name: 'rs_at', of: 'rs', at: 'days' },
      { kind: 'currentView', name: 'rs_now', of: 'rs' },
      { kind: 'endDatedView', name: 'rs_history', of: 'rs', mergeEqual: shape.mergeEqual },
    ] as LawVault['entities'],
  };
}

const values: Readonly<Record<string, readonly string[]>> = {
  text: ['a', 'b', '', 'A'],
  int: ['1', '2', '-7', '10'],
  decimal: ['1.5', '2', '-0.01', '0'],
};
const dayOf = (place: number): string =>
  `2022-01-${String(Math.max(1, place + 2)).padStart(2, '0')} 00:00:00.000000`;

function cellOf(vault: LawVault, column: string, cell: number, place: number): string | null {
  if (column === 'at') return dayOf(place - (cell % 3 === 0 ? 1 : 0));
  const source = vault.sources.find(({ columns }) => column in columns);
  const definition = source?.columns[column];
  const isKey = /^[abs]k/.test(column);
  if (definition?.nullable && cell > (isKey ? 14 : 12)) return null;
  const pool = values[definition?.type.kind ?? ''] ?? [];
  return pool[cell < 8 ? cell % 2 : cell % 4] ?? null;
}

const cell = fc.nat({ max: 15 });
const rowsArbitrary = fc.array(fc.array(cell, { minLength: 5, maxLength: 5 }), { maxLength: 6, size: 'max' });
const batchArbitrary = fc.record({
  sources: fc.constantFrom(['a'], ['a', 's'], ['b', 's'], ['a', 'b'], ['s']),
  behind: fc.constantFrom(0, 0, 0, 1, 2),
  a: rowsArbitrary,
  b: rowsArbitrary,
  s: rowsArbitrary,
});
type BatchShape = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

function batchesOf(vault: LawVault, shapes: readonly BatchShape[], ordered: boolean): LawBatch[] {
  return shapes.map((shape, place): LawBatch => {
    const at = ordered ? place : place - shape.behind;
    const rows = shape.sources.map((name): [string, readonly CanonicalRow[]] => {
      const columns = Object.keys(vault.sources.find((source) => source.name === name)?.columns ?? {});
      // The first batch is empty, so that no policy refuses it and the instants are there from then on.
      const cells = place === 0 && !ordered ? [] : shape[name as 'a' | 'b' | 's'];
      return [
        name,
        cells.map((row) => columns.map((item, index) => cellOf(vault, item, row[index] ?? 0, at))),
      ];
    });
    return { loadDate: dayOf(at), recordSource: `file-${place}`, rows: Object.fromEntries(rows) };
  });
}

function histories(minLength: number, maxLength: number, ordered: boolean): fc.Arbitrary<LawCase> {
  return fc
    .record({
      shape: fc.noBias(shapeArbitrary),
      batches: fc.noBias(fc.array(batchArbitrary, { minLength, maxLength, size: 'max' })),
    })
    .map(({ shape, batches }) => {
      const calm = {
        ...shape,
        onConflict: 'quarantine',
        onNullKey: 'skip',
        orphans: 'hold',
        arrival: false,
      } as const;
      const vault = vaultOf(ordered ? calm : shape);
      return { vault, batches: batchesOf(vault, batches, ordered) };
    });
}

/** Reference hubs, satellites with views, and reference tables of both modes: natural keys, several sources. */
export const referenceDataSubject: LawSubject = {
  name: 'reference data',
  cases: histories(5, 7, false),
  ordered: histories(2, 4, true),
  orderFree: ['referenceHub'],
  classes: [
    ...['inserted', 'known', 'duplicate', 'nullKey'].flatMap((found) => [
      `${found} referenceHub`,
      `${found} first_seen`,
      `${found} as_delivered`,
    ]),
    'conflict first_seen',
    'lateStored first_seen',
    'conflict as_delivered',
    'lateStored as_delivered',
    'late as_delivered',
    ...['inserted', 'known', 'duplicate', 'nullKey', 'held', 'late', 'lateStored', 'released', 'ties'].map(
      (found) => `${found} referenceSatellite`,
    ),
    'refused batch',
    'snapshots',
  ],
  count: countOf,
  countEnd: (_vault, state) => ({ snapshots: rowsOf(state, 'rs_at').length }),
};

function countOf(result: LoadResult, vault: Vault): Record<string, number> {
  const entity = vault.entities.find(({ name }) => name === result.entity);
  const part = entity?.kind === 'referenceTable' ? entity.name : (entity?.kind ?? '');
  const { entity: _entity, source, read: _read, ...rows } = result;
  if (source === null) return { [`released ${part}`]: Number(rows.inserted) };
  return Object.fromEntries(Object.entries(rows).map(([name, count]) => [`${name} ${part}`, Number(count)]));
}
