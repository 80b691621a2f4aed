import type { z } from 'zod';
import type { ResolveScope } from '../metadata/resolve-scope.ts';
import type { VaultModel } from '../metadata/vault.ts';
import type { Expression } from '../sql/expression.ts';
import type { Query, Statement, TableDefinition, WorkTable } from '../sql/query.ts';
import type { StageBuilder } from './stage-builder.ts';

/** Load order: entities of one wave commute, a wave needs the ones before it. */
export const waves = ['hubs', 'links', 'satellites'] as const;
export type Wave = (typeof waves)[number];

/** What happens to a row that names a key its parent does not hold: `hold` keeps it and tries again in every later batch. */
export type OrphanPolicy = 'hold' | 'fail';

/** How one source feeds an entity. */
export interface Feed {
  readonly source: string;
  /** Staged columns that are hashed into the entity's hash key, in order. */
  readonly key: readonly string[];
  /** Only rows where this staged column is present; null takes every row. */
  readonly present: string | null;
}

/** What every entity of every kind has. */
export interface EntityBase {
  readonly kind: string;
  readonly name: string;
  /** Physical column of the entity's own hash key, or of its parent's for satellites. */
  readonly hashKey: string;
  readonly feeds: readonly Feed[];
}

/** One statement of a load, with a sentence for people. */
export interface LoadAction {
  readonly action: 'collect' | 'insert' | 'hold' | 'keep-late';
  readonly title: string;
  readonly statement: Statement;
}

/**
 * The statements that load one entity from one input.
 *
 * Shape: `tally` returns the row that `tallyQuery` describes.
 */
export interface EntityLoad {
  readonly entity: string;
  /** Name of the source; null when rows held earlier are tried again. */
  readonly source: string | null;
  readonly workTable: WorkTable;
  readonly actions: readonly LoadAction[];
  /** Condition on `fresh`, a row of the work table, that holds for the rows that were inserted; null = all of them. */
  readonly inserted: Expression | null;
  readonly tally: Query;
}

/** A query that must return no row. Its rows show what is wrong. */
export interface CheckDefinition {
  readonly name: string;
  /** Completes "no ..." in reports. */
  readonly finding: string;
  readonly severity: 'error' | 'warning';
  readonly query: Query;
}

export interface LoadContext {
  readonly vault: VaultModel;
  /** The prepared stage of a source, shared by all entities it feeds. */
  readonly stage: (source: string) => StageBuilder;
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
  /** Loads rows that were held earlier, if the kind and policy hold rows. */
  release(model: Model, context: LoadContext): EntityLoad | null;
  load(model: Model, feed: Model['feeds'][number], context: LoadContext): EntityLoad;
  /** Checks over the rows that the given loads of this batch have just collected. */
  checks(model: Model, loads: readonly EntityLoad[], context: LoadContext): readonly CheckDefinition[];
}
