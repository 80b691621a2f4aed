import fc from 'fast-check';
import { vaultwright1 } from '@vaultwright/datavault-core';
import type { LawBatch, LawCase } from '../law-history.ts';
import { lawTypes, type LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';

/** What differs between the vaults of this subject. */
const shapeArbitrary = fc.record({
  onLate: fc.constantFrom<'insertRestore' | 'quarantine' | 'drop' | 'fail'>(
    'insertRestore',
    'insertRestore',
    'insertRestore',
    'insertRestore',
    'quarantine',
    'drop',
    'fail',
  ),
  ties: fc.constantFrom<'keepAll' | 'fail'>('keepAll', 'keepAll', 'keepAll', 'fail'),
  composite: fc.boolean(),
  orphans: fc.constantFrom<'hold' | 'fail'>('hold', 'hold', 'fail'),
  /** The second satellite is tracked by the same table, and fed by two sources. */
  twoSources: fc.constantFrom(false, false, true),
  twoSatellites: fc.constantFrom(false, false, true),
  identity: fc.constantFrom<'full' | 'automate-dv'>('full', 'full', 'full', 'full', 'automate-dv'),
  arrival: fc.constantFrom(true, true, true, false),
  /** Begins with a row that a later sighting of the row before it has overtaken. */
  overtaken: fc.boolean(),
});
type Shape = typeof shapeArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const rowArbitrary = fc.record({
  key: fc.constantFrom('a', 'a', 'a', 'a', 'a', 'b', null),
  second: fc.constantFrom('1', '1', '1', '1', '2', null),
  day: fc.nat({ max: 5 }),
  value: fc.constantFrom('A', 'A', 'A', 'B', 'B', null),
  other: fc.constantFrom('x', 'x', 'y', null),
  origin: fc.constantFrom('p', 'q'),
});
const batchArbitrary = fc.record({
  day: fc.nat({ max: 5 }),
  source: fc.constantFrom<'own' | 'more'>('own', 'own', 'more'),
  rows: fc.array(rowArbitrary, { maxLength: 5, size: 'max' }),
  /** Whether the hub learns the keys of the batch; always where their absence would refuse it. */
  keys: fc.constantFrom(true, true, true, false),
  again: fc.constantFrom<number | null>(null, null, null, null, 1, 2),
});
type Batch = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const histories = (minLength: number, maxLength: number) =>
  fc.record({
    shape: shapeArbitrary,
    batches: fc.array(batchArbitrary, { minLength, maxLength, size: 'max' }),
  });

/** Satellites whose rows are all remembered, and the tables that remember them. */
export const trackingSubject: LawSubject = {
  name: 'tracking satellites',
  cases: fc.noBias(histories(3, 4).map(({ shape, batches }) => caseOf(shape, batches))),
  ordered: fc.noBias(histories(2, 3).map(({ shape, batches }) => inOrder(shape, batches))),
  orderFree: ['recordTrackingSatellite', 'extendedTrackingSatellite'],
  classes: [
    'inserted',
    'known',
    'duplicate',
    'nullKey',
    'held',
    'released',
    'late',
    'derived',
    'ties',
    'refused batch',
  ],
};

export const dayOf = (day: number): string => `2022-01-${String(10 + day).padStart(2, '0')} 00:00:00.000000`;

/** Rows of a batch lie after those of the batches before it, and nothing is refused; sightings keep their own dates. */
function inOrder(given: Shape, batches: readonly Batch[]): LawCase {
  const shape: Shape = {
    ...given,
    arrival: true,
    orphans: 'hold',
    ties: 'keepAll',
    onLate: given.onLate === 'fail' ? 'quarantine' : given.onLate,
    overtaken: false,
  };
  const rising = batches.map((batch, place) => ({
    ...batch,
    again: null,
    rows: batch.rows.map((row) => ({ ...row, day: place * 3 + (row.day % 3) })),
  }));
  return caseOf(shape, rising);
}

function caseOf(shape: Shape, batches: readonly Batch[]): LawCase {
  return { vault: trackedVault(shape), batches: batchesOf(shape, batches) };
}

/** A hub, one or two satellites, the extended tracking satellite of both, and a record tracking satellite. */
export function trackedVault(shape: Shape): LawVault {
  const columns = {
    key: { type: lawTypes.text, nullable: true },
    ...(shape.composite ? { second: { type: lawTypes.int, nullable: true } } : {}),
    day: { type: lawTypes.timestamp, nullable: false },
    value: { type: lawTypes.text, nullable: true },
    other: { type: lawTypes.text, nullable: true },
    origin: { type: lawTypes.text, nullable: false },
  };
  const key = shape.composite ? ['key', 'second'] : ['key'];
  const arrival = shape.arrival ? { loadDate: 'day', recordSource: 'origin' } : {};
  const furtherSources = shape.twoSources ? { furtherSources: [{ from: 'more', key }] } : {};
  const more = (payload: Record<string, string>) =>
    shape.twoSources ? { furtherSources: [{ from: 'more', key, payload }] } : {};
  // Keys of another identity are lost, which nothing that restores or is held may depend on.
  const identity = shape.onLate === 'insertRestore' || shape.orphans === 'hold' ? 'full' : shape.identity;
  const rules = { onLate: shape.onLate, ties: shape.ties, orphans: shape.orphans, trackedBy: 'xts' } as const;
  return {
    name: 'tracking',
    hashProfile: vaultwright1,
    sources: [
      { name: 'keys', columns },
      { name: 'own', columns, arrival },
      { name: 'more', columns, arrival },
    ],
    entities: [
      {
        kind: 'hub',
        name: 'h',
        from: 'keys',
        hashKey: 'hk',
        businessKey: Object.fromEntries(key.map((name) => [`bk_${name}`, name])),
      },
      {
        kind: 'satellite',
        name: 's',
        of: 'h',
        from: 'own',
        key,
        payload: { value: 'value' },
        ...more({ value: 'value' }),
        ...rules,
      },
      ...(shape.twoSatellites
        ? [
            {
              kind: 'satellite' as const,
              name: 't',
              of: 'h',
              from: 'own',
              key,
              payload: { other: 'other' },
              ...rules,
            },
          ]
        : []),
      {
        kind: 'extendedTrackingSatellite',
        name: 'xts',
        of: 'h',
        orphans: shape.orphans,
        identity,
        acceptLostRows: identity !== 'full',
      },
      {
        kind: 'recordTrackingSatellite',
        name: 'rts',
        of: 'h',
        from: 'own',
        key,
        orphans: shape.orphans,
        ...furtherSources,
      },
    ],
  };
}

function batchesOf(shape: Shape, batches: readonly Batch[]): LawBatch[] {
  const built: LawBatch[] = shape.overtaken ? overtakenBatches(shape) : [];
  batches.forEach(({ day, source, rows, keys, again }, place) => {
    const earlier = again === null ? undefined : built.at(-again);
    if (earlier !== undefined) {
      built.push(earlier);
      return;
    }
    const values = rows.map((row) => [
      row.key,
      ...(shape.composite ? [row.key === null ? null : row.second] : []),
      dayOf(row.day),
      row.value,
      row.other,
      row.origin,
    ]);
    /** Where rows wait for their keys, those of the first batch do. */
    const brings = shape.orphans === 'fail' || (keys && place > 0);
    const given = { [shape.twoSources ? source : 'own']: values };
    built.push({
      loadDate: dayOf(day),
      recordSource: `file-${place}`,
      rows: brings ? { keys: values, ...given } : given,
    });
  });
  return built;
}

/** A on day 1, A on day 4, and then B on day 2. */
function overtakenBatches(shape: Shape): LawBatch[] {
  return [
    { day: 1, value: 'A' },
    { day: 4, value: 'A' },
    { day: 2, value: 'B' },
  ].map(({ day, value }) => {
    const row = ['a', ...(shape.composite ? ['1'] : []), dayOf(day), value, 'x', 'p'];
    return { loadDate: dayOf(day), recordSource: 'p', rows: { keys: [row], own: [row] } };
  });
}
