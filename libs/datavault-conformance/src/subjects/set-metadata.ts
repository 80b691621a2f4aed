import fc from 'fast-check';
import { hashTypeOf, type ColumnDefinition } from '@vaultwright/datavault-core/model';
import {
  type HashProfile,
  automateDv,
  vaultwright1,
  type ColumnType,
  type VaultDefinition,
} from '@vaultwright/datavault-core';
import type { LawVault } from '../law-metadata.ts';

const profiles: readonly HashProfile[] = [
  vaultwright1,
  { ...vaultwright1, algorithm: 'sha1', encoding: 'hexUpper', linkKeyFrom: 'hashKeys' },
  { ...automateDv, algorithm: 'sha256', text: 'vaultwright-1' },
  {
    ...vaultwright1,
    algorithm: 'sha256',
    encoding: 'hexLower',
    key: { ...vaultwright1.key, allNull: 'zero' },
  },
];

const policy = fc.constantFrom<'hold' | 'fail'>('hold', 'hold', 'hold', 'hold', 'hold', 'fail');
const linkPolicy = fc.constantFrom<'hold' | 'fail' | 'infer'>(
  'hold',
  'hold',
  'hold',
  'infer',
  'infer',
  'fail',
);
const nullKeys = fc.constantFrom<'skip' | 'fail'>(
  'skip',
  'skip',
  'skip',
  'skip',
  'skip',
  'skip',
  'skip',
  'fail',
);
const conflicts = fc.constantFrom<'quarantine' | 'first' | 'keepAll' | 'fail'>(
  'quarantine',
  'quarantine',
  'quarantine',
  'first',
  'keepAll',
  'keepAll',
  'fail',
);
const identity = fc.constantFrom<readonly string[] | null>(null, ['v0'], ['v0'], ['v0', 'v1']);

/** What differs between the vaults. */
export const setShape = fc.record({
  profile: fc.constantFrom(...profiles),
  keyA: fc.constantFrom<readonly KeyType[]>(
    ['text'],
    ['int'],
    ['text', 'int'],
    ['text', 'text'],
    ['prehashed'],
  ),
  keyNullable: fc.constantFrom(true, true, false),
  nullKeyRule: fc.constantFrom<'all' | 'any'>('all', 'any'),
  hubNulls: fc.constantFrom<'skip' | 'unknown' | 'fail'>(
    'skip',
    'skip',
    'skip',
    'skip',
    'unknown',
    'unknown',
    'fail',
  ),
  collisions: fc.constantFrom<'fail' | 'count' | 'off'>('fail', 'fail', 'count', 'off'),
  zeroKeyRows: fc.subarray<'unknown' | 'error'>(['unknown', 'error']),
  secondHubSource: fc.boolean(),
  secondLinkSource: fc.boolean(),
  /** Sources whose rows bring their own load date, or their own record source. */
  dated: fc.subarray(['a', 'b', 'l', 'm']),
  named: fc.subarray(['a', 'b', 'l', 'm']),
  participants: fc.constantFrom<readonly ('a' | 'c')[]>(['a', 'c'], ['a', 'a'], ['a', 'a'], ['c', 'a', 'a']),
  symmetric: fc.boolean(),
  optional: fc.boolean(),
  present: fc.boolean(),
  childKey: fc.constantFrom<readonly string[]>([], ['p1'], ['p1', 'p2']),
  childNull: fc.constantFrom<'nullKey' | 'value'>('nullKey', 'value'),
  linkExtra: fc.boolean(),
  linkZeroKeys: fc.boolean(),
  linkOrphans: linkPolicy,
  linkNulls: nullKeys,
  events: fc.record({ identity, conflicts, orphans: linkPolicy, nulls: nullKeys, second: fc.boolean() }),
  details: fc.record({
    identity: fc.oneof(identity, fc.constant<readonly string[]>([])),
    conflicts,
    orphans: policy,
    of: fc.constantFrom('h_a', 'l_ac'),
  }),
});
export type SetShape = typeof setShape extends fc.Arbitrary<infer Value> ? Value : never;
type KeyType = 'text' | 'int' | 'prehashed';

type Columns = Record<string, Pick<ColumnDefinition, 'type' | 'nullable'>>;
const text: ColumnType = { kind: 'text', length: 20 };

