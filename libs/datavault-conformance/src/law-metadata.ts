import fc from 'fast-check';
import {
  automateDv,
  vaultwright1,
  type HashProfile,
  type ColumnType,
  type VaultDefinition,
} from '@vaultwright/datavault-core';
import type { ColumnDefinition } from '@vaultwright/datavault-core/model';

/** Kinds of value that the suite varies; one type for each. */
export const lawTypes = {
  text: { kind: 'text', length: 20 },
  int: { kind: 'int' },
  decimal: { kind: 'decimal', precision: 9, scale: 2 },
  timestamp: { kind: 'timestamp' },
} as const satisfies Record<string, ColumnType>;
type LawType = keyof typeof lawTypes;

/** Hash profiles that the suite varies. */
const profiles: readonly HashProfile[] = [
  vaultwright1,
  { ...vaultwright1, algorithm: 'sha256', encoding: 'hexLower' },
  { ...vaultwright1, algorithm: 'sha1', encoding: 'hexUpper' },
  { ...automateDv, algorithm: 'sha256', text: 'vaultwright-1' },
];

/** Columns that every source brings besides its keys. */
const payloadColumns = { p0: 'text', p1: 'int', p2: 'decimal', p3: 'timestamp', p4: 'text' } as const;

const typeArbitrary = fc.constantFrom<LawType>('text', 'int', 'decimal', 'timestamp');
const keyArbitrary = fc.array(
  fc.record({ type: typeArbitrary, nullable: fc.constantFrom(true, true, false) }),
  {
    minLength: 1,
    maxLength: 2,
  },
);
const policy = fc.constantFrom<'hold' | 'fail'>('hold', 'hold', 'hold', 'hold', 'fail');

function satelliteOf(
  parents: readonly ('a' | 'link')[],
  kinds: readonly ('satellite' | 'nonHistorizedSatellite')[],
) {
  return fc.record({
    of: fc.constantFrom(...parents),
    kind: fc.constantFrom(...kinds),
    payload: fc.shuffledSubarray(Object.keys(payloadColumns), { minLength: 1, maxLength: 3 }),
    constant: fc.boolean(),
    orphans: policy,
  });
}

/** What differs between the vaults of the suite. */
const shapeArbitrary = fc.record({
  profile: fc.constantFrom(...profiles),
  keyA: keyArbitrary,
  keyB: keyArbitrary,
  extrasA: fc.shuffledSubarray(['p0', 'p1', 'p2', 'p3'], { maxLength: 2 }),
  linkHasOwnSource: fc.boolean(),
  participants: fc.constantFrom<readonly ('a' | 'b')[]>(['a', 'b'], ['a', 'a'], ['b', 'a', 'b']),
  nullableParticipants: fc.boolean(),
  present: fc.boolean(),
  linkOrphans: policy,
  satellites: fc.tuple(
    satelliteOf(['a'], ['satellite']),
    satelliteOf(['link'], ['satellite', 'nonHistorizedSatellite']),
    satelliteOf(['a', 'link'], ['nonHistorizedSatellite']),
  ),
});
type Shape = typeof shapeArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** A vault of two hubs, a link between them, and satellites, as plain data. */
export type LawVault = VaultDefinition & { readonly hashProfile: HashProfile };

/** Vaults with composite keys, nullable parts, a hub linked twice, both policies, four hash profiles. */
export const vaultArbitrary: fc.Arbitrary<LawVault> = fc.noBias(shapeArbitrary).map(buildVault);

function buildVault(shape: Shape): LawVault {
  const linkSource = shape.linkHasOwnSource ? 'l' : 'a';
  const keys = { a: shape.keyA, b: shape.keyB };
  const connects = Object.fromEntries(
    shape.participants.map((hub, place) => [
      `hk_${place}`,
      {
        hub: `h_${hub}`,
        columns: keys[hub].map((_, part) =>
          linkSource === hub && shape.participants.indexOf(hub) === place ? `k${part}` : `r${place}_${part}`,
        ),
      },
    ]),
  );
  const references = Object.fromEntries(
    shape.participants.flatMap((hub, place) =>
      keys[hub].map(({ type }, part) => [
        `r${place}_${part}`,
        columnOf(type, linkSource === 'a' || shape.nullableParticipants),
      ]),
    ),
  );
  const key = (hub: 'a' | 'b') =>
    Object.fromEntries(keys[hub].map(({ type, nullable }, part) => [`k${part}`, columnOf(type, nullable)]));
  const payload = Object.fromEntries(
    Object.entries(payloadColumns).map(([name, type]) => [name, columnOf(type, true)]),
  );
  const businessKey = (hub: 'a' | 'b') =>
    Object.fromEntries(keys[hub].map((_, part) => [`${hub}_key_${part}`, `k${part}`]));
  return {
    name: 'laws',
    hashProfile: shape.profile,
    sources: [
      { name: 'a', columns: { ...key('a'), ...(linkSource === 'a' ? references : {}), ...payload } },
      { name: 'b', columns: { ...key('b'), ...payload } },
      ...(linkSource === 'l' ? [{ name: 'l', columns: { ...references, ...payload } }] : []),
    ],
    entities: [
      {
        kind: 'hub',
        name: 'h_a',
        from: 'a',
        businessKey: businessKey('a'),
        hashKey: 'hk_a',
        extra: Object.fromEntries(shape.extrasA.map((name) => [`first_${name}`, name])),
      },
      { kind: 'hub', name: 'h_b', from: 'b', businessKey: businessKey('b'), hashKey: 'hk_b' },
      {
        kind: 'link',
        name: 'l_ab',
        from: linkSource,
        connects,
        orphans: shape.linkOrphans,
        ...(shape.present ? { present: 'p1' } : {}),
      },
      ...shape.satellites.map(({ of, kind, payload: columns, constant, orphans }, index) => ({
        kind,
        name: `s_${index}`,
        of: of === 'a' ? 'h_a' : 'l_ab',
        from: of === 'a' ? 'a' : linkSource,
        // A satellite that stops at rows which its link holds is refused.
        orphans: of !== 'a' && shape.linkOrphans === 'hold' ? 'hold' : orphans,
        payload: {
          ...Object.fromEntries(columns.map((name) => [`v_${name}`, name])),
          ...(constant ? { origin: { constant: 'true', type: { kind: 'boolean' as const } } } : {}),
        },
      })),
    ],
  };
}

function columnOf(type: LawType, nullable: boolean): Pick<ColumnDefinition, 'type' | 'nullable'> {
  return { type: lawTypes[type], nullable };
}
