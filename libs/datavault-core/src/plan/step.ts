import { waves, type Wave } from '../model/entity.ts';
import type { CheckCode, LoadAction } from '../stage/entity-load.ts';
import type { CompiledStatement } from '../sql/statement.ts';
import type { OrphanRemedy } from './orphan-remedy.ts';
import type { Vault } from '../vault/registry.ts';
import type { Statement } from '../sql/query.ts';

/** Parts of a plan, in the order they run within what is ahead of the batch's transaction and within the transaction. */
export const phases = ['define', 'prepare', 'model', 'stage', ...waves, 'checks'] as const;
export type Phase = (typeof phases)[number];

interface StepBase {
  /** Unique in a plan and stable between plans of the same vault. */
  readonly id: string;
  readonly phase: Phase;
  /** True when it runs before the batch's transaction: it changes nothing that outlives the session, or only adds a table. */
  readonly ahead: boolean;
  /** One sentence for people. */
  readonly title: string;
  readonly statement: Statement;
  readonly compiled: CompiledStatement;
}

/** Creates something that later steps use. */
export interface DefineStep extends StepBase {
  readonly kind: 'define';
}

/** A statement of a load. */
interface LoadStep extends StepBase {
  /** Tables of held rows; the step has nothing to do while all of them are empty. None: it always has. */
  readonly tries: readonly string[];
}

/** Counts the rows that wait in each table of held rows, as `name` and `waiting`. */
export interface HeldStep extends StepBase {
  readonly kind: 'held';
}

/** Moves rows. `entity` is null while rows are only prepared. */
export interface WriteStep extends LoadStep {
  readonly kind: 'write';
  readonly entity: string | null;
  /** The load this statement is part of: the first part of the step's id. */
  readonly load: string;
  readonly action: 'prepare-stage' | 'record-rules' | LoadAction['action'];
}

/** Reads the rules that the vault was loaded with; other ones are refused before anything is written. */
export interface RulesStep extends StepBase {
  readonly kind: 'rules';
  readonly vault: Vault;
}

/** Counts what a load did. */
export interface TallyStep extends LoadStep {
  readonly kind: 'tally';
  readonly phase: Wave;
  readonly entity: string;
  /** The load whose rows are counted: the first part of the step's id. */
  readonly load: string;
  /** Null when rows held earlier were tried again. */
  readonly source: string | null;
}

/** Looks for rows that must not exist. */
export interface CheckStep extends LoadStep {
  readonly kind: 'check';
  readonly entity: string;
  readonly name: string;
  readonly finding: string;
  readonly severity: 'error' | 'warning';
  readonly code: CheckCode;
  /** What to do when rows are found; null when only the rows tell. */
  readonly fix: string | null;
  /** What to do when a row lacks its parent; null for all other checks. */
  readonly remedy: OrphanRemedy | null;
}

/**
 * One statement of a plan.
 *
 * Invariant: what is written to files and executed is this same list.
 */
export type Step = DefineStep | RulesStep | HeldStep | WriteStep | TallyStep | CheckStep;
