import { Column, type ColumnKind, type ColumnType } from './column.ts';
import type { Derived, DerivedColumns } from './derive.ts';
import type { ColumnName, Source } from './source.ts';
import { originalSuffix, type StagingRules } from './staging-rules.ts';

type WithColumns<S extends Source, Added extends Readonly<Record<string, Column>>> = Source<
  S['name'],
  S['columns'] & Added
>;

const stagedColumn = (type: ColumnType, nullable: boolean): Column =>
  new Column({ type, nullable, pii: false, aliases: [] });
const hash: ColumnType = { kind: 'hash', bytes: 16, encoding: 'binary' };

/** The source with more staging rules and the columns they add. */
function extended<S extends Source, Added extends Readonly<Record<string, Column>>>(
  source: S,
  rules: Partial<StagingRules>,
  added: Readonly<Record<string, Column>>,
): WithColumns<S, Added> {
  const { staging } = source.contract;
  const merged = Object.fromEntries(
    Object.entries(staging).map(([field, own]) => [field, { ...own, ...rules[field as keyof StagingRules] }]),
  );
  return {
    name: source.name,
    columns: { ...source.columns, ...added } as S['columns'] & Added,
    contract: { ...source.contract, staging: merged as StagingRules },
  };
}

/** Cleaners of text columns, in order; what they make of a value is what is stored and hashed. */
export function withCleaned<S extends Source>(
  source: S,
  clean: { readonly [Name in ColumnName<S>]?: StagingRules['clean'][string] },
): S {
  return extended(source, { clean: clean as StagingRules['clean'] }, {}) as unknown as S;
}

/**
 * Columns computed from others of the same row.
 *
 * Example: `withDerived(users, (c) => ({ full_name: derive.concat(c.first, ' ', c.last) }))`
 */
export function withDerived<S extends Source, Added extends Readonly<Record<string, Derived>>>(
  source: S,
  define: (columns: DerivedColumns<S['columns']>) => Added,
): WithColumns<
  S,
  { readonly [Name in keyof Added]: Added[Name] extends Derived<infer Kind> ? Column<Kind> : never }
> {
  const columns = Object.fromEntries(
    Object.keys(source.columns).map((name) => [name, { value: { node: 'column', name } } satisfies Derived]),
  ) as DerivedColumns<S['columns']>;
  const derived = Object.entries(define(columns)).map(([name, { value }]) => [name, value] as const);
  // The real types follow from the values when the vault is put together; here only the compiler looks.
  const added = derived.map(([name]) => [name, stagedColumn({ kind: 'text', length: 1 }, true)] as const);
  return extended(source, { derived: Object.fromEntries(derived) }, Object.fromEntries(added));
}

/**
 * A value that stands for NULL in key columns: `-1` where the key is required, `-2` where it is optional, or a token.
 *
 * The original value is kept as `<column>_original`.
 */
export function withNullKeys<S extends Source, const Names extends ColumnName<S>>(
  source: S,
  nullKeys: Readonly<Record<Names, 'required' | 'optional' | { readonly token: string }>>,
): WithColumns<S, { readonly [Name in Names as `${Name}${typeof originalSuffix}`]: S['columns'][Name] }> {
  const given = Object.entries(nullKeys) as [Names, 'required' | 'optional' | { readonly token: string }][];
  const tokens = given.map(([name, choice]) => [
    name,
    { token: choice === 'required' ? '-1' : choice === 'optional' ? '-2' : choice.token },
  ]);
  const originals = given.map(([name]) => [`${name}${originalSuffix}`, source.columns[name]]);
  return extended(
    source,
    { nullKeys: Object.fromEntries(tokens) },
    Object.fromEntries(originals) as Readonly<Record<string, Column>>,
  );
}

/**
 * A column fetched by equality from another source of the same load or from an entity's table.
 *
 * Errors while loading: `E-CHECK-FAILED` when more than one row matches.
 */
export function withLookup<S extends Source, const Name extends string, Kind extends ColumnKind>(
  source: S,
  name: Name,
  lookup: {
    readonly from: { readonly source: string } | { readonly entity: string };
    /** Column there to column here. */
    readonly on: Readonly<Record<string, ColumnName<S>>>;
    readonly take: string;
    readonly type: ColumnType & { readonly kind: Kind };
  },
): WithColumns<S, Readonly<Record<Name, Column<Kind, true>>>> {
  return extended(
    source,
    { lookups: { [name]: { ...lookup, on: { ...lookup.on } } } },
    {
      [name]: stagedColumn(lookup.type, true),
    },
  );
}

/**
 * A staged column that identifies a row by the key hash of several of its columns.
 *
 * Invariant: depends on values only, so replaying or permuting a file changes no identifier.
 */
export function withDerivedKey<S extends Source, const Name extends string>(
  source: S,
  name: Name,
  columns: readonly ColumnName<S>[],
): WithColumns<S, Readonly<Record<Name, Column<'hash', false>>>> {
  return extended(
    source,
    { hashed: { [name]: { of: [...columns], rules: 'key' } } },
    {
      [name]: stagedColumn(hash, false),
    },
  );
}

/** A column that numbers the rows of a load; `rowNumber` needs an order without ties, and the load fails on one. */
export function withRank<S extends Source, const Name extends string>(
  source: S,
  name: Name,
  rank: {
    readonly by: 'rowNumber' | 'rank' | 'denseRank';
    readonly partition?: readonly ColumnName<S>[];
    readonly order: readonly {
      readonly column: ColumnName<S>;
      readonly direction?: 'asc' | 'desc';
      readonly nulls?: 'first' | 'last';
    }[];
  },
): WithColumns<S, Readonly<Record<Name, Column<'int', false>>>> {
  const ranked: StagingRules['ranked'][string] = {
    by: rank.by,
    partition: [...(rank.partition ?? [])],
    order: rank.order.map(({ column, direction = 'asc', nulls = 'first' }) => ({ column, direction, nulls })),
  };
  return extended(source, { ranked: { [name]: ranked } }, { [name]: stagedColumn({ kind: 'int' }, false) });
}
