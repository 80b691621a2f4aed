import type { ResolveScope } from './resolve-scope.ts';
import { arrivalColumns } from './arrival-columns.ts';
import type { EntityBase, Feed } from './entity.ts';
import { isLinkKey, type KeyRecipe } from './key-recipe.ts';
import type { PayloadColumn, PayloadValue, SatelliteBase } from './satellite-base.ts';

/** What the definitions of all satellites have. */
interface SatelliteGiven {
  readonly name: string;
  readonly of: string;
  readonly from: string;
  readonly payload: Readonly<Record<string, PayloadValue>>;
  readonly key?: readonly string[] | undefined;
  readonly furtherSources: readonly {
    readonly from: string;
    readonly payload: Readonly<Record<string, PayloadValue>>;
    readonly key?: readonly string[] | undefined;
  }[];
  readonly orphans: 'hold' | 'fail';
}

/** Proves parent, keys and payloads; notes every mistake. */
export function resolveSatellite(
  definition: SatelliteGiven,
  ownColumns: readonly string[],
  scope: ResolveScope,
): Omit<SatelliteBase, 'kind'> | null {
  const { name, of, payload, orphans } = definition;
  const problems = scope.problems.length;
  const parent = scope.entity(of);
  if (parent === undefined || !['hub', 'link'].includes(parent.kind)) {
    scope.problem(name, `a satellite describes a hub or a link, but ${scope.describe(of)}`);
    return null;
  }
  const given = [definition, ...definition.furtherSources];
  if (Object.keys(payload).length === 0) scope.problem(name, 'a satellite needs at least one payload column');
  const keys = given.map((feed) => keyOf(name, parent, feed, scope));
  const columns = given.map((feed) => columnsOf(name, feed, scope));
  const sources = given.map(({ from }) => from);
  for (const source of new Set(sources.filter((item, place) => sources.indexOf(item) !== place)))
    scope.problem(name, `source ${source} is named twice`);
  const merged = Object.keys(payload).map((physical): PayloadColumn | undefined => {
    const found = columns.map((feed) => feed.get(physical));
    const [first] = found;
    const other = found.find(
      (item) => item && first && JSON.stringify(item.type) !== JSON.stringify(first.type),
    );
    if (other && first)
      scope.problem(
        `${name}.${physical}`,
        `is ${first.type.kind} in one source and ${other.type.kind} in another, or of another size`,
      );
    return first && { ...first, nullable: found.some((item) => item?.nullable) };
  });
  for (const [place, feed] of definition.furtherSources.entries()) {
    const missing = Object.keys(payload).filter((physical) => !(physical in feed.payload));
    const surplus = Object.keys(feed.payload).filter((physical) => !(physical in payload));
    for (const physical of missing)
      scope.problem(`${name}.furtherSources.${place}`, `source ${feed.from} gives no ${physical}`);
    for (const physical of surplus)
      scope.problem(
        `${name}.furtherSources.${place}`,
        `source ${feed.from} gives ${physical}, which ${name} does not have`,
      );
  }
  scope.distinctColumns(name, [
    parent.hashKey,
    ...ownColumns,
    ...Object.keys(payload),
    ...arrivalColumns(scope.naming).map((item) => item.name),
  ]);
  if (scope.problems.length > problems) return null;
  return {
    name,
    parent: of,
    hashKey: parent.hashKey,
    orphans,
    payload: merged.filter((item) => item !== undefined),
    feeds: given.map((feed, place) => ({
      ...(keys[place] as Feed),
      values: Object.keys(payload).map((physical) => feed.payload[physical] as PayloadValue),
    })),
  };
}

/** How a source names the parent's key: as it feeds the parent, or by columns of its own. */
export function keyOf(
  where: string,
  parent: EntityBase,
  { from: source, key }: { readonly from: string; readonly key?: readonly string[] | undefined },
  scope: ResolveScope,
): Feed | undefined {
  if (key === undefined) {
    const feed = parent.feeds.find((candidate) => candidate.source === source);
    if (feed === undefined) {
      scope.problem(
        where,
        `source ${source} does not feed ${parent.name}, so its rows have no key; ${parent.name} is fed by ${parent.feeds.map((item) => item.source).join(', ')}`,
      );
    }
    return feed && { source, key: feed.key, present: feed.present };
  }
  const [model] = parent.feeds;
  const columns = keyColumns(model?.key ?? []);
  const staged = key.map((name) => scope.keyColumn(where, source, name));
  if (model && key.length !== columns.length) {
    scope.problem(
      where,
      `the key of ${parent.name} has ${columns.length} columns, but ${key.length} are given`,
    );
  }
  staged.forEach((found, place) => {
    const part = columns[place];
    const expected = model && part !== undefined ? scope.keyColumn(where, model.source, part) : undefined;
    if (found && expected && found.type.kind !== expected.type.kind) {
      scope.problem(
        where,
        `column ${found.name} is ${found.type.kind}, but that part of the key of ${parent.name} is ${expected.type.kind}`,
      );
    }
  });
  scope.prehashedKey(where, source, key);
  return { source, key: withColumns(model?.key ?? [], key), present: null };
}

function columnsOf(
  name: string,
  { from: source, payload }: SatelliteGiven['furtherSources'][number],
  scope: ResolveScope,
): Map<string, PayloadColumn> {
  const found = Object.entries(payload).flatMap(([physical, value]): [string, PayloadColumn][] => {
    if (typeof value !== 'string')
      return [[physical, { name: physical, type: value.type, nullable: value.constant === null }]];
    const staged = scope.column(`${name}.${physical}`, source, value);
    if (staged?.type.kind === 'float')
      scope.problem(`${name}.${physical}`, 'a float cannot be compared exactly; stage it as decimal');
    return staged ? [[physical, { name: physical, type: staged.type, nullable: staged.nullable }]] : [];
  });
  return new Map(found);
}

/** The staged columns of a key, in hashing order. */
export function keyColumns(recipe: KeyRecipe): readonly string[] {
  if (isLinkKey(recipe))
    return [...recipe.participants.flatMap(({ columns }) => columns), ...recipe.childKey];
  return 'columns' in recipe ? recipe.columns : recipe;
}

/** The same recipe over other columns, as many. */
function withColumns(recipe: KeyRecipe, columns: readonly string[]): KeyRecipe {
  if (!isLinkKey(recipe)) return 'columns' in recipe ? { ...recipe, columns } : columns;
  const left = [...columns];
  const participants = recipe.participants.map((item) => ({
    ...item,
    columns: left.splice(0, item.columns.length),
  }));
  return { ...recipe, participants, childKey: left };
}