/** A hub of one or two sources, another hub, and everything that hangs on them and is a set. */
export function setVault(shape: SetShape): LawVault {
  const isSymmetric = shape.symmetric && shape.participants.join() === 'a,a';
  const hasUnknown = shape.zeroKeyRows.includes('unknown') || shape.hubNulls === 'unknown';
  const typeOf = (kind: KeyType): ColumnType =>
    kind === 'text' ? text : kind === 'int' ? { kind: 'int' } : hashTypeOf(shape.profile);
  const parts = { a: shape.keyA, c: ['int'] as const };
  const key = (prefix: string, hub: 'a' | 'c', nullable: boolean): Columns =>
    Object.fromEntries(
      parts[hub].map((kind, part) => [`${prefix}${part}`, { type: typeOf(kind), nullable }]),
    );
  const references = (prefix: string): Columns =>
    Object.assign(
      {},
      ...shape.participants.map((hub, place) => key(`${prefix}${place}_`, hub, true)),
    ) as Columns;
  const payload = (prefix: string): Columns => ({
    [`${prefix}1`]: { type: text, nullable: true },
    [`${prefix}2`]: { type: { kind: 'int' }, nullable: true },
    [`${prefix}3`]: { type: text, nullable: true },
  });
  const source = (name: string, columns: Columns): VaultDefinition['sources'][number] => ({
    name,
    columns: {
      ...columns,
      ...(shape.dated.includes(name) ? { at: { type: { kind: 'timestamp' }, nullable: false } } : {}),
      ...(shape.named.includes(name) ? { org: { type: text, nullable: false } } : {}),
    },
    arrival: {
      ...(shape.dated.includes(name) ? { loadDate: 'at' } : {}),
      ...(shape.named.includes(name) ? { recordSource: 'org' } : {}),
    },
  });
  const columnsOf = (prefix: string, hub: 'a' | 'c'): string[] =>
    parts[hub].map((_, part) => `${prefix}${part}`);
  const businessKey = (prefix: string) =>
    Object.fromEntries(columnsOf(prefix, 'a').map((name, part) => [`key_${part}`, name]));
  const connects = (prefix: string) =>
    shape.participants.map((hub, place) => [`hk_${place}`, columnsOf(`${prefix}${place}_`, hub)] as const);
  const connected = Object.fromEntries(
    connects('r').map(([role, columns], place) => {
      const hub = shape.participants[place] ?? 'a';
      return [
        role,
        { hub: `h_${hub}`, columns, optional: shape.optional && hub === 'a' && hasUnknown && place < 2 },
      ];
    }),
  );
  const child = (prefix: string) =>
    Object.fromEntries(shape.childKey.map((name) => [`child_${name}`, name.replace('p', prefix)]));
  const extra = (prefix: string): Record<string, string> => (shape.linkExtra ? { first: `${prefix}3` } : {});
  const values = (prefix: string) => ({ v0: `${prefix}1`, v1: `${prefix}2`, v2: `${prefix}3` });
  const { events, details } = shape;
  return {
    name: 'laws',
    hashProfile: shape.profile,
    sources: [
      source('a', { ...key('k', 'a', shape.keyNullable), ...payload('p') }),
      source('b', { ...key('x', 'a', true), ...payload('q') }),
      source('c', key('k', 'c', true)),
      source('l', { ...references('r'), ...payload('p') }),
      source('m', { ...references('s'), ...payload('q') }),
    ],
    entities: [
      {
        kind: 'hub',
        name: 'h_a',
        hashKey: 'hk_a',
        from: 'a',
        businessKey: businessKey('k'),
        extra: { seen_as: 'p1', number: 'p2' },
        nullKeyRule: shape.nullKeyRule,
        onNullKey: shape.hubNulls,
        collisions: shape.collisions,
        zeroKeyRows: shape.zeroKeyRows,
        furtherSources: shape.secondHubSource
          ? [{ from: 'b', businessKey: businessKey('x'), extra: { number: 'q2', seen_as: 'q1' } }]
          : [],
      },
      {
        kind: 'hub',
        name: 'h_c',
        hashKey: 'hk_c',
        from: 'c',
        businessKey: { c_key: 'k0' },
        zeroKeyRows: ['unknown', 'error'],
      },
      {
        kind: 'link',
        name: 'l_ac',
        from: 'l',
        connects: connected,
        symmetric: isSymmetric,
        childKey: child('p'),
        childNull: shape.childNull,
        extra: extra('p'),
        orphans: shape.linkOrphans,
        onNullKey: shape.linkNulls,
        zeroKeyRows: shape.linkZeroKeys && shape.zeroKeyRows.length === 2 ? ['unknown', 'error'] : [],
        ...(shape.present ? { present: 'p3' } : {}),
        furtherSources: shape.secondLinkSource
          ? [
              {
                from: 'm',
                connects: Object.fromEntries(connects('s')),
                childKey: child('q'),
                extra: extra('q'),
              },
            ]
          : [],
      },
      {
        kind: 'nonHistorizedLink',
        name: 't_ac',
        from: 'l',
        connects: connected,
        payload: values('p'),
        ...(events.identity === null ? {} : { identity: [...events.identity] }),
        ...eventPolicy(events),
        onNullKey: events.nulls,
        furtherSources: events.second
          ? [{ from: 'm', connects: Object.fromEntries(connects('s')), payload: values('q') }]
          : [],
      },
      {
        kind: 'nonHistorizedSatellite',
        name: 'n_a',
        of: details.of,
        from: details.of === 'h_a' ? 'a' : 'l',
        payload: values('p'),
        ...(details.identity === null ? {} : { identity: [...details.identity] }),
        // A satellite that stops at rows which its link holds is refused.
        ...eventPolicy(
          details.of !== 'h_a' && shape.linkOrphans === 'hold' ? { ...details, orphans: 'hold' } : details,
        ),
      },
    ],
  } as LawVault;
}

/** A held contradiction would stop every batch, which the metadata refuses. */
function eventPolicy<Orphans extends string>({
  conflicts: onConflict,
  orphans,
}: {
  readonly conflicts: 'quarantine' | 'first' | 'keepAll' | 'fail';
  readonly orphans: Orphans;
}) {
  return {
    orphans,
    onConflict: orphans === 'hold' && onConflict === 'fail' ? ('quarantine' as const) : onConflict,
  };
}
