import fc from 'fast-check';
import { type HashProfile, vaultwright1, type Vault } from '@vaultwright/datavault-core';
import { rowsOf, type ReferenceState } from '../reference/state.ts';
import type { LawBatch, LawCase } from '../law-history.ts';
import { lawTypes, type LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';

const profiles: readonly HashProfile[] = [
  vaultwright1,
  vaultwright1,
  vaultwright1,
  { ...vaultwright1, algorithm: 'sha256', encoding: 'hexUpper' },
];

const shapeArbitrary = fc.record({
  profile: fc.constantFrom(...profiles),
  feed: fc.constantFrom<'cdc' | 'snapshot'>('cdc', 'snapshot'),
  composite: fc.boolean(),
  /** Keys come as hashes, the zero key among them, whose absence means nothing. */
  prehashed: fc.boolean(),
  /** Lists come from the source of the hub, so that every key has a parent; statuses never do. */
  sharesSource: fc.constantFrom(true, true, true, false),
  compares: fc.constantFrom(true, true, false),
  allowEmpty: fc.boolean(),
  onLate: fc.constantFrom<'quarantine' | 'drop' | 'fail'>(
    'quarantine',
    'quarantine',
    'quarantine',
    'drop',
    'fail',
  ),
  orphans: fc.constantFrom<'hold' | 'fail'>('hold', 'hold', 'hold', 'fail'),
  ownDate: fc.boolean(),
  ownOrigin: fc.boolean(),
});
type Shape = typeof shapeArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const rowArbitrary = fc.record({
  id: fc.constantFrom('a', 'a', 'b', 'b', 'c', null),
  part: fc.constantFrom('1', '1', '1', null),
  status: fc.constantFrom('I', 'U', 'D', 'I', 'U', 'D', 'I', 'U', 'D', 'I', 'U', 'D', 'X'),
  value: fc.constantFrom('x', 'x', 'y', null),
  hour: fc.nat({ max: 2 }),
  origin: fc.constantFrom('p', 'q'),
});
const batchArbitrary = fc.record({
  hub: fc.constantFrom(true, false, false),
  behind: fc.constantFrom<number>(0, 0, 1, 2, 3),
  rows: fc.array(rowArbitrary, { minLength: 1, maxLength: 6, size: 'max' }),
  empty: fc.constantFrom(true, false, false, false, false, false, false, false),
  again: fc.option(fc.record({ back: fc.nat({ max: 2 }), sameDate: fc.boolean() }), { freq: 2 }),
});
type BatchShape = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;
const histories = (minLength: number, maxLength: number) =>
  fc.noBias(
    fc.record({
      shape: shapeArbitrary,
      batches: fc.array(batchArbitrary, { minLength, maxLength, size: 'max' }),
    }),
  );

/** Keys that come and go: told by their source, or learnt from lists of them, several lists in a batch. */
export const statusTrackingSubject: LawSubject = {
  name: 'status tracking satellites',
  cases: histories(5, 6).map(({ shape, batches }) => lawCase(shape, endingLate(batches))),
  ordered: histories(2, 4).map(({ shape, batches }) =>
    lawCase(
      {
        ...shape,
        sharesSource: shape.sharesSource || shape.feed === 'snapshot',
        allowEmpty: true,
        onLate: 'quarantine',
        orphans: 'hold',
      },
      batches.map(({ rows, ...batch }) => ({
        ...batch,
        rows: rows.map((row) => ({ ...row, status: row.status === 'X' ? 'D' : row.status })),
        behind: 0,
        again: null,
      })),
    ),
  ),
  orderFree: [],
  classes: [
    'inserted',
    'known',
    'duplicate',
    'nullKey',
    'held',
    'released',
    'late',
    'lateStored',
    'derived',
    'refused batch',
    'cdc',
    'snapshot',
    'I',
    'U',
    'D',
    'zero key',
  ],
  countEnd,
};

/** The last batch brings other rows than before under an early load date. */
function endingLate(batches: readonly BatchShape[]): BatchShape[] {
  return batches.map((batch, place) =>
    place === batches.length - 1
      ? { ...batch, hub: false, behind: batches.length - 2, empty: false, again: null }
      : batch,
  );
}

function countEnd(vault: Vault, state: ReferenceState): Record<string, number> {
  const model = vault.entities.find((entity) => entity.kind === 'statusTrackingSatellite');
  const rows = rowsOf(state, 's_status');
  const told = ['I', 'U', 'D'].map((status) => [
    status,
    model?.feed === 'snapshot' ? rows.filter((row) => row['status'] === status).length : 0,
  ]);
  return {
    [model?.feed ?? '']: 1,
    ...(Object.fromEntries(told) as Record<string, number>),
    'zero key': rows.filter((row) => /^0+$/.test(row[model?.hashKey ?? ''] ?? '')).length,
  };
}

function lawCase(given: Shape, batches: readonly BatchShape[]): LawCase {
  const shape: Shape = { ...given, sharesSource: given.sharesSource && given.feed === 'snapshot' };
  const vault = lawVault(shape);
  const built: LawBatch[] = [];
  for (const [place, { hub, behind, rows, empty, again }] of batches.entries()) {
    const day = Math.max(0, place - behind);
    const arrival = { loadDate: dateOf(day, 0), recordSource: `file-${place}` };
    const earlier = again === null || place < 2 ? undefined : built.at(-1 - again.back);
    if (earlier !== undefined) {
      built.push({ ...earlier, ...(again?.sameDate ? {} : arrival) });
      continue;
    }
    // Told statuses come before their keys, so that some are held; lists of keys come after them.
    const keysFirst = shape.feed === 'snapshot' ? place === 0 : place === 1;
    const name = !shape.sharesSource && (keysFirst || (hub && place > 1)) ? 'h' : 's';
    const columns = Object.keys(vault.sources.find((source) => source.name === name)?.columns ?? {});
    const values = (empty ? [] : rows).map((row) =>
      columns.map((column) => {
        if (column === 'at') return dateOf(day, row.hour);
        if (column === 'id' && isPrehashed(shape)) return row.id && hashes[row.id];
        return row[column as keyof typeof row];
      }),
    );
    built.push({ ...arrival, rows: { [name]: values as LawBatch['rows'][string] } });
  }
  return { vault, batches: built };
}

function lawVault(shape: Shape): LawVault {
  const { feed, sharesSource, ownDate, ownOrigin, onLate } = shape;
  const isComposite = shape.composite && !isPrehashed(shape);
  const key = {
    id: { type: isPrehashed(shape) ? hashType : lawTypes.text, nullable: true },
    ...(isComposite ? { part: { type: lawTypes.int, nullable: true } } : {}),
  };
  const names = Object.keys(key);
  const isList = feed === 'snapshot';
  return {
    name: 'laws',
    hashProfile: shape.profile,
    sources: [
      ...(sharesSource ? [] : [{ name: 'h', columns: key }]),
      {
        name: 's',
        columns: {
          ...key,
          status: { type: lawTypes.text },
          value: { type: lawTypes.text, nullable: true },
          ...(ownDate ? { at: { type: lawTypes.timestamp } } : {}),
          ...(ownOrigin ? { origin: { type: lawTypes.text } } : {}),
        },
        arrival: { ...(ownDate ? { loadDate: 'at' } : {}), ...(ownOrigin ? { recordSource: 'origin' } : {}) },
      },
    ],
    entities: [
      {
        kind: 'hub',
        name: 'h_key',
        from: sharesSource ? 's' : 'h',
        businessKey: Object.fromEntries(names.map((name) => [`own_${name}`, name])),
      },
      {
        kind: 'statusTrackingSatellite',
        name: 's_status',
        of: 'h_key',
        from: 's',
        ...(sharesSource ? {} : { key: names }),
        feed,
        onLate,
        ...(isList
          ? { allowEmpty: shape.allowEmpty, ...(shape.compares ? { payload: { v: 'value' } } : {}) }
          : { status: 'status', orphans: shape.orphans }),
      },
    ],
  };
}

const hashType = { kind: 'hash', bytes: 16, encoding: 'binary' } as const;
const hashes = { a: '00'.repeat(16), b: 'bb'.repeat(16), c: 'cc'.repeat(16) };

function isPrehashed({ prehashed, profile }: Shape): boolean {
  return prehashed && profile.algorithm === 'md5';
}

/** Units: days of the history, hours of the day. */
function dateOf(day: number, hour: number): string {
  return `2022-01-${String(10 + day).padStart(2, '0')} 0${hour}:00:00.000000`;
}
