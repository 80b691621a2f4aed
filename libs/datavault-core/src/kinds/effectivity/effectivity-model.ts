import type { ResolveScope } from '../../model/resolve-scope.ts';
import { refuseHeldParent } from '../../model/held-parent.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import type { EntityBase, Feed, OrphanPolicy } from '../../model/entity.ts';
import type { EffectivitySatelliteDefinition } from './effectivity-satellite.ts';
import type { LinkKeyRecipe } from '../../model/key-recipe.ts';
import type { LinkModel } from '../insert-once/link.ts';
import type { LinkActivitySatellite } from '../../model/link-activity.ts';
import { refuseWorkColumns } from '../../model/work-columns.ts';

/** How one source feeds an effectivity satellite: the link's key, and when it holds. */
export interface EffectivityFeed extends Feed {
  readonly key: LinkKeyRecipe;
  /** Staged timestamp from which a row holds; null: its load date. */
  readonly start: string | null;
  /** Staged timestamp until which a row holds; null, or NULL: until it is closed. */
  readonly end: string | null;
}

export interface EffectivityModel extends EntityBase, LinkActivitySatellite {
  readonly kind: 'effectivitySatellite';
  readonly mode: 'driving' | 'snapshot' | 'automate-dv';
  /** Physical names of the link's participants, and their places in its key. */
  readonly driving: readonly ParticipantPlace[];
  readonly secondary: readonly ParticipantPlace[];
  readonly cardinality: 'one' | 'many';
  readonly autoEndDate: boolean;
  readonly nullSecondary: 'skip' | 'close';
  readonly onLate: 'quarantine' | 'drop' | 'fail';
  readonly orphans: OrphanPolicy;
  readonly startColumn: string;
  readonly endColumn: string;
  readonly activeColumn: string;
  readonly feeds: readonly EffectivityFeed[];
}

export interface ParticipantPlace {
  readonly name: string;
  readonly place: number;
}

/** Work column: 1 for rows that opened together with another link key of their driving key. */
export const tiedColumn = 'tied';

/** Proves link, keys, columns and the options that exclude each other; notes every mistake. */
export function resolveEffectivity(
  given: EffectivitySatelliteDefinition,
  scope: ResolveScope,
): EffectivityModel | null {
  const problems = scope.problems.length;
  const fed = resolveFedLink(given, scope);
  if (fed === null) return null;
  const sides = keySides(given, fed.link);
  refuseKeys(given, fed, sides, scope);
  refuseOptions(given, sides, scope);
  for (const part of ['start', 'end'] as const) refuseMoment(given, part, scope);
  refuseColumns(given, fed.link, sides, scope);
  if (scope.problems.length > problems || fed.feed === undefined) return null;
  return effectivityModel(given, fed.link, fed.feed, sides);
}

/** The link of an effectivity satellite, and what its source says about the link's key. */
interface FedLink {
  readonly link: LinkModel;
  /** Undefined after the mistake was noted; the rest is still looked at. */
  readonly feed: LinkModel['feeds'][number] | undefined;
}

type PlacedParticipant = LinkModel['participants'][number] & ParticipantPlace;

/** The link's participants, divided into those that stay and those that change; none of either for a snapshot. */
interface KeySides {
  readonly all: readonly PlacedParticipant[];
  readonly driving: readonly PlacedParticipant[];
  readonly secondary: readonly PlacedParticipant[];
}

function resolveFedLink(
  { name, of, from: source }: EffectivitySatelliteDefinition,
  scope: ResolveScope,
): FedLink | null {
  const parent = scope.entity(of);
  if (parent?.kind !== 'link') {
    scope.problem(name, `an effectivity satellite belongs to a link, but ${scope.describe(of)}`);
    return null;
  }
  const link = parent as LinkModel;
  const feed = link.feeds.find((candidate) => candidate.source === source);
  if (feed === undefined) {
    const known = link.feeds.map((item) => item.source).join(', ');
    scope.problem(
      name,
      `source ${source} does not feed ${of}, so its rows have no key; ${of} is fed by ${known}`,
    );
  }
  return { link, feed };
}

function keySides({ mode, drivingKey }: EffectivitySatelliteDefinition, link: LinkModel): KeySides {
  const all = link.participants.map((item, place) => ({ ...item, place }));
  if (mode === 'snapshot') return { all, driving: [], secondary: [] };
  const driving = all.filter((item) => drivingKey.includes(item.name));
  return { all, driving, secondary: all.filter((item) => !driving.includes(item)) };
}

/** Notes a sentence about an entity when its condition holds. */
function refusing(name: string, scope: ResolveScope): (condition: boolean, sentence: string) => void {
  return (condition, sentence) => {
    if (condition) scope.problem(name, sentence);
  };
}

