import type { EntityBase } from '../../model/entity.ts';
import type { LinkBase } from './link-base.ts';
import { hashTypeOf, normalisesText } from '../../hash/hash-profile.ts';
import { column, isNotNull } from '../../sql/expression.ts';
import { comparable } from '../../sql/hash-expression.ts';
import { from, table, type TableColumn, type TableDefinition } from '../../sql/query.ts';
import { stagedColumns } from '../../model/staged-columns.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import type { PlanContext } from '../../stage/entity-load.ts';
import type { HubFeed, HubModel } from './hub.ts';
import type { SetColumn } from '../../stage/set-column.ts';
import type { SetEntity, SetFeed } from './set-load.ts';

export function hubTable(model: HubModel, vault: PlanContext['vault']): TableDefinition {
  const { naming, hashProfile } = vault;
  const hasZeroKeys = model.zeroKeyRows.length > 0;
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'hub',
    comment: `Hub: every ${model.businessKey.map(({ name }) => name).join(', ')} the business has named, once.`,
    columns: [
      { name: model.hashKey, type: hashTypeOf(hashProfile), nullable: false },
      ...storedKey(model, vault).map((part) => ({ ...part, nullable: part.nullable || hasZeroKeys })),
      ...model.extra,
      ...arrivalColumns(naming),
    ],
    key: [model.hashKey],
    clusterBy: [model.hashKey],
  };
}

/** The business key as it is stored: a part is nullable as well where a link may give the hub a key without it. */
export function storedKey(
  model: HubModel,
  { entities, sources, hashProfile }: PlanContext['vault'],
): TableColumn[] {
  // One part that is missing, or any under the other rule, is no key at all.
  const partly = model.businessKey.length > 1 && model.nullKeyRule === 'all';
  if (!partly) return [...model.businessKey];
  const inferred = entities.flatMap((entity) => {
    if (!isLink(entity) || entity.orphans !== 'infer') return [];
    return entity.feeds.flatMap(({ source, parts }) => {
      const contract = sources.find(({ name }) => name === source);
      const staged = contract === undefined ? [] : stagedColumns(contract, hashProfile);
      return parts
        .filter((_, place) => entity.participants[place]?.hub === model.name)
        .map((names) => names.map((name) => staged.find((one) => one.name === name)?.nullable ?? false));
    });
  });
  return model.businessKey.map((part, place) => ({
    ...part,
    nullable: part.nullable || inferred.some((nullable) => nullable[place]),
  }));
}

function isLink(entity: EntityBase): entity is LinkBase {
  return 'participants' in entity;
}

export function hubAsSet(model: HubModel, { vault }: PlanContext): SetEntity {
  return {
    target: hubTable(model, vault),
    naming: vault.naming,
    parents: [],
    orphans: 'fail',
    conflicts: null,
  };
}

/**
 * Hash key and business key together are the identity where collisions stop the batch: a second business key with the
 * same hash is then new, and the duplicate check finds it.
 */
export function hubFeed(model: HubModel, feed: HubFeed, context: PlanContext): SetFeed {
  const stage = context.stage(feed.source);
  const { hashProfile } = context.vault;
  const { key: rules } = hashProfile;
  const hashed = stage.key(feed.key, model.hashKey);
  const hashKey: SetColumn = {
    name: model.hashKey,
    type: hashTypeOf(hashProfile),
    nullable: false,
    value: column('staged', hashed.name),
  };
  const businessKey = model.businessKey.map((part, index): SetColumn => {
    const folds = part.type.kind === 'text' && normalisesText(rules) && model.collisions === 'fail';
    return {
      ...part,
      value: column('staged', stage.plain(feed.businessKey[index] as string)),
      ...(folds
        ? {
            compare: (value) => comparable(rules, { ...part, value }),
            // A key whose only part counts as NULL is no key.
            comparesNull: rules.emptyIsNull && model.businessKey.length > 1,
          }
        : {}),
    };
  });
  const extra = model.extra.map((item, index): SetColumn => ({
    ...item,
    value: column('staged', stage.plain(feed.extra[index] as string)),
  }));
  const provesKeys = model.collisions === 'fail';
  return {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    arrival: stage.arrival(),
    keyed: hashed.nullable ? isNotNull(hashKey.value) : null,
    identity: provesKeys ? [hashKey, ...businessKey] : [hashKey],
    content: provesKeys ? extra : [...extra, ...businessKey],
  };
}
