import { z } from 'zod';
import { conflictCheck } from '../checks/conflict-check.ts';
import { duplicateKeyCheck } from '../checks/integrity-checks.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ColumnName, Source } from '../../metadata/source.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import type { TableDefinition } from '../../sql/query.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { PlanContext } from '../../stage/entity-load.ts';
import { conflictTable } from './event-conflicts.ts';
import { sourcesOf } from '../../metadata/fed-by.ts';
import {
  columnMap,
  naturalFeed,
  naturalKeyChecks,
  naturalNullKey,
  naturalTable,
  resolveNaturalKey,
  type NaturalModel,
} from './natural-key.ts';
import { loadReplacement } from './replacement-load.ts';
import { loadSet, type SetEntity } from './set-load.ts';

const feedShape = {
  from: z.string().min(1),
  /** Physical column of each key part to source column. */
  naturalKey: columnMap,
  payload: columnMap,
};
const definition = z.strictObject({
  kind: z.literal('referenceTable'),
  name: z.string().min(1),
  ...feedShape,
  /** Further sources, with their own columns; of rows that arrived together the earlier source's counts. */
  furtherSources: z.array(z.strictObject(feedShape)).default([]),
  mode: z.enum(['insertOnly', 'type1']).default('insertOnly'),
  onConflict: z.enum(['quarantine', 'first', 'fail']).default('quarantine'),
  onNullKey: naturalNullKey,
});
export type ReferenceTableDefinition = z.output<typeof definition>;

export interface ReferenceTableModel extends NaturalModel {
  readonly kind: 'referenceTable';
  readonly mode: 'insertOnly' | 'type1';
  /** Null where the key is the whole row, so that nothing can contradict it. */
  readonly conflicts: 'quarantine' | 'first' | 'fail' | null;
}

type Payload<From extends Source> = readonly ColumnName<From>[] | Readonly<Record<string, ColumnName<From>>>;

/** A further source of a reference table, under its own column names. */
export interface ReferenceTableFeedOptions<Key extends string> {
  readonly source: Source;
  readonly naturalKey: Readonly<Record<Key, string>>;
  readonly payload: Readonly<Record<string, string>>;
}

export interface ReferenceTable<Name extends string = string, From extends Source = Source> {
  readonly kind: 'referenceTable';
  readonly name: Name;
  readonly source: From;
  readonly sources: readonly Source[];
  readonly definition: ReferenceTableDefinition;
}

/**
 * Declares a reference table: a code list as one table, its key not hashed.
 *
 * `insertOnly`: a code keeps the row it was first seen with, and a row that says something else is a conflict. `type1`:
 * every newer delivery of its one source replaces the whole table, inside the transaction of the batch.
 * Example: `defineReferenceTable('r_currency', { from: currencies, naturalKey: { currency_code: 'code' }, payload: ['title'] })`
 */
export function defineReferenceTable<
  const Name extends string,
  From extends Source,
  const Key extends Readonly<Record<string, ColumnName<From>>>,
>(
  name: Name,
  options: {
    readonly from: From;
    readonly naturalKey: Key;
    /** Source columns under their own names, or physical name to source column. */
    readonly payload: Payload<From>;
    readonly furtherSources?: readonly ReferenceTableFeedOptions<keyof Key & string>[];
    readonly mode?: ReferenceTableModel['mode'];
    /** Another row of a key that has one: keep it aside (the default), count it only, or stop the batch. */
    readonly onConflict?: 'quarantine' | 'first' | 'fail';
    /** Rows without a key are counted, or stop the batch. */
    readonly onNullKey?: ReferenceTableModel['onNullKey'];
  },
): ReferenceTable<Name, NoInfer<From>> {
  const { from: source, furtherSources = [], payload, ...rest } = knownOptions(definition, name, options);
  const named = Array.isArray(payload)
    ? Object.fromEntries((payload as readonly string[]).map((item) => [item, item]))
    : payload;
  return {
    kind: 'referenceTable',
    name,
    source,
    sources: sourcesOf(source, furtherSources),
    definition: parseDefinition(definition, {
      kind: 'referenceTable',
      name,
      from: source.name,
      payload: named,
      furtherSources: furtherSources.map(({ source: other, ...columns }) => ({
        from: other.name,
        ...columns,
      })),
      ...rest,
    }),
  };
}

export const referenceTable: EntityKind<typeof definition, ReferenceTableModel> = {
  kind: 'referenceTable',
  wave: 'references',
  definition,
  rehashable: true,

  resolve({ kind, name, furtherSources, mode, onConflict, onNullKey, ...main }, scope) {
    const given = ({
      from,
      naturalKey,
      payload,
    }: Pick<ReferenceTableDefinition, 'from' | 'naturalKey' | 'payload'>) => ({
      from,
      naturalKey,
      content: payload,
    });
    if (mode === 'type1' && furtherSources.length > 0)
      scope.problem(
        name,
        'a table that each delivery replaces has one source, because a batch with one of several would drop the rows of the others: use insertOnly, or unite the sources before staging',
      );
    const resolved = resolveNaturalKey(name, [given(main), ...furtherSources.map(given)], scope);
    const conflicts = resolved?.content.length === 0 ? null : onConflict;
    return resolved && { kind, name, mode, conflicts, onNullKey, ...resolved };
  },

  tables(model, vault) {
    const own = referenceTableOf(model, vault);
    return [own, ...conflictTable(model, own, vault)];
  },

  loads(model, feeds, context) {
    if (feeds.length === 0) return [];
    const entity = asSet(model, context);
    const rows = feeds.map((feed) => naturalFeed(model, feed, context));
    const load = model.mode === 'type1' ? loadReplacement : loadSet;
    return [load(entity, `new_${model.name}`, rows)];
  },

  checks(model, loads, context) {
    const target = referenceTableOf(model, context.vault);
    const sources = loads.flatMap(({ tallies }) => tallies.map(({ source }) => source ?? ''));
    return [
      ...loads.flatMap((load) => [
        duplicateKeyCheck(target, target.key, load),
        ...(model.conflicts === 'fail' ? conflictCheck(model.name, load) : []),
      ]),
      ...naturalKeyChecks(model, sources, context),
    ];
  },
};

function asSet(model: ReferenceTableModel, { vault }: PlanContext): SetEntity {
  return {
    target: referenceTableOf(model, vault),
    naming: vault.naming,
    parents: [],
    orphans: 'fail',
    conflicts: model.conflicts,
  };
}

function referenceTableOf(model: ReferenceTableModel, vault: VaultModel): TableDefinition {
  const names = model.naturalKey.map(({ name }) => name).join(', ');
  const comment =
    model.mode === 'type1'
      ? `Reference table: ${names} as the latest delivery lists them.`
      : `Reference table: every ${names} as it was first listed.`;
  return naturalTable(model, comment, vault);
}
