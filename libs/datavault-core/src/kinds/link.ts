import { z } from 'zod';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf } from '../hash/hash-profile.ts';
import type { ColumnName, KindOf, NoSuchColumn, Source } from '../metadata/source.ts';
import { column, isNotNull } from '../sql/expression.ts';
import { from, table, type TableDefinition } from '../sql/query.ts';
import { arrivalColumns, setAsideColumns } from './arrival-columns.ts';
import type { EntityBase, EntityKind, EntityLoad, Feed, LoadContext, OrphanPolicy } from './define-kind.ts';
import type { Hub } from './hub.ts';
import { loadSet, type ParentReference, type SetColumn, type SetEntity } from './set-load.ts';
import { pendingInput } from './pending-input.ts';

const definition = z.strictObject({
  kind: z.literal('link'),
  name: z.string().min(1),
  from: z.string().min(1),
  /** Physical hash key column of each participant to its hub and source columns, in hashing order. */
  connects: z.record(
    z.string().min(1),
    z.strictObject({ hub: z.string().min(1), columns: z.array(z.string().min(1)).min(1) }),
  ),
  /** Only rows where this column is present. */
  present: z.string().min(1).optional(),
  orphans: z.enum(['hold', 'fail']).default('fail'),
  hashKey: z.string().min(1).optional(),
});
export type LinkDefinition = z.output<typeof definition>;

interface Participant {
  /** Physical hash key column in the link. */
  readonly name: string;
  readonly hub: string;
  /** Hash key column of the hub. */
  readonly hubKey: string;
}

export interface LinkModel extends EntityBase {
  readonly kind: 'link';
  readonly participants: readonly Participant[];
  readonly orphans: OrphanPolicy;
  /** `parts` are the staged columns of each participant's key. */
  readonly feeds: readonly (Feed & { readonly parts: readonly (readonly string[])[] })[];
}

/** A link whose source is known to the compiler. */
export interface Link<Name extends string = string, From extends Source = Source> {
  readonly kind: 'link';
  readonly name: Name;
  readonly source: From;
  readonly definition: LinkDefinition;
}

/** What `connects` must look like; a mistake becomes a sentence in the compiler's message. */
type Participants<From extends Source, Given> = {
  readonly [Role in keyof Given]: Given[Role] extends readonly [infer Target, infer Columns]
    ? readonly [ParticipantHub<Target>, ParticipantColumns<From, Target, Columns>]
    : readonly [Hub, ColumnName<From>];
};

type ParticipantHub<Target> = Target extends Hub ? Target : 'a link connects hubs: name a hub here';

type ParticipantColumns<From extends Source, Target, Columns> = Columns extends string
  ? KeyColumn<From, Target, Columns>
  : { readonly [Place in keyof Columns]: KeyColumn<From, Target, Columns[Place]> };

type KeyColumn<From extends Source, Target, Column> =
  Column extends ColumnName<From>
    ? Target extends Hub<infer HubName, Source, infer KeyKind>
      ? KindOf<From, Column> extends KeyKind
        ? Column
        : `column ${Column} is ${KindOf<From, Column>}, but the business key of ${HubName} is ${KeyKind}`
      : Column
    : NoSuchColumn<From, Column>;

/**
 * Declares a link: a relationship between business keys, each combination once.
 *
 * Shape: `connects` gives each participant's hash key column its hub and the source columns of that hub's key.
 * Example: `defineLink('l_admins', { from: groups, connects: { hk_user_id: [hUsers, 'admin_id'], hk_group_id: [hGroups, 'id'] } })`
 */
export function defineLink<
  const Name extends string,
  From extends Source,
  const Given extends Readonly<Record<string, readonly [unknown, string | readonly string[]]>>,
>(
  name: Name,
  options: {
    readonly from: From;
    readonly connects: Given extends Participants<From, Given> ? Given : Participants<From, Given>;
    readonly present?: ColumnName<From>;
    readonly orphans?: OrphanPolicy;
    readonly hashKey?: string;
  },
): Link<Name, From> {
  const { from: source, connects, ...rest } = options;
  const participants = Object.entries(
    connects as Readonly<Record<string, readonly [Hub, string | readonly string[]]>>,
  );
  const connected = participants.map(([role, [target, columns]]) => [
    role,
    { hub: target.name, columns: [columns].flat() as string[] },
  ]);
  return {
    kind: 'link',
    name,
    source,
    definition: definition.parse({
      kind: 'link',
      name,
      from: source.name,
      connects: Object.fromEntries(connected),
      ...rest,
    }),
  };
}

