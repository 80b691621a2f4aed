import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { missingKeys } from '../checks/missing-keys.ts';
import { hashTypeOf, normalisesText } from '../../hash/hash-profile.ts';
import { coalesce, column, isNotNull, when, type Expression } from '../../sql/expression.ts';
import { comparable } from '../../sql/hash-expression.ts';
import { from, table, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { pendingTable } from '../../model/aside-tables.ts';
import type { CheckDefinition, EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import { inferredHubChecks, inferredHubs } from './inferred-hubs.ts';
import { plainKey } from '../../model/key-recipe.ts';
import type { LinkBase, LinkFeed } from './link-base.ts';
import { pendingInput } from './pending-input.ts';
import { loadSet, type ConflictPolicy, type SetEntity } from './set-load.ts';
import type { ParentReference, SetColumn } from '../../stage/set-column.ts';
import { zeroKey } from '../../stage/zero-keys.ts';

export function linkTable(
  model: LinkBase,
  { naming, hashProfile }: PlanContext['vault'],
  facts: Pick<TableDefinition, 'comment'> & {
    readonly key: readonly string[];
    readonly hasZeroKeys: boolean;
  },
): TableDefinition {
  const type = hashTypeOf(hashProfile);
  const own = [...model.childKey, ...model.content];
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'link',
    comment: facts.comment,
    columns: [
      { name: model.hashKey, type, nullable: false },
      ...model.participants.map(({ name }) => ({ name, type, nullable: false })),
      ...own.map((item) => ({ ...item, nullable: item.nullable || facts.hasZeroKeys })),
      ...arrivalColumns(naming),
    ],
    key: facts.key,
    clusterBy: [model.hashKey],
  };
}

/** What tells rows of a link apart where contents are compared; the hash key stands for participants and child key. */
export function toldApart(model: LinkBase): string[] {
  return [model.hashKey, ...model.content.map(({ name }) => name)];
}

/** The table of held rows, for links that hold any; each content of an event once where contents are compared. */
export function pendingLinkTable(
  model: LinkBase,
  own: TableDefinition,
  vault: PlanContext['vault'],
  comparesContent: boolean,
): TableDefinition[] {
  if (model.orphans !== 'hold') return [];
  return [
    {
      ...pendingTable(own, 'hub', vault.naming),
      comment: `Rows of ${model.name} that name a hub key nobody has delivered yet; tried again in every batch.`,
      key: comparesContent ? toldApart(model) : own.key,
    },
  ];
}

/** Held rows whose hubs have their keys by now, hub rows that the policy adds, then the batch's rows. */
export function linkLoads(
  model: LinkBase,
  target: TableDefinition,
  conflicts: ConflictPolicy | null,
  feeds: readonly LinkFeed[],
  context: PlanContext,
): EntityLoad[] {
  const entity: SetEntity = {
    target,
    naming: context.vault.naming,
    parents: parentsOf(model, context),
    orphans: model.orphans === 'hold' ? 'hold' : 'fail',
    conflicts,
  };
  return [
    ...(model.orphans === 'hold' ? [released(model, entity, context)] : []),
    ...(model.orphans === 'infer' && feeds.length > 0 ? inferredHubs(model, feeds, context) : []),
    ...(feeds.length === 0
      ? []
      : [
          loadSet(
            entity,
            `new_${model.name}`,
            feeds.map((feed) => staged(model, feed, context)),
          ),
        ]),
  ];
}

export function linkChecks(
  model: LinkBase,
  target: TableDefinition,
  loads: readonly EntityLoad[],
  context: PlanContext,
): CheckDefinition[] {
  const own = loads.filter(({ entity, workTables }) => entity === model.name && workTables.length > 0);
  const fed = model.feeds.filter(({ source }) =>
    own.some(({ tallies }) => tallies.some((tally) => tally.source === source)),
  );
  return [
    ...own.flatMap((load) => [
      duplicateKeyCheck(target, target.key, load),
      ...parentsOf(model, context).map((parent) => orphanCheck(target, parent, load)),
    ]),
    ...fed.flatMap((feed) => {
      const key = context.stage(feed.source).key(feed.key, model.hashKey);
      return model.onNullKey === 'fail' && key.nullable
        ? [missingKeys(model.name, feed, column('staged', key.name), context)]
        : [];
    }),
    ...(model.orphans === 'infer' ? inferredHubChecks(model, fed, context) : []),
  ];
}

function released(model: LinkBase, entity: SetEntity, context: PlanContext): EntityLoad {
  const type = hashTypeOf(context.vault.hashProfile);
  const { workTable, ...input } = pendingInput(model.name, context.vault.naming, entity.parents);
  const held = <Column extends { readonly name: string }>(item: Column) => ({
    ...item,
    value: column('held', item.name),
  });
  const keys = [model.hashKey, ...model.participants.map(({ name }) => name)];
  return loadSet({ ...entity, orphans: 'fail' }, workTable, [
    {
      ...input,
      keyed: null,
      identity: [
        ...keys.map((name) => held({ name, type, nullable: false })),
        ...model.childKey.map((item) => foldedKey(held(item), model, context)),
      ],
      content: model.content.map(held),
    },
  ]);
}

function staged(model: LinkBase, feed: LinkFeed, context: PlanContext) {
  const stage = context.stage(feed.source);
  const type = hashTypeOf(context.vault.hashProfile);
  const hashed = stage.key(feed.key, model.hashKey);
  const key = column('staged', hashed.name);
  const plain = (columns: LinkBase['content'], names: readonly string[]): SetColumn[] =>
    columns.map((item, index) => ({
      ...item,
      value: column('staged', stage.plain(names[index] as string)),
    }));
  const participants = participantKeys(model, feed, context);
  return {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    ...(feed.present === null ? {} : { where: isNotNull(column('staged', stage.plain(feed.present))) }),
    arrival: stage.arrival(),
    keyed: hashed.nullable ? isNotNull(key) : null,
    identity: [
      { name: model.hashKey, type, nullable: false, value: key },
      ...model.participants.map(({ name }, index) => ({
        name,
        type,
        nullable: false,
        value: participants[index] as Expression,
      })),
      ...plain(model.childKey, feed.childKey).map((item) => foldedKey(item, model, context)),
    ],
    content: plain(model.content, feed.content),
  };
}

/** A part of the child key, which is hashed, in the form in which it is. */
function foldedKey(part: SetColumn, { feeds }: LinkBase, { vault }: PlanContext): SetColumn {
  const { key: rules } = vault.hashProfile;
  if (part.type.kind !== 'text' || !normalisesText(rules)) return part;
  return {
    ...part,
    compare: (value) => comparable(rules, { ...part, value }),
    comparesNull: rules.emptyIsNull && feeds.some(({ key }) => key.childNull === 'value'),
  };
}

/** The hash key of each participant: the zero key where an optional one is missing, the pair in order where it has none. */
function participantKeys(model: LinkBase, feed: LinkFeed, { vault, stage }: PlanContext): Expression[] {
  const prepared = stage(feed.source);
  const keys = feed.key.participants.map((recipe, index): Expression => {
    const hashed = prepared.key(plainKey(recipe), model.participants[index]?.name ?? '');
    const value = column('staged', hashed.name);
    return recipe.optional && hashed.nullable
      ? coalesce(value, zeroKey(vault.hashProfile, 'unknown'))
      : value;
  });
  const [left, right] = keys;
  if (!feed.key.symmetric || left === undefined || right === undefined) return keys;
  const isTurned: Expression = { node: 'compare', operator: '<', left: right, right: left };
  return [when(isTurned, right, left), when(isTurned, left, right)];
}

function parentsOf(model: LinkBase, { vault }: Pick<PlanContext, 'vault'>): ParentReference[] {
  return model.participants.map(({ name, hub, hubKey }) => ({
    column: name,
    schema: vault.naming.vaultSchema,
    table: hub,
    key: hubKey,
  }));
}
