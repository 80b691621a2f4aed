import { z } from 'zod';
import { duplicateKeyCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf, normalisesText } from '../hash/hash-profile.ts';
import type { ColumnKind } from '../metadata/column.ts';
import type { ColumnName, KindOf, Source } from '../metadata/source.ts';
import { column, equal, isNotNull, not, same, and, or } from '../sql/expression.ts';
import { comparable } from '../sql/hash-expression.ts';
import { from, table, type TableColumn, type TableDefinition } from '../sql/query.ts';
import { arrivalColumns } from './arrival-columns.ts';
import type {
  CheckDefinition,
  EntityBase,
  EntityKind,
  EntityLoad,
  Feed,
  LoadContext,
} from './define-kind.ts';
import { loadSet, type SetColumn } from './set-load.ts';

const definition = z.strictObject({
  kind: z.literal('hub'),
  name: z.string().min(1),
  from: z.string().min(1),
  /** Physical column of each key part to source column, in hashing order. */
  businessKey: z.record(z.string().min(1), z.string().min(1)),
  /** Attributes kept from the first row of a key and never updated. */
  extra: z.record(z.string().min(1), z.string().min(1)).default({}),
  hashKey: z.string().min(1).optional(),
});
export type HubDefinition = z.output<typeof definition>;

export interface HubModel extends EntityBase {
  readonly kind: 'hub';
  readonly businessKey: readonly TableColumn[];
  readonly extra: readonly TableColumn[];
  readonly feeds: readonly (Feed & { readonly extra: readonly string[] })[];
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
  readonly keyKind: KeyKind;
  readonly definition: HubDefinition;
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
  options: {
    readonly from: From;
    readonly businessKey: Key;
    readonly extra?: Readonly<Record<string, ColumnName<From>>>;
    readonly hashKey?: string;
  },
): Hub<Name, From, KindOf<From, Key[keyof Key]>> {
  const { from: source, ...rest } = options;
  return {
    kind: 'hub',
    name,
    source,
    keyKind: source.columns[Object.values(rest.businessKey)[0] ?? '']?.definition.type.kind as KindOf<
      From,
      Key[keyof Key]
    >,
    definition: { kind: 'hub', name, from: source.name, ...rest, extra: { ...rest.extra } },
  };
}

export const hub: EntityKind<typeof definition, HubModel> = {
  kind: 'hub',
  wave: 'hubs',
  definition,

  resolve({ name, from: source, businessKey, extra, hashKey }, scope) {
    const keyParts = Object.entries(businessKey);
    if (keyParts.length === 0) scope.problem(name, 'a hub needs at least one business key column');
    const key = keyParts.map(([physical, staged]) => ({
      physical,
      staged: scope.keyColumn(`${name}.${physical}`, source, staged),
    }));
    const extras = Object.entries(extra).map(([physical, staged]) => ({
      physical,
      staged: scope.column(`${name}.${physical}`, source, staged),
    }));
    const [first] = keyParts;
    const ownKey =
      hashKey ?? `${scope.naming.hashKeyPrefix}${keyParts.length === 1 && first ? first[0] : name}`;
    scope.distinctColumns(name, [
      ownKey,
      ...Object.keys(businessKey),
      ...Object.keys(extra),
      ...arrivalColumns(scope.naming).map((item) => item.name),
    ]);
    const stored = (parts: typeof key): TableColumn[] =>
      parts.flatMap(({ physical, staged }) =>
        staged ? [{ name: physical, type: staged.type, nullable: staged.nullable }] : [],
      );
    if ([...key, ...extras].some(({ staged }) => staged === undefined)) return null;
    return {
      kind: 'hub',
      name,
      hashKey: ownKey,
      businessKey: stored(key),
      extra: stored(extras).map((item) => ({ ...item, nullable: true })),
      feeds: [{ source, key: Object.values(businessKey), extra: Object.values(extra), present: null }],
    };
  },

  tables: (model, vault) => [hubTable(model, vault)],

  loads: (model, feeds, context) => feeds.map((feed) => staged(model, feed, context)),

  checks(model, loads, context) {
    const target = hubTable(model, context.vault);
    const unique = loads.map((load) => ({
      ...duplicateKeyCheck(target, [model.hashKey], load),
      finding: 'hash key shared by two business keys',
    }));
    const fed = model.feeds.filter(({ source }) =>
      loads.some(({ tallies }) => tallies.some((tally) => tally.source === source)),
    );
    const conflicts =
      model.extra.length === 0 ? [] : fed.map((feed) => attributeConflicts(model, feed, context));
    return [...unique, ...conflicts];
  },
};