/** A snapshot has no driving and no secondary key; the other modes need both, and in the link's own terms. */
function refuseKeys(
  given: EffectivitySatelliteDefinition,
  { feed }: FedLink,
  { all, driving, secondary }: KeySides,
  scope: ResolveScope,
): void {
  const { of, mode } = given;
  const refuse = refusing(given.name, scope);
  const roles = all.map((item) => item.name).join(', ');
  for (const role of [...given.drivingKey, ...(given.secondaryKey ?? [])])
    refuse(!all.some((item) => item.name === role), `${of} has no participant ${role}; it has ${roles}`);
  if (mode === 'snapshot') {
    const unused = given.drivingKey.length > 0 || given.secondaryKey !== undefined;
    refuse(unused, 'a snapshot lists link keys; it has no driving or secondary key');
    refuse(
      given.start !== undefined || given.end !== undefined,
      'a snapshot has no start and no end but its load date',
    );
    return;
  }
  refuse(driving.length === 0, `drivingKey names the participants that stay while others change: ${roles}`);
  refuse(secondary.length === 0, 'at least one participant must change: it is not part of drivingKey');
  refuse(
    driving.some(({ optional }) => optional),
    'an optional participant cannot be part of drivingKey',
  );
  const expected = secondary.map((item) => item.name).toSorted();
  const named = given.secondaryKey?.toSorted() ?? expected;
  refuse(
    JSON.stringify(named) !== JSON.stringify(expected),
    `secondaryKey is all that is not in drivingKey: ${expected.join(', ')}`,
  );
  refuse(
    feed?.key.symmetric === true,
    `the participants of ${of} have no order, so none of them can be the driving one`,
  );
}

/** Options that exclude each other. */
function refuseOptions(
  given: EffectivitySatelliteDefinition,
  { secondary }: KeySides,
  scope: ResolveScope,
): void {
  const { name, mode, nullSecondary, orphans } = given;
  const refuse = refusing(name, scope);
  if (nullSecondary === 'close') {
    refuse(mode !== 'driving', "nullSecondary 'close' needs mode 'driving'");
    refuse(
      secondary.some(({ optional }) => optional),
      "a missing optional participant is stored as the unknown key, so nullSecondary 'close' cannot see it",
    );
    refuse(orphans === 'hold', "rows that only close have no link key to wait for: orphans 'fail'");
  }
  refuse(orphans === 'hold' && mode !== 'driving', "orphans 'hold' needs mode 'driving'");
  if (mode === 'driving' && nullSecondary === 'skip') refuseHeldParent(given, scope);
}

/** A moment is a timestamp; a row may have no end yet, but it has a start. */
function refuseMoment(
  given: EffectivitySatelliteDefinition,
  part: 'start' | 'end',
  scope: ResolveScope,
): void {
  const where = `${given.name}.${part}`;
  const staged = given[part];
  const found = staged === undefined ? undefined : scope.column(where, given.from, staged);
  const refuse = refusing(where, scope);
  refuse(
    found !== undefined && found.type.kind !== 'timestamp',
    `column ${staged} is ${found?.type.kind}, but a timestamp without zone is needed`,
  );
  refuse(
    part === 'start' && found?.nullable === true,
    `column ${staged} may be empty; derive a value for rows that do not say it`,
  );
}

/** Physical columns repeat neither each other nor what loading names itself. */
function refuseColumns(
  given: EffectivitySatelliteDefinition,
  { hashKey }: LinkModel,
  { driving, secondary }: KeySides,
  scope: ResolveScope,
): void {
  const { name } = given;
  const own =
    given.mode === 'snapshot'
      ? [hashKey, given.activeColumn]
      : [hashKey, ...[...driving, ...secondary].map((item) => item.name), given.startColumn, given.endColumn];
  scope.distinctColumns(name, [...own, ...arrivalColumns(scope.naming).map((item) => item.name)]);
  refuseWorkColumns(name, own, scope);
  refusing(name, scope)(
    own.some((item) => item.toLowerCase() === tiedColumn),
    `column ${tiedColumn} has a name that loading uses itself; give it another`,
  );
}

function effectivityModel(
  given: EffectivitySatelliteDefinition,
  { hashKey }: LinkModel,
  { key, present }: LinkModel['feeds'][number],
  { driving, secondary }: KeySides,
): EffectivityModel {
  const places = (side: readonly PlacedParticipant[]): ParticipantPlace[] =>
    side.map((item) => ({ name: item.name, place: item.place }));
  return {
    kind: 'effectivitySatellite',
    name: given.name,
    parent: given.of,
    hashKey,
    mode: given.mode,
    driving: places(driving),
    secondary: places(secondary),
    cardinality: given.cardinality,
    autoEndDate: given.autoEndDate,
    nullSecondary: given.nullSecondary,
    onLate: given.onLate,
    orphans: given.orphans,
    startColumn: given.startColumn,
    endColumn: given.endColumn,
    activeColumn: given.activeColumn,
    linkActivity: linkActivity(given),
    feeds: [{ source: given.from, key, present, start: given.start ?? null, end: given.end ?? null }],
  };
}

/** Of rows with one load date and start, the closing one comes after the opening one. */
function linkActivity({
  mode,
  startColumn,
  endColumn,
  activeColumn,
}: EffectivitySatelliteDefinition): LinkActivitySatellite['linkActivity'] {
  if (mode === 'snapshot')
    return { order: [], rule: { kind: 'status', column: activeColumn, deleted: 'false' } };
  return {
    order: [
      { column: startColumn, descending: false },
      { column: endColumn, descending: true },
    ],
    rule: { kind: 'until', column: endColumn },
  };
}