export const link: EntityKind<typeof definition, LinkModel> = {
  kind: 'link',
  wave: 'links',
  definition,

  resolve({ name, from: source, connects, present, orphans, hashKey }, scope) {
    const problems = scope.problems.length;
    const participants = Object.entries(connects).flatMap(([role, { hub, columns }]): Participant[] => {
      const where = `${name}.${role}`;
      const target = scope.entity(hub);
      if (target?.kind !== 'hub') {
        scope.problem(where, `a link connects hubs, but ${scope.describe(hub)}`);
        return [];
      }
      const owner = target as EntityBase & {
        readonly businessKey: readonly { readonly name: string; readonly type: { readonly kind: string } }[];
      };
      if (columns.length !== owner.businessKey.length) {
        scope.problem(
          where,
          `hub ${hub} has ${owner.businessKey.length} key columns, but ${columns.length} are given`,
        );
      }
      columns.forEach((staged, index) => {
        const found = scope.keyColumn(where, source, staged);
        const expected = owner.businessKey[index]?.type.kind;
        if (found && expected && found.type.kind !== expected) {
          scope.problem(
            where,
            `column ${staged} is ${found.type.kind}, but ${hub}.${owner.businessKey[index]?.name} is ${expected}`,
          );
        }
      });
      return [{ name: role, hub, hubKey: target.hashKey }];
    });
    if (present !== undefined) scope.column(`${name}.present`, source, present);
    if (Object.keys(connects).length < 2) scope.problem(name, 'a link connects at least two hubs');
    const ownKey = hashKey ?? `${scope.naming.hashKeyPrefix}${name}`;
    scope.distinctColumns(name, [
      ownKey,
      ...Object.keys(connects),
      ...arrivalColumns(scope.naming).map((item) => item.name),
    ]);
    if (scope.problems.length > problems) return null;
    const parts = Object.values(connects).map(({ columns }) => columns);
    return {
      kind: 'link',
      name,
      hashKey: ownKey,
      participants,
      orphans,
      feeds: [{ source, key: parts.flat(), parts, present: present ?? null }],
    };
  },

  tables(model, vault) {
    const own = linkTable(model, vault);
    if (model.orphans !== 'hold') return [own];
    const pending: TableDefinition = {
      ...own,
      name: `${model.name}${vault.naming.pendingSuffix}`,
      role: 'pending',
      comment: `Rows of ${model.name} that name a hub key nobody has delivered yet; tried again in every batch.`,
      columns: [...own.columns, ...setAsideColumns(vault.naming)],
    };
    return [own, pending];
  },

  loads: (model, feeds, context) => [
    ...(model.orphans === 'hold' ? [released(model, context)] : []),
    ...feeds.map((feed) => staged(model, feed, context)),
  ],

  checks(model, loads, context) {
    const target = linkTable(model, context.vault);
    return loads.flatMap((load) => [
      duplicateKeyCheck(target, [model.hashKey], load),
      ...parentsOf(model, context).map((parent) => orphanCheck(target, parent, load)),
    ]);
  },
};

/** Rows held earlier whose parents have arrived. */
function released(model: LinkModel, context: LoadContext): EntityLoad {
  const type = hashTypeOf(context.vault.hashProfile);
  const identity = [model.hashKey, ...model.participants.map(({ name }) => name)].map((name): SetColumn => ({
    name,
    type,
    nullable: false,
    value: column('held', name),
  }));
  const input = pendingInput(model.name, context.vault.naming, parentsOf(model, context));
  return loadSet({ ...asSet(model, context, identity), orphans: 'fail' }, input);
}

function staged(model: LinkModel, feed: LinkModel['feeds'][number], context: LoadContext): EntityLoad {
  const stage = context.stage(feed.source);
  const type = hashTypeOf(context.vault.hashProfile);
  const keyed = (columns: readonly string[], name: string): SetColumn => {
    const hashed = stage.key(columns, name);
    return { name, type, nullable: hashed.nullable, value: column('staged', hashed.name) };
  };
  const identity = [
    keyed(feed.key, model.hashKey),
    ...model.participants.map(({ name }, index) => keyed(feed.parts[index] ?? [], name)),
  ];
  return loadSet(asSet(model, context, identity), {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    workTable: `new_${model.name}`,
    arrival: null,
  });
}

function linkTable(model: LinkModel, { naming, hashProfile }: LoadContext['vault']): TableDefinition {
  const type = hashTypeOf(hashProfile);
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'link',
    comment: `Link: every combination of ${model.participants.map(({ hub }) => hub).join(', ')} that was seen, once.`,
    columns: [
      { name: model.hashKey, type, nullable: false },
      ...model.participants.map(({ name }) => ({ name, type, nullable: false })),
      ...arrivalColumns(naming),
    ],
    key: [model.hashKey],
    clusterBy: [model.hashKey],
  };
}

function parentsOf(model: LinkModel, { vault }: LoadContext): ParentReference[] {
  return model.participants.map(({ name, hub, hubKey }) => ({
    column: name,
    schema: vault.naming.vaultSchema,
    table: hub,
    key: hubKey,
  }));
}

function asSet(model: LinkModel, context: LoadContext, identity: readonly SetColumn[]): SetEntity {
  return {
    target: linkTable(model, context.vault),
    naming: context.vault.naming,
    identity,
    firstSeen: [],
    required: identity.map(({ name }) => name),
    parents: parentsOf(model, context),
    orphans: model.orphans,
  };
}