function staged(model: HubModel, feed: HubModel['feeds'][number], context: LoadContext): EntityLoad {
  const stage = context.stage(feed.source);
  return loadSet(
    {
      target: hubTable(model, context.vault),
      naming: context.vault.naming,
      identity: identity(model, feed, context),
      firstSeen: model.extra.map((item, index) => ({
        ...item,
        value: column('staged', stage.plain(feed.extra[index] as string)),
      })),
      required: [model.hashKey],
      parents: [],
      orphans: 'fail',
    },
    {
      source: feed.source,
      rows: from(table(null, stage.tableName), 'staged'),
      workTable: `new_${model.name}`,
      arrival: null,
    },
  );
}

function hubTable(model: HubModel, { naming, hashProfile }: LoadContext['vault']): TableDefinition {
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'hub',
    comment: `Hub: every ${model.businessKey.map(({ name }) => name).join(', ')} the business has named, once.`,
    columns: [
      { name: model.hashKey, type: hashTypeOf(hashProfile), nullable: false },
      ...model.businessKey,
      ...model.extra,
      ...arrivalColumns(naming),
    ],
    key: [model.hashKey],
    clusterBy: [model.hashKey],
  };
}

/** Hash key and business key together: a second business key with the same hash is then new, and the duplicate check stops it. */
function identity(model: HubModel, feed: Feed, { vault, stage }: LoadContext): SetColumn[] {
  const prepared = stage(feed.source);
  const hashed = prepared.key(feed.key, model.hashKey);
  const { key: rules } = vault.hashProfile;
  return [
    {
      name: model.hashKey,
      type: hashTypeOf(vault.hashProfile),
      nullable: hashed.nullable,
      value: column('staged', hashed.name),
    },
    ...model.businessKey.map((part, index): SetColumn => {
      const folds = part.type.kind === 'text' && normalisesText(rules);
      return {
        ...part,
        value: column('staged', prepared.plain(feed.key[index] as string)),
        ...(folds ? { compare: (value) => comparable(rules, { ...part, value }) } : {}),
      };
    }),
  ];
}

/** Staged rows that would have written other attributes than the hub has kept. */
function attributeConflicts(
  model: HubModel,
  feed: HubModel['feeds'][number],
  { vault, stage }: LoadContext,
): CheckDefinition {
  const prepared = stage(feed.source);
  const hashed = column('staged', prepared.key(feed.key, model.hashKey).name);
  const differs = model.extra.map(({ name }, index) =>
    not(same(column('stored', name), column('staged', prepared.plain(feed.extra[index] as string)))),
  );
  return {
    name: `${model.name}: attributes as first seen (${feed.source})`,
    finding: 'key with another attribute than the hub keeps',
    severity: 'warning',
    query: {
      node: 'select',
      columns: [
        ...model.businessKey.map(({ name }) => ({ name, value: column('stored', name) })),
        ...model.extra.flatMap(({ name }, index) => [
          { name, value: column('stored', name) },
          { name: `${name}_staged`, value: column('staged', prepared.plain(feed.extra[index] as string)) },
        ]),
      ],
      from: from(table(null, prepared.tableName), 'staged'),
      joins: [
        {
          kind: 'inner',
          ...from(table(vault.naming.vaultSchema, model.name), 'stored'),
          on: equal(column('stored', model.hashKey), hashed),
        },
      ],
      where: and(isNotNull(hashed), or(...differs)),
    },
  };
}
