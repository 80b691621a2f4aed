import { z } from 'zod';
import type { ResolveScope } from '../../model/resolve-scope.ts';
import type { TableColumn } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import type { EntityBase, Feed, NullKeyPolicy } from '../../model/entity.ts';
import { fedColumn, refuseStrangers } from '../../stage/feed-columns.ts';
import type { HubModel } from './hub.ts';
import type { LinkKeyRecipe } from '../../model/key-recipe.ts';
import { refuseWorkColumns } from '../../model/work-columns.ts';

const name = z.string().min(1);
export const columnMap = z.record(name, name);

/** What both kinds of link say about themselves. */
export const linkShape = {
  name,
  from: name,
  /** Physical hash key column of each participant to its hub and source columns, in hashing order. */
  connects: z.record(
    name,
    z.strictObject({ hub: name, columns: z.array(name).min(1), optional: z.boolean().default(false) }),
  ),
  /** Only rows where this column is present. */
  present: name.optional(),
  orphans: z.enum(['hold', 'fail', 'infer']).default('fail'),
  onNullKey: z.enum(['skip', 'fail']).default('skip'),
  hashKey: name.optional(),
};

/** What a further source of either kind of link says. */
export const linkFeedShape = {
  from: name,
  connects: z.record(name, z.array(name).min(1)),
  present: name.optional(),
};

/** What happens to a row that names a key its hub does not hold: it waits, it stops the batch, or the hub gets the key. */
export type LinkOrphanPolicy = 'hold' | 'fail' | 'infer';

export interface Participant {
  /** Physical hash key column in the link. */
  readonly name: string;
  readonly hub: string;
  /** Hash key column of the hub. */
  readonly hubKey: string;
  readonly optional: boolean;
}

export type LinkFeed = Feed & {
  readonly key: LinkKeyRecipe;
  /** Staged columns of each participant's key. */
  readonly parts: readonly (readonly string[])[];
  readonly childKey: readonly string[];
  readonly content: readonly string[];
};

/** The part of a link's model that does not depend on what its content means. */
export interface LinkBase extends EntityBase {
  readonly participants: readonly Participant[];
  /** Stored columns that are hashed into the key after the participants. */
  readonly childKey: readonly TableColumn[];
  /** Stored columns outside the key. */
  readonly content: readonly TableColumn[];
  readonly orphans: LinkOrphanPolicy;
  readonly onNullKey: NullKeyPolicy;
  readonly feeds: readonly LinkFeed[];
}

/** One source of a link as plain data, whichever kind it is. */
export interface GivenLinkFeed {
  readonly from: string;
  readonly connects: Readonly<Record<string, readonly string[]>>;
  readonly childKey: Readonly<Record<string, string>>;
  readonly content: Readonly<Record<string, string>>;
  readonly present: string | undefined;
}

export interface GivenLink {
  readonly name: string;
  readonly hashKey: string | undefined;
  readonly connects: z.output<(typeof linkShape)['connects']>;
  readonly childNull: LinkKeyRecipe['childNull'];
  readonly symmetric: boolean;
  /** The main source first. */
  readonly feeds: readonly [GivenLinkFeed, ...GivenLinkFeed[]];
}

