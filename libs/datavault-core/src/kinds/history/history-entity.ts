import type { Naming } from '../../metadata/naming.ts';
import type { Expression } from '../../sql/expression.ts';
import type { FromTerm, TableColumn, TableDefinition } from '../../sql/query.ts';
import type { SetColumn } from '../../stage/set-column.ts';

/** What becomes of rows that are not newer than what is known of their key, and repeat nothing. */
export type LatePolicy = 'quarantine' | 'insert' | 'insertRestore' | 'drop' | 'fail';
/** What becomes of different versions of a key with one load date and sequence. */
export type TiePolicy = 'keepAll' | 'last' | 'fail';
/** Which rows may become new versions. */
export type CandidatePolicy = 'newer' | 'all' | 'tableMark';
/** What becomes of newer rows that something later of their source has overtaken. */
export type SuspectPolicy = 'insert' | 'quarantine' | 'fail';

/** How an entity of versions decides; the defaults are those of a plain satellite. */
export interface HistoryRules {
  readonly late: LatePolicy;
  readonly ties: TiePolicy;
  readonly candidates: CandidatePolicy;
  /** Null: suspects are not looked for. */
  readonly suspects: SuspectPolicy | null;
  /** False stores unchanged versions too. */
  readonly compress: boolean;
}

export const defaultHistoryRules: HistoryRules = {
  late: 'quarantine',
  ties: 'keepAll',
  candidates: 'newer',
  suspects: null,
  compress: true,
};

/** The table that must hold a key, as many columns on both sides. */
export interface KeyReference {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly { readonly column: string; readonly key: string }[];
}

/**
 * Where every row that was ever delivered is remembered: the rows of one satellite in an extended tracking satellite.
 *
 * Invariant: its key columns have the names of the entity's.
 */
export interface Sightings {
  readonly schema: string;
  readonly table: string;
  readonly hashDiff: string;
  readonly recordSource: string;
  readonly satelliteColumn: string;
  readonly satellite: string;
}

/** An entity whose rows are versions of a key: a row is stored when it differs from the version before it. */
export interface HistoryEntity {
  readonly target: TableDefinition;
  readonly naming: Naming;
  readonly key: readonly string[];
  /** Stored columns that order versions inside one load date, NULL first. */
  readonly sequence: readonly TableColumn[];
  /** Columns whose change makes a version: the hash diff, or the compared values themselves. */
  readonly content: readonly TableColumn[];
  /** Columns in which rows of one identity may still differ; the first in this order is stored, whole. */
  readonly spelling: readonly string[];
  /** The table that must hold the key; null leaves orphans to the check. */
  readonly parent: KeyReference | null;
  readonly rules: HistoryRules;
  /** Null measures `newer` by the stored versions alone. */
  readonly sightings: Sightings | null;
}

/** The rows that one source brings, or those that were held earlier. */
export interface HistoryFeed {
  readonly source: string | null;
  readonly rows: FromTerm;
  /** Rows to read at all. */
  readonly where?: Expression;
  /** Load date and record source of each row. */
  readonly arrival: { readonly loadDate: Expression; readonly recordSource: Expression };
  /** Every stored column but those of the arrival, in stored order. */
  readonly columns: readonly SetColumn[];
}

/** Rows to load together: in one order, each counted for its own source; the first feed wins among equal rows. */
export interface HistoryInput {
  readonly workTable: string;
  readonly feeds: readonly HistoryFeed[];
}
