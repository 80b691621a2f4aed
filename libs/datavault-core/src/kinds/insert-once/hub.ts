import { z } from 'zod';
import { attributeConflicts, collisions } from './hub-checks.ts';
import { duplicateKeyCheck } from '../checks/integrity-checks.ts';
import { missingKeys } from '../checks/missing-keys.ts';
import type { ColumnKind } from '../../metadata/column.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ColumnName, KindOf, Source } from '../../metadata/source.ts';
import type { ResolveScope } from '../../model/resolve-scope.ts';
import { column } from '../../sql/expression.ts';
import type { TableColumn } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityBase, Feed } from '../../model/entity.ts';
import { sourcesOf } from '../../metadata/fed-by.ts';
import { fedColumn, refuseStrangers } from '../../stage/feed-columns.ts';
import { hubAsSet, hubFeed, hubTable } from './hub-load.ts';
import { plainKey, type HubKeyRecipe, type NullKeyRule } from '../../model/key-recipe.ts';
import { loadSet } from './set-load.ts';
import { refuseWorkColumns } from '../../model/work-columns.ts';
import { zeroKeyLoad, zeroKeyNames, type ZeroKeyName } from '../../stage/zero-keys.ts';

const columnMap = z.record(z.string().min(1), z.string().min(1));
const feedShape = {
  from: z.string().min(1),
  /** Physical column of each key part to source column, in hashing order. */
  businessKey: columnMap,
  /** Attributes kept from the first row of a key and never updated. */
  extra: columnMap.default({}),
};
const definition = z.strictObject({
  kind: z.literal('hub'),
  name: z.string().min(1),
  ...feedShape,
  /** Further sources, with their own columns; of rows that arrived together the earlier source's counts. */
  furtherSources: z.array(z.strictObject(feedShape)).default([]),
  hashKey: z.string().min(1).optional(),
  nullKeyRule: z.enum(['all', 'any']).default('all'),
  onNullKey: z.enum(['skip', 'unknown', 'fail']).default('skip'),
  collisions: z.enum(['fail', 'count', 'off']).default('fail'),
  zeroKeyRows: z.array(z.enum(zeroKeyNames)).default([]),
});
export type HubDefinition = z.output<typeof definition>;

export type HubFeed = Feed & {
  readonly key: readonly string[] | HubKeyRecipe;
  readonly businessKey: readonly string[];
  readonly extra: readonly string[];
};

export interface HubModel extends EntityBase {
  readonly kind: 'hub';
  readonly businessKey: readonly TableColumn[];
  readonly extra: readonly TableColumn[];
  readonly nullKeyRule: NullKeyRule;
  readonly onNullKey: 'skip' | 'unknown' | 'fail';
  readonly collisions: 'fail' | 'count' | 'off';
  readonly zeroKeyRows: readonly ZeroKeyName[];
  readonly feeds: readonly HubFeed[];
}

/** A hub whose source and key type are known to the compiler. */
export interface Hub<
  Name extends string = string,
  From extends Source = Source,
  KeyKind extends ColumnKind = ColumnKind,
> {
  readonly kind: 'hub';
  readonly name: Name;
  readonly source: From;
  readonly sources: readonly Source[];
  readonly keyKind: KeyKind;
  readonly definition: HubDefinition;
}

/** A further source of a hub: every business key column under its own names, extra columns likewise. */
export interface HubFeedOptions<Key extends string> {
  readonly source: Source;
  readonly businessKey: Readonly<Record<Key, string>>;
  readonly extra?: Readonly<Record<string, string>>;
}

/** How a hub treats keys that are missing, shared by two business keys, or stand for no key at all. */
export interface HubPolicies {
  /** When a key of several columns is missing: all of them are NULL (the default), or any is. */
  readonly nullKeyRule?: NullKeyRule;
  /** Rows without a key are counted; `unknown` also gives the hub the row of the unknown key, `fail` stops the batch. */
  readonly onNullKey?: HubModel['onNullKey'];
  /** Two business keys with one hash: stop the batch (the default), warn and keep the first, or do not look. */
  readonly collisions?: HubModel['collisions'];
  /** Rows that stand for an unknown and for a wrong key, written once. */
  readonly zeroKeyRows?: readonly ZeroKeyName[];
}

/**
 * Declares a hub: the list of business keys that the business uses, each once.
 *
 * Example: `defineHub('h_users', { from: users, businessKey: { user_id: 'id' }, extra: { registration_dt: 'registration_dt' } })`
 */
export function defineHub<
  const Name extends string,
  From extends Source,
  const Key extends Readonly<Record<string, ColumnName<From>>>,
>(
  name: Name,
  options: HubPolicies & {
    readonly from: From;
    readonly businessKey: Key;
    readonly extra?: Readonly<Record<string, ColumnName<From>>>;
    readonly furtherSources?: readonly HubFeedOptions<keyof Key & string>[];
    readonly hashKey?: string;
  },
): Hub<Name, NoInfer<From>, KindOf<From, Key[keyof Key]>> {
  const { from: source, furtherSources = [], ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'hub',
    name,
    source,
    sources: sourcesOf(source, furtherSources),
    keyKind: source.columns[Object.values(rest.businessKey)[0] ?? '']?.definition.type.kind as KindOf<
      From,
      Key[keyof Key]
    >,
    definition: parseDefinition(definition, {
      kind: 'hub',
      name,
      from: source.name,
      furtherSources: furtherSources.map(({ source: other, ...columns }) => ({
        from: other.name,
        ...columns,
      })),
      ...rest,
    }),
  };
}

