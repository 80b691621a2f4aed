import fc from 'fast-check';
import { normalisesText, type ColumnDefinition } from '@vaultwright/datavault-core/model';
import { type HashProfile, automateDv, vaultwright1, type Vault } from '@vaultwright/datavault-core';
import type { LawBatch, LawCase } from '../law-history.ts';
import { lawTypes, type LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';

const profiles: readonly HashProfile[] = [
  vaultwright1,
  { ...vaultwright1, algorithm: 'sha256', encoding: 'hexLower' },
  { ...vaultwright1, algorithm: 'sha1', encoding: 'binary' },
  { ...automateDv, algorithm: 'sha256', text: 'vaultwright-1' },
];
const types = ['text', 'int', 'decimal', 'timestamp'] as const;
type LawType = (typeof types)[number];

const shapeArbitrary = fc.record({
  profile: fc.constantFrom(...profiles),
  key: fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 2 }),
  child: fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 2 }),
  payload: fc.constantFrom<readonly LawType[]>(['text'], ['int'], ['text', 'decimal']),
  /** The satellite reads the source of its hub, so that its rows always have a parent. */
  sharesSource: fc.constantFrom(false, false, true),
  membership: fc.constantFrom<'snapshot' | 'delta'>('snapshot', 'snapshot', 'delta'),
  childNull: fc.constantFrom<'nullKey' | 'value'>('nullKey', 'value'),
  firstLoad: fc.constantFrom<'compare' | 'asIs'>('compare', 'compare', 'asIs'),
  ties: fc.constantFrom<'keepAll' | 'fail'>('keepAll', 'keepAll', 'keepAll', 'fail'),
  onLate: fc.constantFrom<'quarantine' | 'drop' | 'fail'>(
    'quarantine',
    'quarantine',
    'quarantine',
    'drop',
    'fail',
  ),
  orphans: fc.constantFrom<'hold' | 'fail'>('hold', 'hold', 'hold', 'fail'),
  ownDate: fc.constantFrom(true, true, false),
  ownOrigin: fc.boolean(),
});
type Shape = typeof shapeArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const cells = fc.array(fc.nat({ max: 15 }), { minLength: 9, maxLength: 9 });
const batchArbitrary = fc.record({
  hub: fc.constantFrom(true, false, false),
  /** Days by which the batch is older than its place says. */
  behind: fc.constantFrom<number>(0, 0, 1, 2),
  rows: fc.array(cells, { minLength: 1, maxLength: 8, size: 'max' }),
  empty: fc.constantFrom(true, false, false, false, false, false, false, false),
  /** Where rows bring their load date: the first groups of the batch come once more at its end. */
  echo: fc.boolean(),
  /** Delivers the rows of an earlier batch once more, but for so many of the last, under its date or a new one. */
  again: fc.option(
    fc.record({ back: fc.nat({ max: 2 }), sameDate: fc.boolean(), without: fc.constantFrom(0, 0, 1) }),
    { freq: 1 },
  ),
});
type BatchShape = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;
const histories = (minLength: number, maxLength: number): fc.Arbitrary<BatchShape[]> =>
  fc.noBias(fc.array(batchArbitrary, { minLength, maxLength, size: 'max' }));

