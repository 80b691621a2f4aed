import fc from 'fast-check';
import { type HashProfile, vaultwright1 } from '@vaultwright/datavault-core';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { loadDateOf, type LawBatch, type LawCase } from '../law-history.ts';
import type { LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';

const profiles: readonly HashProfile[] = [
  vaultwright1,
  { ...vaultwright1, algorithm: 'sha256', encoding: 'hexLower' },
  { ...vaultwright1, algorithm: 'sha1', encoding: 'hexUpper' },
  { ...vaultwright1, linkKeyFrom: 'hashKeys' },
];

const shapeArbitrary = fc.record({
  profile: fc.constantFrom(...profiles),
  composite: fc.boolean(),
  third: fc.constantFrom<'none' | 'driving' | 'secondary'>('none', 'driving', 'secondary'),
  childKey: fc.boolean(),
  quoted: fc.boolean(),
  /** Rows bring their own load dates. */
  dated: fc.constantFrom(true, true, false),
  starts: fc.constantFrom(true, true, false),
  ends: fc.constantFrom(true, true, false),
  cardinality: fc.constantFrom<'one' | 'many'>('one', 'many'),
  autoEndDate: fc.constantFrom(true, true, true, false),
  /** The secondary hub has a source of its own, so that link keys may be unknown. */
  unknownKeys: fc.constantFrom<'none' | 'hold' | 'fail'>('none', 'none', 'none', 'hold', 'hold', 'fail'),
  closes: fc.boolean(),
  onLate: fc.constantFrom<'quarantine' | 'drop' | 'fail'>(
    'quarantine',
    'quarantine',
    'quarantine',
    'drop',
    'fail',
  ),
  automateDv: fc.constant<boolean>(true),
});
type Shape = typeof shapeArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** Hubs, a link between them, and effectivity satellites: one by driving keys, and where all keys are known one in every other mode. */
function buildVault(shape: Shape): LawVault {
  const text = { type: { kind: 'text', length: 9 }, nullable: true } as const;
  const instant = (nullable: boolean) => ({ type: { kind: 'timestamp' }, nullable }) as const;
  const name = (plain: string): string => (shape.quoted ? `${plain} "Ключ"` : plain);
  const parts = (key: string) => (shape.composite ? [key, `${key}_2`] : [key]);
  const keyColumns = (key: string) => Object.fromEntries(parts(key).map((part) => [part, text]));
  const hub = (key: string, from: string) =>
    ({
      kind: 'hub',
      name: `h_${key}`,
      from,
      hashKey: `hk_h_${key}`,
      businessKey: Object.fromEntries(parts(key).map((part) => [part, part])),
    }) as const;
  const roles = shape.third === 'none' ? ['d', 's'] : ['d', 's', 't'];
  const driving = [name('hk_d'), ...(shape.third === 'driving' ? [name('hk_t')] : [])];
  const own = shape.unknownKeys !== 'none';
  const link = name('l_ds');
  return {
    name: 'laws',
    hashProfile: shape.profile,
    sources: [
      {
        name: 'l',
        columns: {
          ...Object.assign({}, ...roles.map(keyColumns)),
          c: text,
          since: instant(false),
          until: instant(true),
          at: instant(false),
        },
        arrival: shape.dated ? { loadDate: 'at' } : {},
      },
      { name: 's', columns: keyColumns('s') },
    ],
    entities: [
      ...roles.map((role) => hub(role, role === 's' && own ? 's' : 'l')),
      {
        kind: 'link',
        name: link,
        from: 'l',
        hashKey: name('hk_l'),
        // A satellite that stops at rows which its link holds is refused, unless rows that close may lack a key.
        orphans: own && (shape.unknownKeys === 'hold' || shape.closes) ? 'hold' : 'fail',
        connects: Object.fromEntries(
          roles.map((role) => [name(`hk_${role}`), { hub: `h_${role}`, columns: parts(role) }]),
        ),
        ...(shape.childKey ? { childKey: { child: 'c' } } : {}),
      },
      {
        kind: 'effectivitySatellite',
        name: name('s_driving'),
        of: link,
        from: 'l',
        drivingKey: driving,
        ...(shape.starts ? { start: 'since' } : {}),
        ...(shape.ends ? { end: 'until' } : {}),
        cardinality: shape.cardinality,
        autoEndDate: shape.autoEndDate,
        nullSecondary: shape.closes && shape.unknownKeys !== 'hold' ? 'close' : 'skip',
        onLate: shape.onLate,
        orphans: shape.unknownKeys === 'hold' ? 'hold' : 'fail',
        startColumn: name('from'),
        endColumn: name('select'),
      },
      ...(shape.unknownKeys === 'none'
        ? [
            {
              kind: 'effectivitySatellite',
              name: 's_snapshot',
              of: link,
              from: 'l',
              mode: 'snapshot',
              onLate: shape.onLate,
              activeColumn: name('active'),
            } as const,
          ]
        : []),
      ...(shape.unknownKeys === 'none' && shape.automateDv
        ? [
            {
              kind: 'effectivitySatellite',
              name: 's_automate_dv',
              of: link,
              from: 'l',
              mode: 'automate-dv',
              drivingKey: driving,
              autoEndDate: shape.autoEndDate,
              ...(shape.starts ? { start: 'since' } : {}),
              ...(shape.ends ? { end: 'until' } : {}),
            } as const,
          ]
        : []),
    ],
  };
}

const cell = fc.nat({ max: 15 });
const batchArbitrary = fc.record({
  rows: fc.array(fc.array(cell, { minLength: 8, maxLength: 8 }), { maxLength: 8, size: 'max' }),
  /** How many secondary keys their own source delivers. */
  keys: fc.constantFrom(0, 1, 3),
  behind: fc.constantFrom(0, 0, 1, 2),
  again: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 2 }) }),
});
type BatchShape = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** The same day at several times, so that openness by day is not enough; one end on the day of the open end. */
const starts = [0, 6, 9, 18].map((hour) => `2022-01-08 ${String(hour).padStart(2, '0')}:00:00.000000`);
const ends = [
  '2022-01-08 03:00:00.000000',
  '2022-01-08 09:00:00.000000',
  '2022-01-08 23:00:00.000000',
  '9999-12-31 00:00:00.000000',
  '9999-12-31 23:59:59.999999',
];

