import { z } from 'zod';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ColumnName, KindOf, NoSuchColumn, Source } from '../../metadata/source.ts';
import type { TableDefinition } from '../../sql/query.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { PlanContext } from '../../stage/entity-load.ts';
import type { NullKeyPolicy } from '../../model/entity.ts';
import { sourcesOf } from '../../metadata/fed-by.ts';
import type { Hub } from './hub.ts';
import {
  columnMap,
  linkFeedShape,
  linkShape,
  resolveLink,
  type LinkBase,
  type LinkOrphanPolicy,
} from './link-base.ts';
import { linkChecks, linkLoads, linkTable, pendingLinkTable } from './link-load.ts';
import { zeroKeyLoad, zeroKeyNames, type ZeroKeyName } from '../../stage/zero-keys.ts';

const ownColumns = {
  /** Stored columns that are hashed into the key after the participants. */
  childKey: columnMap.default({}),
  /** Attributes kept from the first row of a key and never updated. */
  extra: columnMap.default({}),
};
const definition = z.strictObject({
  kind: z.literal('link'),
  ...linkShape,
  ...ownColumns,
  childNull: z.enum(['nullKey', 'value']).default('nullKey'),
  /** Two participants of one hub whose order means nothing. */
  symmetric: z.boolean().default(false),
  zeroKeyRows: z.array(z.enum(zeroKeyNames)).default([]),
  /** Further sources, with their own columns; of rows that arrived together the earlier source's counts. */
  furtherSources: z.array(z.strictObject({ ...linkFeedShape, ...ownColumns })).default([]),
});
export type LinkDefinition = z.output<typeof definition>;

export interface LinkModel extends LinkBase {
  readonly kind: 'link';
  readonly zeroKeyRows: readonly ZeroKeyName[];
}

/** A link whose source is known to the compiler. */
export interface Link<Name extends string = string, From extends Source = Source> {
  readonly kind: 'link';
  readonly name: Name;
  readonly source: From;
  readonly sources: readonly Source[];
  readonly definition: LinkDefinition;
}

/** What may be said about a participant beside its hub and columns. */
export interface ParticipantOptions {
  /** A missing key is stored as the unknown key of the hub, which must hold the row for it. */
  readonly optional?: boolean;
}

/** A participant as the define functions take it. */
export type GivenParticipant = readonly [unknown, string | readonly string[], ParticipantOptions?];

/** What `connects` must look like; a mistake becomes a sentence in the compiler's message. */
export type Participants<From extends Source, Given> = {
  readonly [Role in keyof Given]: Given[Role] extends readonly [infer Target, infer Columns, ...infer Options]
    ? readonly [ParticipantHub<Target>, ParticipantColumns<From, Target, Columns>, ...Options]
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

/** A further source of a link: every participant and column under its own names. */
export interface LinkFeedOptions<Role extends string> {
  readonly source: Source;
  readonly connects: Readonly<Record<Role, string | readonly string[]>>;
  readonly childKey?: Readonly<Record<string, string>>;
  readonly extra?: Readonly<Record<string, string>>;
  readonly present?: string;
}

/** What both kinds of link may say about rows without a key and rows whose hub is missing. */
export interface LinkPolicies<From extends Source> {
  /** Only rows where this column is present. */
  readonly present?: ColumnName<From>;
  /** A key that its hub does not hold: `hold` waits for it, `fail` (the default) stops the batch, `infer` adds it to the hub. */
  readonly orphans?: LinkOrphanPolicy;
  readonly onNullKey?: NullKeyPolicy;
  readonly hashKey?: string;
}

/**
 * Declares a link: a relationship between business keys, each combination once.
 *
 * Shape: `connects` gives each participant's hash key column its hub and the source columns of that hub's key; a hub may
 * take part more than once, under several names. `childKey` columns tell links of the same participants apart.
 * Example: `defineLink('l_admins', { from: groups, connects: { hk_user_id: [hUsers, 'admin_id'], hk_group_id: [hGroups, 'id'] } })`
 */
export function defineLink<
  const Name extends string,
  From extends Source,
  const Given extends Readonly<Record<string, GivenParticipant>>,
>(
  name: Name,
  options: LinkPolicies<From> & {
    readonly from: From;
    readonly connects: Given extends Participants<From, Given> ? Given : Participants<From, Given>;
    readonly childKey?: Readonly<Record<string, ColumnName<From>>>;
    readonly childNull?: LinkDefinition['childNull'];
    readonly symmetric?: boolean;
    readonly extra?: Readonly<Record<string, ColumnName<From>>>;
    readonly zeroKeyRows?: readonly ZeroKeyName[];
    readonly furtherSources?: readonly LinkFeedOptions<keyof Given & string>[];
  },
): Link<Name, NoInfer<From>> {
  const { from: source, connects, furtherSources = [], ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'link',
    name,
    source,
    sources: sourcesOf(source, furtherSources),
    definition: parseDefinition(definition, {
      kind: 'link',
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

/** `connects` as plain data. */
export function connectedHubs(connects: Readonly<Record<string, GivenParticipant>>) {
  return Object.fromEntries(
    Object.entries(connects).map(([role, [target, columns, participant]]) => [
      role,
      { hub: (target as Hub).name, columns: [columns].flat() as string[], ...participant },
    ]),
  );
}

/** The columns of a further source as plain data. */
export function columnLists(connects: Readonly<Record<string, string | readonly string[]>>) {
  return Object.fromEntries(
    Object.entries(connects).map(([role, columns]) => [role, [columns].flat() as string[]]),
  );
}

export const link: EntityKind<typeof definition, LinkModel> = {
  kind: 'link',
  wave: 'links',
  definition,
  rehashable: true,

  resolve({ furtherSources, zeroKeyRows, orphans, onNullKey, ...given }, scope) {
    const own = Object.entries(given.connects).map(([role, { columns }]) => [role, columns] as const);
    const base = resolveLink(
      {
        ...given,
        hashKey: given.hashKey,
        feeds: [
          { ...given, connects: Object.fromEntries(own), content: given.extra, present: given.present },
          ...furtherSources.map((feed) => ({ ...feed, content: feed.extra, present: feed.present })),
        ],
      },
      scope,
    );
    if (base === null) return null;
    const content = base.content.map((item) => ({ ...item, nullable: true }));
    return { kind: 'link', ...base, content, orphans, onNullKey, zeroKeyRows };
  },

  tables(model, vault) {
    const own = tableOf(model, vault);
    return [own, ...pendingLinkTable(model, own, vault, false)];
  },

  loads(model, feeds, context) {
    const own = tableOf(model, context.vault);
    const hashKeys = [model.hashKey, ...model.participants.map(({ name }) => name)];
    return [
      ...linkLoads(model, own, null, feeds as LinkModel['feeds'], context),
      ...(model.zeroKeyRows.length === 0
        ? []
        : [zeroKeyLoad(own, model.zeroKeyRows, hashKeys, context.vault)]),
    ];
  },

  checks: (model, loads, context) => linkChecks(model, tableOf(model, context.vault), loads, context),
};

function tableOf(model: LinkModel, vault: PlanContext['vault']): TableDefinition {
  return linkTable(model, vault, {
    comment: `Link: every combination of ${model.participants.map(({ hub }) => hub).join(', ')} that was seen, once.`,
    key: [model.hashKey],
    hasZeroKeys: model.zeroKeyRows.length > 0,
  });
}
