import type { VaultModel } from '../model/vault-model.ts';
import type { Expression } from '../sql/expression.ts';
import type { Query, Statement, TableDefinition, WorkTable } from '../sql/query.ts';
import type { StageBuilder } from './stage-builder.ts';

/** One statement of a load, with a sentence for people. */
export interface LoadAction {
  /**
   * `share` fills a work table that several later statements read; `derive` writes rows that no source brought; `prune`
   * removes rows of what can be computed anew.
   */
  readonly action: 'share' | 'collect' | 'insert' | 'derive' | 'hold' | 'keep-late' | 'prune';
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
  readonly inferredByLink?: string;
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

/** What it means that a check has found rows. */
export type CheckCode = 'E-CHECK-FAILED' | 'E-HASH-COLLISION';

/** A key column of an entity, and the table whose key it must be. */
export interface BrokenReference {
  readonly column: string;
  readonly parent: string;
  /** Null where rows are found by the natural key itself, which anybody can read. */
  readonly parentKey: string | null;
}

/** A query that must return no row. Its rows show what is wrong. */
export interface CheckDefinition {
  readonly name: string;
  /** Completes "no ..." in reports. */
  readonly finding: string;
  readonly severity: 'error' | 'warning';
  /** `E-CHECK-FAILED` when absent. */
  readonly code?: CheckCode;
  /** The reference that the rows break, where they lack a parent. */
  readonly orphan?: BrokenReference;
  /** The work table whose rows it looks at before they are inserted; absent: it looks once all rows of the batch are. */
  readonly beforeInsertOf?: string;
  readonly query: Query;
}

/** What generated SQL may know of other entities. */
export interface VaultContext {
  readonly vault: VaultModel;
  /** An entity's own table. */
  readonly tableOf: (entity: string) => TableDefinition;
}

export interface PlanContext extends VaultContext {
  /** The prepared stage of a source, shared by all entities it feeds. */
  readonly stage: (source: string) => StageBuilder;
  /** The loads of an entity that come earlier in this plan; null when the plan does not load it, so that anything may be new. */
  readonly loadsOf: (entity: string) => readonly EntityLoad[] | null;
}
