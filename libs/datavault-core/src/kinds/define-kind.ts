import type { z } from 'zod';
import type { ResolveScope } from '../metadata/resolve-scope.ts';
import type { VaultModel } from '../metadata/vault.ts';
import type { Expression } from '../sql/expression.ts';
import type { Query, Statement, TableDefinition, ViewDefinition, WorkTable } from '../sql/query.ts';
import type { KeyRecipe } from '../loading/keys/key-recipe.ts';
import type { StageBuilder } from '../loading/stage/stage-builder.ts';

/** Load order: entities of one wave commute, a wave needs the ones before it. */
export const waves = [
  'hubs',
  'links',
  'satellites',
  'tracking',
  'references',
  'asOf',
  'pointInTime',
  'views',
] as const;
export type Wave = (typeof waves)[number];

/** What happens to a row that names a key its parent does not hold: `hold` keeps it and tries again in every later batch. */
export type OrphanPolicy = 'hold' | 'fail';

/** What happens to a row without a key: it is counted and left out, or it stops the batch. */
export type NullKeyPolicy = 'skip' | 'fail';

/** How one source feeds an entity. */
export interface Feed {
  readonly source: string;
  /** How staged columns become the entity's hash key. */
  readonly key: KeyRecipe;
  /** Only rows where this staged column is present; null takes every row. */
  readonly present: string | null;
}

/** What every entity of every kind has. */
export interface EntityBase {
  readonly kind: string;
  readonly name: string;
  /**
   * Physical column of the entity's own hash key, or of its parent's for satellites; where no key is hashed, the first
   * column of the natural one.
   */
  readonly hashKey: string;
  readonly feeds: readonly Feed[];
}

/** One statement of a load, with a sentence for people. */
export interface LoadAction {
  /** `derive` writes rows that no source brought; `prune` removes rows of what can be computed anew. */
  readonly action: 'collect' | 'insert' | 'derive' | 'hold' | 'keep-late' | 'prune';
  readonly title: string;
  readonly statement: Statement;
}

/** Counts what became of the rows of one source. */
export interface Tally {
  /** Null for rows held in earlier batches. */
  readonly source: string | null;
  /** Returns the row that `tallyQuery` describes. */
  readonly query: Query;
}

/** The statements that load one entity from one input. */
export interface EntityLoad {
  readonly entity: string;
  /** The link whose rows made this load of a hub necessary; it then runs with the hubs. */
  readonly because?: string;
  /** Where the rows come from: the batch's staged rows, rows held earlier, or the vault itself. */
  readonly origin: 'batch' | 'held' | 'vault';
  /** Work tables the actions fill, the one with the collected rows first. */
  readonly workTables: readonly WorkTable[];
  readonly actions: readonly LoadAction[];
  /** Condition on `fresh`, a row of the first work table, that holds for the rows that were inserted; null = all of them. */
  readonly inserted: Expression | null;
  /** One for each source of the input; none for what is computed from the vault. */
  readonly tallies: readonly Tally[];
}

/** A query that must return no row. Its rows show what is wrong. */
export interface CheckDefinition {
  readonly name: string;
  /** Completes "no ..." in reports. */
  readonly finding: string;
  readonly severity: 'error' | 'warning';
  readonly query: Query;
}

/** What generated SQL may know of other entities. */
export interface VaultContext {
  readonly vault: VaultModel;
  /** An entity's own table. */
  readonly tableOf: (entity: string) => TableDefinition;
}

export interface LoadContext extends VaultContext {
  /** The prepared stage of a source, shared by all entities it feeds. */
  readonly stage: (source: string) => StageBuilder;
  /** The loads of an entity that come earlier in this plan; null when the plan does not load it, so that anything may be new. */
  readonly loadsOf: (entity: string) => readonly EntityLoad[] | null;
}

/**
 * One kind of entity: everything the rest of the library needs to know about it.
 *
 * Invariant: emits relational nodes only, never SQL text.
 */
export interface EntityKind<Definition extends z.ZodObject, Model extends EntityBase> {
  readonly kind: Model['kind'];
  readonly wave: Wave;
  readonly definition: Definition;
  /** Fills in names and proves references; reports mistakes to the scope and then returns null. */
  resolve(definition: z.output<Definition>, scope: ResolveScope): Model | null;
  /** The entity's tables, its own first. */
  tables(model: Model, vault: VaultModel): readonly TableDefinition[];
  /** Views over the entity's tables. */
  views?(model: Model, context: VaultContext): readonly ViewDefinition[];
  /**
   * What a batch does to the entity, in order: rows held earlier, then the batch's rows of the given feeds (none when no
   * source of the batch feeds the entity), then what is computed from the vault.
   */
  loads(model: Model, feeds: readonly Model['feeds'][number][], context: LoadContext): readonly EntityLoad[];
  /** Checks over the rows that the given loads of this batch have just collected. */
  checks(model: Model, loads: readonly EntityLoad[], context: LoadContext): readonly CheckDefinition[];
}
