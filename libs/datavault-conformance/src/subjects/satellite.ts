import fc from 'fast-check';
import { automateDv, vaultwright1 } from '@vaultwright/datavault-core';
import type { LawBatch, LawCase } from '../law-history.ts';
import { lawTypes, type LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';

/** What differs between the vaults of this subject. */
const shapeArbitrary = fc.record({
  folds: fc.constantFrom(false, false, true),
  sequence: fc.constantFrom(0, 0, 1, 2),
  composite: fc.boolean(),
  /** How many sources feed the satellite, and whether the second names its own key columns. */
  sources: fc.constantFrom(1, 1, 2),
  ownKey: fc.boolean(),
  orphans: fc.constantFrom<'hold' | 'fail'>('hold', 'fail'),
  extra: fc.boolean(),
  diff: fc.constantFrom('all', 'include', 'exclude'),
  changeDetection: fc.constantFrom<'hashDiff' | 'columns'>('hashDiff', 'hashDiff', 'columns'),
  includeParentKey: fc.boolean(),
  compress: fc.constantFrom(true, true, true, false),
  ties: fc.constantFrom<'keepAll' | 'last' | 'fail'>(
    'keepAll',
    'keepAll',
    'keepAll',
    'last',
    'last',
    'last',
    'last',
    'fail',
  ),
  onLate: fc.constantFrom<'quarantine' | 'insert' | 'drop' | 'fail'>(
    'quarantine',
    'quarantine',
    'quarantine',
    'insert',
    'insert',
    'insert',
    'drop',
    'fail',
    'fail',
  ),
  candidates: fc.constantFrom<'newer' | 'all' | 'tableMark'>(
    'newer',
    'newer',
    'newer',
    'newer',
    'all',
    'tableMark',
  ),
  onSuspect: fc.constantFrom<'none' | 'insert' | 'quarantine' | 'fail'>(
    'insert',
    'none',
    'insert',
    'insert',
    'insert',
    'quarantine',
    'quarantine',
    'fail',
  ),
});
type Shape = typeof shapeArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const rowArbitrary = fc.record({
  source: fc.nat({ max: 1 }),
  key: fc.constantFrom('a', 'a', 'a', 'b', 'b', null),
  second: fc.constantFrom('1', '1', '2', null),
  /** Counted from the place of the batch, so that newer rows, older ones and ties are all frequent. */
  day: fc.nat({ max: 4 }),
  value: fc.constantFrom('A', 'B', 'A', 'B', 'C', null, 'a'),
  number: fc.constantFrom('1', '1', '1', '2', null),
  extra: fc.constantFrom('x', 'y', null),
  order: fc.constantFrom('1', '2', '10', null),
  subOrder: fc.constantFrom('1', '2'),
  origin: fc.constantFrom('p', 'q'),
});
const batchArbitrary = fc.record({
  day: fc.nat({ max: 4 }),
  rows: fc.array(rowArbitrary, { maxLength: 8, size: 'max' }),
  /** Whether the hub learns the keys of the batch; always where their absence would refuse it. */
  keys: fc.constantFrom(true, true, true, false),
  again: fc.constantFrom<number | null>(null, null, null, null, 1, 2),
  highWater: fc.constantFrom<number | null>(null, 9, 9, 9, 9),
});
type Batch = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const dayOf = (day: number): string => `2022-01-${String(10 + day).padStart(2, '0')} 00:00:00.000000`;

/** One satellite with every option, fed by one or two sources whose rows bring their own load dates. */
export const satelliteSubject: LawSubject = {
  name: 'satellite options',
  cases: fc.noBias(
    fc
      .record({
        shape: shapeArbitrary,
        batches: fc.array(batchArbitrary, { minLength: 3, maxLength: 5, size: 'max' }),
      })
      .map(({ shape, batches }) => ({ vault: vaultOf(shape), batches: batchesOf(shape, batches) })),
  ),
  ordered: fc.noBias(
    fc
      .record({
        shape: shapeArbitrary,
        batches: fc.array(batchArbitrary, { minLength: 2, maxLength: 4, size: 'max' }),
      })
      .map(({ shape, batches }) => inOrder(shape, batches)),
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
    'conflict',
    'ties',
    'suspect',
    'lateStored',
    'refused batch',
  ],
};

/** Rows of a batch lie between those of the batches around it; nothing is refused. */
function inOrder(given: Shape, batches: readonly Batch[]): LawCase {
  const shape: Shape = {
    ...given,
    orphans: 'hold',
    ties: given.ties === 'fail' ? 'keepAll' : given.ties,
    onLate: given.onLate === 'fail' ? 'quarantine' : given.onLate,
    onSuspect: 'none',
    candidates: given.candidates === 'all' ? 'newer' : given.candidates,
  };
  const rising = batches.map((batch, place) => ({
    ...batch,
    again: null,
    keys: true,
    highWater: null,
    rows: batch.rows.map((row) => ({ ...row, day: place * 2 + (row.day % 3) })),
  }));
  return { vault: vaultOf(shape), batches: batchesOf(shape, rising) };
}

/** Options that do not go together are left at their defaults. */
function optionsOf(shape: Shape) {
  const { candidates, ties, changeDetection } = shape;
  const late = candidates === 'newer' ? shape.onLate : 'quarantine';
  const inserts = late === 'insert';
  const suspects =
    shape.onSuspect === 'none' ||
    candidates !== 'newer' ||
    (shape.onSuspect === 'quarantine' && late !== 'quarantine')
      ? undefined
      : shape.onSuspect;
  return {
    changeDetection,
    includeParentKey: changeDetection === 'hashDiff' && shape.includeParentKey,
    compress: shape.compress,
    ties: inserts && ties === 'last' ? ('keepAll' as const) : ties,
    onLate: late,
    candidates,
    ...(suspects === undefined ? {} : { onSuspect: suspects }),
    ...(shape.diff === 'all'
      ? {}
      : { diff: shape.diff === 'include' ? { include: ['value'] } : { exclude: ['number'] } }),
  };
}

function vaultOf(shape: Shape): LawVault {
  const columns = (nullable: boolean) => ({
    key: { type: lawTypes.text, nullable },
    ...(shape.composite ? { second: { type: lawTypes.int, nullable } } : {}),
    day: { type: lawTypes.timestamp, nullable: false },
    value: { type: lawTypes.text, nullable: true },
    number: { type: lawTypes.int, nullable: true },
    extra: { type: lawTypes.text, nullable: true },
    order: { type: lawTypes.int, nullable: true },
    sub_order: { type: lawTypes.int, nullable: false },
    origin: { type: lawTypes.text, nullable: false },
  });
  const key = shape.composite ? ['key', 'second'] : ['key'];
  const [first, second] = [{ seq: 'order' }, { seq: 'order', 'Sub Order': 'sub_order' }];
  const taken = {
    payload: { value: 'value', number: 'number' },
    sequence: shape.sequence === 0 ? {} : shape.sequence === 1 ? first : second,
    extra: shape.extra ? { note: 'extra' } : {},
  };
  const arrival = { loadDate: 'day', recordSource: 'origin' };
  const [keys, own, other] = ['keys', 'own', 'other'];
  return {
    name: 'satellite',
    hashProfile: shape.folds ? { ...automateDv, algorithm: 'md5', text: 'vaultwright-1' } : vaultwright1,
    sources: [
      { name: keys, columns: columns(true) },
      { name: own, columns: columns(true), arrival },
      { name: other, columns: columns(true), arrival },
    ],
    entities: [
      {
        kind: 'hub',
        name: 'h',
        from: keys,
        hashKey: 'hk',
        businessKey: Object.fromEntries(key.map((name) => [`bk_${name}`, name])),
      },
      {
        kind: 'satellite',
        name: 's',
        of: 'h',
        from: own,
        key,
        ...taken,
        orphans: shape.orphans,
        ...(shape.sources === 2 ? { furtherSources: [{ from: other, key, ...taken }] } : {}),
        ...optionsOf(shape),
      },
    ],
  };
}

function batchesOf(shape: Shape, batches: readonly Batch[]): LawBatch[] {
  const built: LawBatch[] = [];
  batches.forEach(({ day, rows, keys, again, highWater }, place) => {
    const earlier = again === null ? undefined : built.at(-again);
    if (earlier !== undefined) {
      built.push(earlier);
      return;
    }
    /** Where rows wait for their keys, those of the first batch do. */
    const brings = shape.orphans === 'fail' || (keys && place > 0);
    const valuesOf = (row: (typeof rows)[number]) => [
      row.key,
      ...(shape.composite ? [row.key === null ? null : row.second] : []),
      dayOf(row.day + place),
      row.value,
      row.number,
      row.extra,
      row.order,
      row.subOrder,
      row.origin,
    ];
    const all = rows.map(valuesOf);
    const bySource =
      shape.sources === 1
        ? { own: all }
        : {
            own: rows.filter(({ source }) => source === 0).map(valuesOf),
            other: rows.filter(({ source }) => source === 1).map(valuesOf),
          };
    const at =
      highWater === null ? {} : { highWater: { own: dayOf(highWater), other: dayOf(highWater - 1) } };
    built.push({
      loadDate: dayOf(day),
      recordSource: `file-${place}`,
      ...at,
      rows: brings ? { keys: all, ...bySource } : bySource,
    });
  });
  return built;
}
