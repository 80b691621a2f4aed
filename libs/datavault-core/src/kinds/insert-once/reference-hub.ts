import { z } from 'zod';
import { duplicateKeyCheck } from '../checks/integrity-checks.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ColumnName, Source } from '../../metadata/source.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import type { TableDefinition } from '../../sql/query.ts';
import type { EntityKind } from '../entity-kind.ts';
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
import { loadSet } from './set-load.ts';

const feedShape = {
  from: z.string().min(1),
  /** Physical column of each key part to source column. */
  naturalKey: columnMap,
  /** Attributes kept from the first row of a key and never updated. */
  extra: columnMap.default({}),
};
const definition = z.strictObject({
  kind: z.literal('referenceHub'),
  name: z.string().min(1),
  ...feedShape,
  /** Further sources, with their own columns; of rows that arrived together the earlier source's counts. */
  furtherSources: z.array(z.strictObject(feedShape)).default([]),
  onNullKey: naturalNullKey,
});
export type ReferenceHubDefinition = z.output<typeof definition>;

export interface ReferenceHubModel extends NaturalModel {
  readonly kind: 'referenceHub';
}

/** A further source of a reference hub, under its own column names. */
export interface ReferenceHubFeedOptions<Key extends string> {
  readonly source: Source;
  readonly naturalKey: Readonly<Record<Key, string>>;
  readonly extra?: Readonly<Record<string, string>>;
}

export interface ReferenceHub<Name extends string = string, From extends Source = Source> {
  readonly kind: 'referenceHub';
  readonly name: Name;
  readonly source: From;
  readonly sources: readonly Source[];
  readonly definition: ReferenceHubDefinition;
}

/**
 * Declares a reference hub: the codes of a code list, each once, under their natural key.
 *
 * Invariant: a hub without a hash key. A key with a NULL part is no key.
 * Example: `defineReferenceHub('rh_country', { from: countries, naturalKey: { country_code: 'code' } })`
 */
export function defineReferenceHub<
  const Name extends string,
  From extends Source,
  const Key extends Readonly<Record<string, ColumnName<From>>>,
>(
  name: Name,
  options: {
    readonly from: From;
    readonly naturalKey: Key;
    readonly extra?: Readonly<Record<string, ColumnName<From>>>;
    readonly furtherSources?: readonly ReferenceHubFeedOptions<keyof Key & string>[];
    /** Rows without a key are counted, or stop the batch. */
    readonly onNullKey?: ReferenceHubModel['onNullKey'];
  },
): ReferenceHub<Name, NoInfer<From>> {
  const { from: source, furtherSources = [], ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'referenceHub',
    name,
    source,
    sources: sourcesOf(source, furtherSources),
    definition: parseDefinition(definition, {
      kind: 'referenceHub',
      name,
      from: source.name,
      furtherSources: furtherSources.map(({ source: other, ...columns }) => ({
        from: other.name,
        ...columns,
      })),
      ...rest,
    }),
  };
}

export const referenceHub: EntityKind<typeof definition, ReferenceHubModel> = {
  kind: 'referenceHub',
  wave: 'hubs',
  definition,
  rehashable: true,

  resolve({ kind, name, furtherSources, onNullKey, ...main }, scope) {
    const given = ({
      from,
      naturalKey,
      extra,
    }: Pick<ReferenceHubDefinition, 'from' | 'naturalKey' | 'extra'>) => ({
      from,
      naturalKey,
      content: extra,
    });
    const resolved = resolveNaturalKey(name, [given(main), ...furtherSources.map(given)], scope);
    if (resolved === null) return null;
    const content = resolved.content.map((item) => ({ ...item, nullable: true }));
    return { kind, name, onNullKey, ...resolved, content };
  },

  tables: (model, vault) => [referenceHubTable(model, vault)],

  loads(model, feeds, context) {
    if (feeds.length === 0) return [];
    const entity = {
      target: referenceHubTable(model, context.vault),
      naming: context.vault.naming,
      parents: [],
      orphans: 'fail',
      conflicts: null,
    } as const;
    const rows = feeds.map((feed) => naturalFeed(model, feed, context));
    return [loadSet(entity, `new_${model.name}`, rows)];
  },

  checks(model, loads, context) {
    const target = referenceHubTable(model, context.vault);
    const sources = loads.flatMap(({ tallies }) => tallies.map(({ source }) => source ?? ''));
    return [
      ...loads.map((load) => duplicateKeyCheck(target, target.key, load)),
      ...naturalKeyChecks(model, sources, context),
    ];
  },
};

function referenceHubTable(model: ReferenceHubModel, vault: VaultModel): TableDefinition {
  const names = model.naturalKey.map(({ name }) => name).join(', ');
  return naturalTable(model, `Reference hub: every ${names} that was named, once.`, vault);
}