/** Parents with several rows at once: groups and single members, every policy, several load dates in a batch. */
export const multiActiveSubject: LawSubject = {
  name: 'multi-active satellites',
  cases: fc
    .record({ shape: fc.noBias(shapeArbitrary), batches: histories(4, 6) })
    .map(({ shape, batches }) => lawCase(shape, endingLate(batches))),
  ordered: fc
    .record({ shape: fc.noBias(shapeArbitrary), batches: histories(2, 4) })
    .map(({ shape, batches }) =>
      lawCase(
        { ...shape, ties: 'keepAll', onLate: 'quarantine', orphans: 'hold' },
        batches.map((batch) => ({ ...batch, behind: 0, again: null })),
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
    'ties',
    'refused batch',
    'groups',
    'members',
    'NULL as a child',
  ],
  countEnd: (vault: Vault) => {
    const model = vault.entities.find((entity) => entity.kind === 'multiActiveSatellite');
    return {
      groups: model?.membership === 'snapshot' ? 1 : 0,
      members: model?.membership === 'delta' ? 1 : 0,
      'NULL as a child': model?.childNull === 'value' ? 1 : 0,
    };
  },
};

/** The last batch brings other rows than before under an early load date. */
function endingLate(batches: readonly BatchShape[]): BatchShape[] {
  return batches.map((batch, place) =>
    place === batches.length - 1 ? { ...batch, hub: false, behind: batches.length - 2, again: null } : batch,
  );
}

function lawCase(given: Shape, batches: readonly BatchShape[]): LawCase {
  const isDelta = given.membership === 'delta';
  const shape: Shape = isDelta ? { ...given, childNull: 'nullKey', firstLoad: 'compare' } : given;
  const vault = lawVault(shape);
  const built: LawBatch[] = [];
  for (const [place, { hub, behind, rows, empty, echo, again }] of batches.entries()) {
    const day = Math.max(0, place - behind);
    const arrival = { loadDate: dateOf(day, 0), recordSource: `file-${place}` };
    const earlier = again === null || place < 2 ? undefined : built.at(-1 - again.back);
    if (earlier !== undefined && again !== null) {
      const repeated = Object.entries(earlier.rows).map(([name, own]) => [
        name,
        own.slice(0, own.length - again.without),
      ]);
      const own = again.sameDate ? {} : arrival;
      built.push({ ...earlier, ...own, rows: Object.fromEntries(repeated) as LawBatch['rows'] });
      continue;
    }
    // The second batch brings hub rows, so that rows held before them are released.
    const name = shape.sharesSource || (place > 0 && !hub && place !== 1) || place === 0 ? 'm' : 'h';
    const columns = Object.entries(vault.sources.find((source) => source.name === name)?.columns ?? {});
    const values = (empty ? [] : rows).map((row) =>
      columns.map(([column, definition], index) =>
        column === 'at'
          ? dateOf(day, (row[index] ?? 0) % 3)
          : column === 'origin'
            ? `origin-${(row[index] ?? 0) % 2}`
            : valueOf(shape, column, definition, row[index] ?? 0),
      ),
    );
    const at = echo ? columns.findIndex(([column]) => column === 'at') : -1;
    const own = at < 0 ? values : echoed(values, at, [dateOf(day, 0), dateOf(day, 2)]);
    built.push({ ...arrival, rows: { [name]: own } });
  }
  return { vault, batches: built };
}

/** The rows of the first load date, instead of those of the last one, at the last one too. */
function echoed(
  rows: readonly (string | null)[][],
  at: number,
  [first, last]: readonly [string, string],
): readonly (string | null)[][] {
  const again = rows.filter((row) => row[at] === first).map((row) => row.with(at, last));
  return [...rows.filter((row) => row[at] !== last), ...again];
}

function lawVault(shape: Shape): LawVault {
  const { key, child, payload, sharesSource, membership, childNull, firstLoad, ties, onLate, orphans } =
    shape;
  const columnsOf = (prefix: string, of: readonly LawType[]): Record<string, Column> =>
    Object.fromEntries(
      of.map((type, part) => [`${prefix}${part}`, { type: lawTypes[type], nullable: true }]),
    );
  const named = (prefix: string, of: readonly LawType[], physical: string): Record<string, string> =>
    Object.fromEntries(of.map((_, part) => [`${physical}_${part}`, `${prefix}${part}`]));
  const from = sharesSource ? 'm' : 'h';
  return {
    name: 'laws',
    hashProfile: shape.profile,
    sources: [
      ...(sharesSource ? [] : [{ name: 'h', columns: columnsOf('k', key) }]),
      {
        name: 'm',
        columns: {
          ...columnsOf('k', key),
          ...columnsOf('c', child),
          ...columnsOf('p', payload),
          ...(shape.ownDate ? { at: { type: lawTypes.timestamp } } : {}),
          ...(shape.ownOrigin ? { origin: { type: lawTypes.text } } : {}),
        },
        arrival: {
          ...(shape.ownDate ? { loadDate: 'at' } : {}),
          ...(shape.ownOrigin ? { recordSource: 'origin' } : {}),
        },
      },
    ],
    entities: [
      {
        kind: 'hub',
        name: 'h_parent',
        from,
        businessKey: named('k', key, 'id'),
      },
      {
        kind: 'multiActiveSatellite',
        name: 's_many',
        of: 'h_parent',
        from: 'm',
        ...(sharesSource ? {} : { key: key.map((_, part) => `k${part}`) }),
        payload: named('p', payload, 'value'),
        childKey: named('c', child, 'child'),
        membership,
        childNull,
        firstLoad,
        ties,
        onLate,
        orphans,
      },
    ],
  };
}

type Column = Pick<ColumnDefinition, 'type'> & { readonly nullable: boolean };

/** Units: days of the history, hours of the day. */
function dateOf(day: number, hour: number): string {
  return `2022-01-${String(10 + day).padStart(2, '0')} 0${hour}:00:00.000000`;
}

const plain: Readonly<Record<string, readonly string[]>> = {
  text: ['a', 'b', '', '\u00e9'],
  int: ['1', '2', '-7', '0'],
  decimal: ['1.5', '2', '-0.01', '0'],
  timestamp: ['2020-01-01 00:00:00.000000', '2020-02-29 23:59:59.000001', '0999-12-31 00:00:00.500000'],
};
const folded: typeof plain = { ...plain, text: ['A', 'a', ' a ', '', 'B'] };

/** Two values for nearly every cell, so that groups are often equal; NULL now and then. */
function valueOf(
  { profile }: Shape,
  name: string,
  { type }: Pick<ColumnDefinition, 'type'>,
  cell: number,
): string | null {
  const pool = (normalisesText(profile.key) ? folded : plain)[type.kind] ?? [];
  if (cell < 9) return pool[0] ?? null;
  if (cell < 13) return pool[1] ?? null;
  if (cell < 15) return pool[(cell + name.length) % pool.length] ?? null;
  return null;
}
