import { z } from 'zod';
import { missingKeys } from '../checks/missing-keys.ts';
import type { ResolveScope } from '../../model/resolve-scope.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import { and, column, intLiteral, isNotNull, when, type Expression } from '../../sql/expression.ts';
import { from, table, type TableColumn, type TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import type { CheckDefinition, PlanContext } from '../../stage/entity-load.ts';
import type { EntityBase, Feed } from '../../model/entity.ts';
import { fedColumn, refuseStrangers } from '../../stage/feed-columns.ts';
import type { SetFeed } from './set-load.ts';
import type { StageBuilder } from '../../stage/stage-builder.ts';
import { refuseWorkColumns } from '../../model/work-columns.ts';

/** Physical column to source column. */
export const columnMap = z.record(z.string().min(1), z.string().min(1));
/** What happens to a row whose natural key has a NULL part. */
export const naturalNullKey = z.enum(['skip', 'fail']).default('skip');

/** How one source feeds an entity whose key is not hashed. */
export interface NaturalFeed extends Feed {
  /** Staged columns of the key, in declared order. */
  readonly key: readonly string[];
  /** Those of them that may be NULL. */
  readonly missable: readonly string[];
  /** Staged columns of the content, in declared order. */
  readonly content: readonly string[];
}

/**
 * What entities without a hash key have in common.
 *
 * Invariant: `hashKey` is the first column of the natural key, by which stored rows are looked up; nothing is hashed. No
 * stored part of the key is NULL.
 */
export interface NaturalModel extends EntityBase {
  readonly naturalKey: readonly TableColumn[];
  readonly content: readonly TableColumn[];
  readonly onNullKey: 'skip' | 'fail';
  readonly feeds: readonly NaturalFeed[];
}

/** What one source says about its columns. */
export interface GivenNaturalFeed {
  readonly from: string;
  readonly naturalKey: Readonly<Record<string, string>>;
  readonly content: Readonly<Record<string, string>>;
}

/** Proves the columns of every source; notes every mistake and then returns null. */
export function resolveNaturalKey(
  name: string,
  given: readonly [GivenNaturalFeed, ...GivenNaturalFeed[]],
  scope: ResolveScope,
): Pick<NaturalModel, 'hashKey' | 'naturalKey' | 'content' | 'feeds'> | null {
  const problems = scope.problems.length;
  const [main, ...furtherSources] = given;
  const keyNames = Object.keys(main.naturalKey);
  const contentNames = Object.keys(main.content);
  if (keyNames.length === 0) scope.problem(name, 'reference data needs at least one natural key column');
  const own = [...keyNames, ...contentNames];
  scope.distinctColumns(name, [...own, ...arrivalColumns(scope.naming).map((item) => item.name)]);
  refuseWorkColumns(name, own, scope);
  const sources = given.map(({ from: source }) => source);
  for (const repeated of sources.filter((source, place) => sources.indexOf(source) < place))
    scope.problem(name, `source ${repeated} feeds it twice`);
  for (const { from: source, naturalKey, content } of furtherSources) {
    refuseStrangers(name, { source, given: Object.keys(naturalKey) }, keyNames, scope);
    refuseStrangers(name, { source, given: Object.keys(content) }, contentNames, scope);
  }
  const stored = (part: 'naturalKey' | 'content', names: readonly string[]): TableColumn[] =>
    names.flatMap((physical) => {
      const feeds = given.map((feed) => ({ source: feed.from, staged: feed[part][physical] }));
      return fedColumn(name, { physical, feeds, isKey: part === 'naturalKey' }, scope) ?? [];
    });
  const naturalKey = stored('naturalKey', keyNames).map((item) => ({ ...item, nullable: false }));
  const content = stored('content', contentNames);
  const [first] = naturalKey;
  if (scope.problems.length > problems || first === undefined) return null;
  return {
    hashKey: first.name,
    naturalKey,
    content,
    feeds: given.map((feed): NaturalFeed => {
      const key = keyNames.map((physical) => feed.naturalKey[physical] as string);
      return {
        source: feed.from,
        key,
        missable: key.filter((staged) => scope.column(name, feed.from, staged)?.nullable),
        content: contentNames.map((physical) => feed.content[physical] as string),
        present: null,
      };
    }),
  };
}

/** The table of reference data; its key is the natural one. */
export function naturalTable(
  model: Pick<NaturalModel, 'name' | 'naturalKey' | 'content'>,
  comment: string,
  { naming }: VaultModel,
): TableDefinition {
  const key = model.naturalKey.map(({ name }) => name);
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'reference',
    comment,
    columns: [...model.naturalKey, ...model.content, ...arrivalColumns(naming)],
    key,
    clusterBy: key.slice(0, 1),
  };
}

/** The condition on `staged` under which a row has its whole key; null when every row has. */
function hasNaturalKey({ missable }: NaturalFeed, stage: StageBuilder): Expression | null {
  const present = missable.map((name) => isNotNull(column('staged', stage.plain(name))));
  return present.length === 0 ? null : and(...present);
}

/** The rows of one source as rows of a set whose identity is the natural key. */
export function naturalFeed(model: NaturalModel, feed: NaturalFeed, context: PlanContext): SetFeed {
  const stage = context.stage(feed.source);
  const staged = (name: string | undefined): Expression => column('staged', stage.plain(name as string));
  return {
    source: feed.source,
    rows: from(table(null, stage.tableName), 'staged'),
    arrival: stage.arrival(),
    keyed: hasNaturalKey(feed, stage),
    identity: model.naturalKey.map((item, place) => ({ ...item, value: staged(feed.key[place]) })),
    content: model.content.map((item, place) => ({ ...item, value: staged(feed.content[place]) })),
  };
}

/** Where rows without a key stop the batch: a check for each source that may bring one. */
export function naturalKeyChecks(
  { name, onNullKey, feeds }: NaturalModel,
  loaded: readonly string[],
  context: PlanContext,
): CheckDefinition[] {
  if (onNullKey !== 'fail') return [];
  return feeds.flatMap((feed) => {
    const keyed = loaded.includes(feed.source) ? hasNaturalKey(feed, context.stage(feed.source)) : null;
    return keyed === null ? [] : [missingKeys(name, feed, when(keyed, intLiteral(1)), context)];
  });
}
