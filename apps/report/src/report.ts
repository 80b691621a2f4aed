import type { Knex } from 'knex';
import type { Phrase } from './text/phrase.ts';

/** How the vault is laid out; the figures are the same either way. */
export type ModelName = 'sprint6-canonical' | 'event-hub';

export interface ReportSchemas {
  readonly vault: string;
  readonly staging: string;
  readonly ops: string;
}

export interface ReportContext {
  /** A knex instance over the warehouse; the caller destroys it. */
  readonly knex: Knex;
  readonly schemas: ReportSchemas;
  readonly model: ModelName;
  /** Words of the command line that belong to the report, for example `['--groups', '5', '--current-members']`. */
  readonly options: readonly string[];
  /** Name of the vault in the ledger, which vaults may share; the model's name unless told. */
  readonly vault?: string;
}

export type ReportFormat = 'terminal' | 'csv' | 'json' | 'md' | 'html';

/** One option as help shows it. */
export interface ReportOption {
  /** Example: `--groups <n>`. */
  readonly flag: string;
  readonly description: string;
}

/** A report: one question to the vault and its answer in every format. */
export interface Report {
  /** snake_case, as typed after `vaultwright report`. */
  readonly name: string;
  readonly description: string;
  readonly options: readonly ReportOption[];
  /** Errors: `E-USAGE-OPTION`, `E-USAGE-SCHEMA`, `E-WH-REPORT`. */
  run(context: ReportContext): Promise<ReportResult>;
  /** Takes the same words as `run`. Errors: `E-USAGE-OPTION`, `E-USAGE-FORMAT`. */
  render(result: ReportResult, format: string, options: readonly string[]): string;
}

export type ReportValue = string | number | boolean | null;
export type ReportRow = Readonly<Record<string, ReportValue>>;

/**
 * How a column is written.
 *
 * `integer` and `ratio` are exact decimal text and printed bare where numbers are; `count` is a number below 2^53.
 */
export type ReportColumnKind = 'key' | 'integer' | 'count' | 'ratio' | 'text' | 'timestamp' | 'boolean';

export interface ReportColumn {
  readonly name: string;
  readonly kind: ReportColumnKind;
  readonly label: Phrase;
  /** What the figure means, for the definitions of the page. */
  readonly meaning: Phrase;
  /** Part of the fixed contract, which comes first and in fixed order. */
  readonly contract: boolean;
  /** `name` heads a row, `main` is a table column, `detail` is small print under the name, `data` is in data files only. */
  readonly view: 'name' | 'main' | 'detail' | 'data';
  /** Count columns a ratio is made of, so that views round it once, from the exact fraction. */
  readonly ratioOf?: readonly [numerator: string, denominator: string];
}

/** Bars of one ratio column, best first as the rows are. */
export interface ReportChart {
  readonly title: Phrase;
  readonly description: Phrase;
  readonly bar: string;
  /** A second ratio, drawn as a tick where it differs. */
  readonly tick: string;
  /** Rows, counted from the top, that the answer names. */
  readonly emphasised: number;
}

/** What a row is called: its name column, or a word and another column's value where the name is NULL. */
export interface RowName {
  readonly column: string;
  readonly fallbackWord: Phrase;
  readonly fallbackColumn: string;
}

export interface ReportFigure {
  readonly label: Phrase;
  readonly value: Phrase;
  readonly note: Phrase | null;
}

export interface ReportNotice {
  readonly level: 'warning' | 'note';
  /** Stable word for machines. */
  readonly code: string;
  readonly text: Phrase;
}

export interface ReportCheck {
  readonly name: string;
  readonly passed: boolean;
  readonly text: Phrase;
}

export interface RejectedRows {
  /** Object key; null when the batch held several objects and the reasons are no longer kept. */
  readonly file: string | null;
  /** Reason code; null when the reject table no longer holds the rows. */
  readonly reason: string | null;
  /** Distinct records; one record with two problems counts under both reasons. */
  readonly records: number;
}

export interface HeldRows {
  readonly link: string;
  readonly hub: string;
  /** Distinct link rows that wait for a row of this hub. */
  readonly rows: number;
  readonly text: Phrase;
}

export interface CollapsedDuplicates {
  readonly source: string;
  readonly entity: string;
  readonly rows: number;
}

export interface LoadFacts {
  readonly dataset: string;
  readonly loadId: string;
  readonly runId: string | null;
  /** Units: `YYYY-MM-DD HH:MM:SS.ffffff`, UTC. */
  readonly loadedAt: string | null;
  readonly status: string;
  readonly hashProfile: string | null;
  readonly codeVersion: string | null;
}

/** Everything about the answer that depends on how and when the data came; never part of the rows. */
export interface ReportQuality {
  readonly model: ModelName;
  /** The latest load; null when the ledger is empty. */
  readonly load: LoadFacts | null;
  /** The latest event or message in the vault within the cutoff; null when there is none. */
  readonly dataUntil: string | null;
  /** Units: rows of all loaded objects, each object once. */
  readonly rows: {
    readonly read: number;
    readonly loaded: number;
    readonly rejected: number;
    readonly blank: number;
  };
  readonly rejected: readonly RejectedRows[];
  readonly held: readonly HeldRows[];
  readonly duplicates: readonly CollapsedDuplicates[];
  readonly late: number;
  /** Rows that contradict a stored one, or one of their own load. */
  readonly conflict: number;
  readonly checks: readonly ReportCheck[];
}

/** An answer as plain data: nothing here knows a format. */
export interface ReportResult {
  readonly report: string;
  readonly title: Phrase;
  /** Options as they took effect. */
  readonly options: ReportRow;
  readonly columns: readonly ReportColumn[];
  /** Invariant: the same for the same data, however it was loaded. */
  readonly rows: readonly ReportRow[];
  readonly rowName: RowName;
  readonly answer: { readonly headline: Phrase; readonly detail: Phrase };
  readonly figures: readonly ReportFigure[];
  readonly chart: ReportChart;
  readonly notices: readonly ReportNotice[];
  readonly definitions: readonly { readonly term: Phrase; readonly text: Phrase }[];
  readonly quality: ReportQuality;
  /** The query behind the rows; the layout differs from the text sent in white space only. */
  readonly sql: { readonly text: string; readonly bindings: readonly ReportValue[] };
}
