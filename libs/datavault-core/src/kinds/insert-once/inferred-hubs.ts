import {
  columnType,
  from,
  table,
  type PickNode,
  type SelectNode,
  type TableDefinition,
  type WorkTable,
  columnsFrom,
} from '../../sql/query.ts';
import { collisions } from './hub-checks.ts';
import {
  and,
  column,
  equal,
  intLiteral,
  isNotNull,
  type Expression,
  type OrderTerm,
} from '../../sql/expression.ts';
import type { CheckDefinition, EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import { hubTable } from './hub-load.ts';
import type { HubModel } from './hub.ts';
import { plainKey } from '../../model/key-recipe.ts';
import type { LinkBase, LinkFeed } from './link-base.ts';
import { feedColumn } from '../../model/work-columns.ts';

/** Gives hubs the business keys that rows of a link name first; attributes stay empty. */
export function inferredHubs(
  model: LinkBase,
  feeds: readonly LinkFeed[],
  context: PlanContext,
): EntityLoad[] {
  return hubsOf(model, context).map((hub) => inferredHub(model, hub, feeds, context));
}

/** A business key that is named by a link has one hash key as well. */
export function inferredHubChecks(
  model: LinkBase,
  feeds: readonly LinkFeed[],
  context: PlanContext,
): CheckDefinition[] {
  return references(model, hubsOf(model, context), feeds).flatMap(({ hub, feed, index, role }) => {
    if (hub.collisions === 'off') return [];
    const hashed = column('staged', participantKey(feed, index, role, context).name);
    const severity = hub.collisions === 'fail' ? 'error' : 'warning';
    const given = { source: feed.source, businessKey: feed.parts[index] ?? [] };
    return [collisions(hub, given, hashed, context, severity, `${model.name}.${role}, ${feed.source}`)];
  });
}

function hubsOf(model: LinkBase, { vault }: PlanContext): HubModel[] {
  const names = new Set(model.participants.map(({ hub }) => hub));
  return [...names].flatMap((name) =>
    vault.entities.filter((entity): entity is HubModel => entity.kind === 'hub' && entity.name === name),
  );
}

/** Every place where a source names a key of a hub. */
function references(model: LinkBase, hubs: readonly HubModel[], feeds: readonly LinkFeed[]) {
  return hubs.flatMap((hub) =>
    feeds.flatMap((feed) =>
      model.participants.flatMap(({ hub: named, name: role }, index) =>
        named === hub.name ? [{ hub, feed, index, role }] : [],
      ),
    ),
  );
}

function participantKey(feed: LinkFeed, index: number, role: string, { stage }: PlanContext) {
  const recipe = feed.key.participants[index];
  if (recipe === undefined) throw new TypeError(`no participant ${role}`);
  return stage(feed.source).key(plainKey(recipe), role);
}

function inferredHub(
  model: LinkBase,
  hub: HubModel,
  feeds: readonly LinkFeed[],
  context: PlanContext,
): EntityLoad {
  const target = hubTable(hub, context.vault);
  const { naming } = context.vault;
  const keys = [hub.hashKey, ...hub.businessKey.map(({ name }) => name)];
  const stored = [...keys, naming.loadDate, naming.recordSource];
  const work: WorkTable = {
    name: `inferred_${model.name}_${hub.name}`,
    columns: target.columns.filter(({ name }) => stored.includes(name)),
  };
  return {
    entity: hub.name,
    inferredByLink: model.name,
    origin: 'vault',
    workTables: [work],
    inserted: null,
    tallies: [],
    actions: [
      {
        action: 'collect',
        title: `Keys of ${hub.name} that ${model.name} names before anything else does.`,
        statement: {
          node: 'insert',
          into: table(null, work.name),
          columns: stored,
          query: {
            node: 'with',
            tables: [
              {
                name: 'named',
                comment: `Every key of ${hub.name} in the batch.`,
                query: { node: 'unionAll', queries: namedKeys(model, hub, feeds, context) },
              },
            ],
            body: firstMentions(hub, target, stored, naming.loadDate, naming.recordSource),
          },
        },
      },
      {
        action: 'derive',
        title: `Those keys into ${hub.name}, attributes empty.`,
        statement: {
          node: 'insert',
          into: table(target.schema, target.name),
          columns: stored,
          query: {
            node: 'select',
            columns: columnsFrom('inferred', stored),
            from: from(table(null, work.name), 'inferred'),
          },
        },
      },
    ],
  };
}

/** Keys of the hub in the rows of each feed and role that would enter the link. */
function namedKeys(
  model: LinkBase,
  hub: HubModel,
  feeds: readonly LinkFeed[],
  context: PlanContext,
): SelectNode[] {
  const { naming } = context.vault;
  return references(model, [hub], feeds).map(({ feed, index, role }): SelectNode => {
    const stage = context.stage(feed.source);
    const own = participantKey(feed, index, role, context);
    const link = stage.key(feed.key, model.hashKey);
    const arrival = stage.arrival();
    const present = (name: string): Expression => isNotNull(column('staged', name));
    const conditions = [
      ...(feed.present === null ? [] : [present(stage.plain(feed.present))]),
      ...[link, own].filter(({ nullable }) => nullable).map(({ name }) => present(name)),
    ];
    return {
      node: 'select',
      columns: [
        { name: hub.hashKey, value: column('staged', own.name) },
        ...hub.businessKey.map(({ name }, part) => ({
          name,
          value: column('staged', stage.plain(feed.parts[index]?.[part] ?? '')),
        })),
        { name: naming.loadDate, value: arrival.loadDate },
        { name: naming.recordSource, value: arrival.recordSource },
        { name: feedColumn, value: intLiteral(feeds.indexOf(feed)) },
      ],
      from: from(table(null, stage.tableName), 'staged'),
      ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    };
  });
}

/** The first mention of each key that the hub does not hold. */
function firstMentions(
  hub: HubModel,
  target: TableDefinition,
  stored: readonly string[],
  loadDate: string,
  recordSource: string,
): PickNode {
  const of = (name: string) => column('named', name);
  const sorts = [loadDate, feedColumn, recordSource, ...hub.businessKey.map(({ name }) => name)];
  return {
    node: 'pick',
    from: from(table(null, 'named'), 'named'),
    without: [
      {
        relation: table(target.schema, target.name),
        alias: 'known',
        on: equal(column('known', hub.hashKey), of(hub.hashKey)),
        key: hub.hashKey,
      },
    ],
    keys: [{ name: hub.hashKey, value: of(hub.hashKey) }],
    order: sorts.map((name): OrderTerm => ({ by: of(name), direction: 'asc', nulls: 'last' })),
    columns: stored
      .slice(1)
      .map((name) => ({ name, value: of(name), type: columnType(target.columns, name) })),
  };
}
