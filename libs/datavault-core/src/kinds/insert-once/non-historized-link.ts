import { z } from 'zod';
import { conflictCheck } from '../checks/conflict-check.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ColumnName, Source } from '../../metadata/source.ts';
import type { TableDefinition } from '../../sql/query.ts';
import { conflictTable, eventShape, type EventPolicies } from './event-conflicts.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { PlanContext } from '../../stage/entity-load.ts';
import { sourcesOf } from '../../metadata/fed-by.ts';
import { columnMap, linkFeedShape, linkShape, resolveLink, type LinkBase } from './link-base.ts';
import { linkChecks, linkLoads, linkTable, pendingLinkTable, toldApart } from './link-load.ts';
import {
  columnLists,
  connectedHubs,
  type GivenParticipant,
  type LinkFeedOptions,
  type LinkPolicies,
  type Participants,
} from './link.ts';
import type { ConflictPolicy } from './set-load.ts';

const definition = z.strictObject({
  kind: z.literal('nonHistorizedLink'),
  ...linkShape,
  ...eventShape,
  /** Physical column to source column. */
  payload: columnMap,
  /** Further sources, with their own columns. */
  furtherSources: z.array(z.strictObject({ ...linkFeedShape, payload: columnMap })).default([]),
});
export type NonHistorizedLinkDefinition = z.output<typeof definition>;

export interface NonHistorizedLinkModel extends LinkBase {
  readonly kind: 'nonHistorizedLink';
  /** Null where the whole row is the identity, so that nothing can contradict it. */
  readonly conflicts: ConflictPolicy | null;
}

export interface NonHistorizedLink<Name extends string = string, From extends Source = Source> {
  readonly kind: 'nonHistorizedLink';
  readonly name: Name;
  readonly source: From;
  readonly sources: readonly Source[];
  readonly definition: NonHistorizedLinkDefinition;
}

/**
 * Declares a link of events: transactions between hubs, each stored once with all it says, never changed.
 *
 * Shape: `identity` names the payload columns that tell events of the same participants apart; they are hashed into the
 * key after the participants. Without it the whole payload is.
 * Example: `defineNonHistorizedLink('l_sale', { from: sales, connects: { hk_customer_id: [hCustomer, 'customer'], hk_shop_id: [hShop, 'shop'] }, payload: { receipt: 'receipt', amount: 'amount' }, identity: ['receipt'] })`
 */
export function defineNonHistorizedLink<
  const Name extends string,
  From extends Source,
  const Given extends Readonly<Record<string, GivenParticipant>>,
  const Payload extends Readonly<Record<string, ColumnName<From>>>,
>(
  name: Name,
  options: LinkPolicies<From> &
    EventPolicies<keyof Payload & string> & {
      readonly from: From;
      readonly connects: Given extends Participants<From, Given> ? Given : Participants<From, Given>;
      readonly payload: Payload;
      readonly furtherSources?: readonly (LinkFeedOptions<keyof Given & string> & {
        readonly payload: Readonly<Record<keyof Payload & string, string>>;
      })[];
    },
): NonHistorizedLink<Name, NoInfer<From>> {
  const { from: source, connects, furtherSources = [], ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'nonHistorizedLink',
    name,
    source,
    sources: sourcesOf(source, furtherSources),
    definition: parseDefinition(definition, {
      kind: 'nonHistorizedLink',
      name,
      from: source.name,
      connects: connectedHubs(connects as Readonly<Record<string, GivenParticipant>>),
      furtherSources: furtherSources.map(({ source: other, connects: columns, ...feed }) => ({
        ...feed,
        from: other.name,
        connects: columnLists(columns),
      })),
      ...rest,
    }),
  };
}

export const nonHistorizedLink: EntityKind<typeof definition, NonHistorizedLinkModel> = {
  kind: 'nonHistorizedLink',
  wave: 'links',
  definition,
  rehashable: true,

  resolve({ furtherSources, payload, identity, onConflict, orphans, onNullKey, ...given }, scope) {
    const names = Object.keys(payload);
    for (const name of (identity ?? []).filter((item) => !names.includes(item)))
      scope.problem(given.name, `identity names ${name}, which is no payload column`);
    if (orphans === 'hold' && onConflict === 'fail')
      scope.problem(
        given.name,
        'a held row that contradicts another would stop every batch: choose quarantine',
      );
    const split = (columns: Readonly<Record<string, string>>) => {
      const [childKey, content]: [Record<string, string>, Record<string, string>] = [{}, {}];
      for (const [name, staged] of Object.entries(columns))
        ((identity ?? names).includes(name) ? childKey : content)[name] = staged;
      return { childKey, content };
    };
    const own = Object.entries(given.connects).map(([role, { columns }]) => [role, columns] as const);
    const base = resolveLink(
      {
        ...given,
        hashKey: given.hashKey,
        childNull: identity === undefined ? 'value' : 'nullKey',
        symmetric: false,
        feeds: [
          { ...given, ...split(payload), connects: Object.fromEntries(own), present: given.present },
          ...furtherSources.map((feed) => ({ ...feed, ...split(feed.payload), present: feed.present })),
        ],
      },
      scope,
    );
    if (base === null) return null;
    const conflicts = base.content.length === 0 ? null : onConflict;
    return { kind: 'nonHistorizedLink', ...base, conflicts, orphans, onNullKey };
  },

  tables(model, vault) {
    const own = tableOf(model, vault);
    return [
      own,
      ...conflictTable(model, own, vault, toldApart(model)),
      ...pendingLinkTable(model, own, vault, model.conflicts !== null),
    ];
  },

  loads: (model, feeds, context) =>
    linkLoads(
      model,
      tableOf(model, context.vault),
      model.conflicts,
      feeds as NonHistorizedLinkModel['feeds'],
      context,
    ),

  checks: (model, loads, context) => [
    ...linkChecks(model, tableOf(model, context.vault), loads, context),
    ...(model.conflicts === 'fail'
      ? loads.filter(({ entity }) => entity === model.name).flatMap((load) => conflictCheck(model.name, load))
      : []),
  ],
};

function tableOf(model: NonHistorizedLinkModel, vault: PlanContext['vault']): TableDefinition {
  return linkTable(model, vault, {
    comment: `Events between ${model.participants.map(({ hub }) => hub).join(', ')}: each that was seen, once.`,
    key: model.conflicts === 'keepAll' ? toldApart(model) : [model.hashKey],
    hasZeroKeys: false,
  });
}