/** Proves participants, keys and columns of every source; notes every mistake. */
export function resolveLink(
  given: GivenLink,
  scope: ResolveScope,
): Omit<LinkBase, 'kind' | 'orphans' | 'onNullKey'> | null {
  const problems = scope.problems.length;
  const [main] = given.feeds;
  const roles = Object.keys(given.connects);
  if (roles.length < 2) scope.problem(given.name, 'a link connects at least two hubs');
  const participants = Object.entries(given.connects).flatMap(([role, { hub, optional }]) =>
    resolveParticipant(given, { role, hub, optional }, scope),
  );
  if (given.symmetric && (roles.length !== 2 || participants[0]?.hub.name !== participants[1]?.hub.name))
    scope.problem(given.name, 'only a link of two keys of one hub can be symmetric');
  const ownKey = given.hashKey ?? `${scope.naming.hashKeyPrefix}${given.name}`;
  const [childNames, contentNames] = [Object.keys(main.childKey), Object.keys(main.content)];
  const own = [ownKey, ...roles, ...childNames, ...contentNames];
  scope.distinctColumns(given.name, [...own, ...arrivalColumns(scope.naming).map((item) => item.name)]);
  refuseWorkColumns(given.name, own, scope);
  for (const feed of given.feeds.slice(1)) {
    refuseStrangers(given.name, { source: feed.from, given: Object.keys(feed.connects) }, roles, scope);
    refuseStrangers(given.name, { source: feed.from, given: Object.keys(feed.childKey) }, childNames, scope);
    refuseStrangers(given.name, { source: feed.from, given: Object.keys(feed.content) }, contentNames, scope);
  }
  const sources = given.feeds.map(({ from }) => from);
  for (const repeated of sources.filter((source, index) => sources.indexOf(source) < index))
    scope.problem(given.name, `source ${repeated} feeds it twice`);
  for (const { from, present } of given.feeds)
    if (present !== undefined) scope.column(`${given.name}.present`, from, present);
  const stored = (part: 'childKey' | 'content', names: readonly string[]): TableColumn[] =>
    names.flatMap((physical) => {
      const feeds = given.feeds.map((feed) => ({ source: feed.from, staged: feed[part][physical] }));
      return fedColumn(given.name, { physical, feeds, isKey: part === 'childKey' }, scope) ?? [];
    });
  const childKey = stored('childKey', childNames);
  const content = stored('content', contentNames);
  if (scope.problems.length > problems) return null;
  return {
    name: given.name,
    hashKey: ownKey,
    participants: participants.map(({ name: physical, hub, optional }) => ({
      name: physical,
      hub: hub.name,
      hubKey: hub.hashKey,
      optional,
    })),
    childKey: childKey.map((item) => ({ ...item, nullable: item.nullable && given.childNull === 'value' })),
    content,
    feeds: given.feeds.map((feed) =>
      linkFeed(feed, given, participants, { childKey: childNames, content: contentNames }),
    ),
  };
}

interface ResolvedParticipant {
  readonly name: string;
  readonly hub: HubModel;
  readonly optional: boolean;
}

function resolveParticipant(
  { name: link, feeds }: GivenLink,
  { role, hub, optional }: { readonly role: string; readonly hub: string; readonly optional: boolean },
  scope: ResolveScope,
): ResolvedParticipant[] {
  const where = `${link}.${role}`;
  const target = scope.entity(hub);
  if (target?.kind !== 'hub') {
    scope.problem(where, `a link connects hubs, but ${scope.describe(hub)}`);
    return [];
  }
  const owner = target as HubModel;
  if (optional && !owner.zeroKeyRows.includes('unknown')) {
    scope.problem(
      where,
      `it is optional, so hub ${hub} needs the row of the unknown key: zeroKeyRows: ['unknown']`,
    );
  }
  for (const { from: source, connects } of feeds) {
    const columns = connects[role];
    if (columns === undefined) {
      scope.problem(where, `source ${source} does not say which of its columns fill it`);
      continue;
    }
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
    scope.prehashedKey(where, source, columns);
  }
  return [{ name: role, hub: owner, optional }];
}

function linkFeed(
  feed: GivenLinkFeed,
  { childNull, symmetric }: GivenLink,
  participants: readonly ResolvedParticipant[],
  names: Readonly<Record<'childKey' | 'content', readonly string[]>>,
): LinkFeed {
  const parts = participants.map((participant) => feed.connects[participant.name] ?? []);
  const childKey = names.childKey.map((physical) => feed.childKey[physical] as string);
  return {
    source: feed.from,
    present: feed.present ?? null,
    parts,
    childKey,
    content: names.content.map((physical) => feed.content[physical] as string),
    key: {
      participants: participants.map(({ hub, optional }, index) => ({
        columns: parts[index] ?? [],
        nullKeyRule: hub.nullKeyRule,
        optional,
      })),
      childKey,
      childNull,
      symmetric,
    },
  };
}