export const hub: EntityKind<typeof definition, HubModel> = {
  kind: 'hub',
  wave: 'hubs',
  definition,
  rehashable: true,

  resolve(
    { name, hashKey, nullKeyRule, onNullKey, collisions: policy, zeroKeyRows, furtherSources, ...main },
    scope,
  ) {
    const problems = scope.problems.length;
    const keyNames = Object.keys(main.businessKey);
    const extraNames = Object.keys(main.extra);
    const given = [main, ...furtherSources];
    if (keyNames.length === 0) scope.problem(name, 'a hub needs at least one business key column');
    const ownKey = hashKey ?? `${scope.naming.hashKeyPrefix}${keyNames.length === 1 ? keyNames[0] : name}`;
    scope.distinctColumns(name, [
      ownKey,
      ...keyNames,
      ...extraNames,
      ...arrivalColumns(scope.naming).map((item) => item.name),
    ]);
    refuseWorkColumns(name, [ownKey, ...keyNames, ...extraNames], scope);
    for (const { from: source, businessKey, extra } of furtherSources) {
      refuseStrangers(name, { source, given: Object.keys(businessKey) }, keyNames, scope);
      refuseStrangers(name, { source, given: Object.keys(extra) }, extraNames, scope);
    }
    refuseRepeatedSources(name, given, scope);
    const stored = (part: 'businessKey' | 'extra', names: readonly string[]): TableColumn[] =>
      names.flatMap((physical) => {
        const feeds = given.map((feed) => ({ source: feed.from, staged: feed[part][physical] }));
        return fedColumn(name, { physical, feeds, isKey: part === 'businessKey' }, scope) ?? [];
      });
    const businessKey = stored('businessKey', keyNames);
    const extra = stored('extra', extraNames);
    if (businessKey.length === 1) refusePrehashed(name, businessKey, given, scope);
    if (scope.problems.length > problems) return null;
    const own = (feed: (typeof given)[number], part: 'businessKey' | 'extra', names: readonly string[]) =>
      names.map((physical) => feed[part][physical] as string);
    return {
      kind: 'hub',
      name,
      hashKey: ownKey,
      businessKey,
      extra: extra.map((item) => ({ ...item, nullable: true })),
      nullKeyRule,
      onNullKey,
      collisions: policy,
      zeroKeyRows: zeroKeyNames.filter(
        (zero) => zeroKeyRows.includes(zero) || (zero === 'unknown' && onNullKey === 'unknown'),
      ),
      feeds: given.map((feed) => {
        const columns = own(feed, 'businessKey', keyNames);
        return {
          source: feed.from,
          key: plainKey({ columns, nullKeyRule }),
          businessKey: columns,
          extra: own(feed, 'extra', extraNames),
          present: null,
        };
      }),
    };
  },

  tables: (model, vault) => [hubTable(model, vault)],

  loads(model, feeds, context) {
    const entity = hubAsSet(model, context);
    const rows = feeds.map((feed) => hubFeed(model, feed, context));
    return [
      ...(rows.length === 0 ? [] : [loadSet(entity, `new_${model.name}`, rows)]),
      ...(model.zeroKeyRows.length === 0
        ? []
        : [zeroKeyLoad(entity.target, model.zeroKeyRows, [model.hashKey], context.vault)]),
    ];
  },

  checks(model, loads, context) {
    const target = hubTable(model, context.vault);
    const batch = loads.filter(({ origin }) => origin === 'batch');
    const unique = batch.map((load) => ({
      ...duplicateKeyCheck(target, [model.hashKey], load),
      finding: 'hash key shared by two business keys',
      code: 'E-HASH-COLLISION',
    }));
    const fed = model.feeds.filter(({ source }) =>
      batch.some(({ tallies }) => tallies.some((tally) => tally.source === source)),
    );
    return fed.reduce(
      (checks, feed) => {
        const stage = context.stage(feed.source);
        const key = stage.key(feed.key, model.hashKey);
        const hashed = column('staged', key.name);
        return [
          ...checks,
          ...(model.extra.length === 0 ? [] : [attributeConflicts(model, feed, hashed, context)]),
          ...(model.collisions === 'count' ? [collisions(model, feed, hashed, context)] : []),
          ...(model.onNullKey === 'fail' && key.nullable
            ? [missingKeys(model.name, feed, hashed, context)]
            : []),
        ];
      },
      unique as readonly ReturnType<typeof duplicateKeyCheck>[],
    );
  },
};

function refuseRepeatedSources(
  name: string,
  feeds: readonly { readonly from: string }[],
  scope: ResolveScope,
): void {
  const names = feeds.map(({ from }) => from);
  for (const repeated of names.filter((source, index) => names.indexOf(source) < index))
    scope.problem(
      name,
      `source ${repeated} feeds it twice, but a source feeds a hub by one set of columns; a link that names the others gives the hub their keys with orphans: 'infer'`,
    );
}

/** A key that a file delivers as a hash is stored as it is, so it must be of the vault's own type. */
function refusePrehashed(
  name: string,
  [only]: readonly TableColumn[],
  feeds: readonly { readonly from: string; readonly businessKey: Readonly<Record<string, string>> }[],
  scope: ResolveScope,
): void {
  if (only === undefined) return;
  for (const { from: source, businessKey } of feeds)
    scope.prehashedKey(`${name}.${only.name}`, source, [businessKey[only.name] ?? '']);
}