function buildBatches(vault: LawVault, shapes: readonly BatchShape[]): LawBatch[] {
  const built: LawBatch[] = [];
  const [main, keys] = vault.sources;
  shapes.forEach(({ rows, keys: delivered, behind, again }, place) => {
    const earlier = again === null ? undefined : built.at(-1 - again);
    if (earlier !== undefined) {
      built.push(earlier);
      return;
    }
    const day = Math.max(0, place - behind);
    const staged = rows.map((cells) =>
      Object.keys(main?.columns ?? {}).map((name) => valueOf(name, cells, day)),
    );
    const columns = Object.keys(keys?.columns ?? {});
    const others = ['1', '2', '3'].slice(0, delivered).map((value): CanonicalRow => columns.map(() => value));
    built.push({
      loadDate: loadDateOf(day),
      recordSource: `file-${place}`,
      rows: delivered === 0 ? { l: staged } : { s: others, l: staged },
    });
  });
  return built;
}

/** Two driving keys, three secondary ones; a fifth of the keys is missing. */
function valueOf(name: string, cells: readonly number[], day: number): string | null {
  const at = (index: number): number => cells[index] ?? 0;
  const pick = (values: readonly string[], index: number): string => values[at(index) % values.length] ?? '';
  if (name.startsWith('d')) return at(0) === 0 ? null : pick(['A', 'A', 'B'], 0);
  if (name.startsWith('s_') || name === 's') return at(1) < 2 ? null : pick(['1', '2', '3'], 1);
  if (name.startsWith('t')) return at(2) === 0 ? null : pick(['x', 'x', 'x', 'y'], 2);
  if (name === 'c') return at(3) === 0 ? null : pick(['k', 'k', 'k', 'm'], 3);
  if (name === 'since') return pick(starts, 4);
  if (name === 'until') return at(5) < 8 ? null : pick(ends, 5);
  return `${loadDateOf(day).slice(0, 10)} ${pick(['08', '12', '12', '16'], 6)}:00:00.000000`;
}

const cases = (
  shapes: fc.Arbitrary<Shape>,
  batches: fc.Arbitrary<BatchShape>,
  minLength: number,
  maxLength: number,
): fc.Arbitrary<LawCase> =>
  fc
    .record({
      shape: fc.noBias(shapes),
      batches: fc.noBias(fc.array(batches, { minLength, maxLength, size: 'max' })),
    })
    .map(({ shape, batches: given }) => {
      const vault = buildVault(shape);
      return { vault, batches: buildBatches(vault, given) };
    });

/** Effectivity satellites in all modes over links with one or two driving and secondary participants. */
export const effectivitySubject: LawSubject = {
  name: 'effectivity satellites',
  cases: cases(shapeArbitrary, batchArbitrary, 4, 6),
  ordered: cases(
    shapeArbitrary.map((shape) => ({
      ...shape,
      onLate: 'quarantine',
      // Mode automate-dv promises nothing about batches that are loaded again.
      automateDv: false,
      unknownKeys: shape.unknownKeys === 'fail' ? 'hold' : shape.unknownKeys,
    })),
    batchArbitrary.map((batch) => ({ ...batch, behind: 0, again: null })),
    2,
    3,
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
    'ties',
    'refused batch',
    'snapshot inserted',
    'snapshot known',
    'snapshot derived',
    'automate-dv inserted',
    'automate-dv known',
    'automate-dv derived',
  ],
  count: ({ entity, source, read: _read, ...rows }): Record<string, number> => {
    const mode = /^s_(snapshot|automate_dv)/.exec(entity)?.[1]?.replace('_', '-');
    if (!entity.startsWith('s_')) return {};
    if (source === null) return { released: Number(rows.inserted) };
    return Object.fromEntries(
      Object.entries(rows).map(([name, count]) => [
        mode === undefined ? name : `${mode} ${name}`,
        Number(count),
      ]),
    );
  },
};
