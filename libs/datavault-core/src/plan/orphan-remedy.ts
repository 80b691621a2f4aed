import { isLinkKey, plainKey, type KeyRecipe } from '../model/key-recipe.ts';
import { keyColumns } from '../model/resolve-satellite.ts';
import type { BrokenReference, PlanContext } from '../stage/entity-load.ts';
import { compileStatement } from '../sql/compile.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { and, column, equal, isNotNull, isNull } from '../sql/expression.ts';
import { from, table, type Query } from '../sql/query.ts';
import type { CompiledStatement } from '../sql/statement.ts';
import type { EntityModel } from '../vault/registry.ts';

/** What a person is told when rows name keys that a parent does not hold. */
export interface OrphanRemedy {
  readonly parent: string;
  readonly fix: string;
  /** Per source of the batch, a query for the keys as the files have them; asked only once rows were found. */
  readonly keys: readonly { readonly source: string; readonly compiled: CompiledStatement }[];
}

/** Remedies for the checks of one plan, once all of it is known. */
export class OrphanRemedies {
  constructor(
    /** Sources of the batch whose rows are staged. */
    private readonly sources: readonly string[],
    private readonly context: PlanContext,
    private readonly dialect: SqlDialect,
  ) {}

  /**
   * The parent is loaded by the same plan, so its keys have not come; or it is not, so it comes first.
   *
   * `asOf` turns a query into what it must read at the place of the check.
   */
  of(
    entity: EntityModel,
    { column: name, parent, parentKey }: BrokenReference,
    asOf: (query: Query) => Query,
  ): OrphanRemedy {
    const feeds =
      parentKey === null ? [] : entity.feeds.filter(({ source }) => this.sources.includes(source));
    return {
      parent,
      fix:
        this.context.loadsOf(parent) === null
          ? `load ${parent} before ${entity.name}: this plan loads ${entity.name} without it`
          : `deliver these keys to ${parent} first, or let ${entity.name} keep such rows until they come: orphans: 'hold'`,
      keys: feeds.flatMap(({ source, key }) => {
        const recipe = recipeOf(entity, key, name);
        if (recipe === undefined || parentKey === null) return [];
        const query = asOf(missingKeys(source, recipe, { parent, parentKey }, this.context));
        return [{ source, compiled: compileStatement({ node: 'query', query }, this.dialect) }];
      }),
    };
  }
}

/** How a feed makes the key that the column holds: one participant's of a link, else the entity's. */
function recipeOf(entity: EntityModel, key: KeyRecipe, name: string): KeyRecipe | undefined {
  if (!('participants' in entity) || !isLinkKey(key)) return key;
  const place = entity.participants.findIndex((participant) => participant.name === name);
  const participant = key.participants[place];
  return participant && plainKey(participant);
}

const hashed = 'vw_key';

function missingKeys(
  source: string,
  recipe: KeyRecipe,
  { parent, parentKey }: { readonly parent: string; readonly parentKey: string },
  { stage, vault }: PlanContext,
): Query {
  const columns = [...new Set(keyColumns(recipe))];
  const named = (name: string) => column('named', name);
  return {
    node: 'select',
    columns: columns.map((name) => ({ name, value: named(name) })),
    from: { relation: stage(source).readable(recipe, hashed), alias: 'named' },
    joins: [
      {
        kind: 'left',
        ...from(table(vault.naming.vaultSchema, parent), 'parent'),
        on: equal(column('parent', parentKey), named(hashed)),
      },
    ],
    where: and(isNotNull(named(hashed)), isNull(column('parent', parentKey))),
    groupBy: columns.map(named),
    orderBy: columns.map((name) => ({ by: named(name) })),
    limit: 5,
  };
}
