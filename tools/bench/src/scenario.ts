import type { Cost, Program } from './harness/measured-process.ts';

/** How the two kinds of processes are started that a bench measures. */
export interface Programs {
  /** The `vaultwright` command. */
  readonly command: Program;
  /** One job of this package in a process of its own; see `jobs`. */
  readonly job: Program;
  /** What the command's configuration names. */
  readonly adapter: string;
  readonly dataSets: string;
}

/** What a scenario works with. */
export interface BenchContext {
  /** An empty folder of its own. */
  readonly folder: string;
  readonly rows: number;
  readonly runs: number;
  readonly programs: Programs;
  /** Tells a person who waits how far it is. */
  readonly tell: (line: string) => void;
}

/** One line of the table: what was measured, the middle of its runs. */
export interface Measurement {
  readonly what: string;
  /** Rows read by one run; null where rows are not the measure. */
  readonly rows: number | null;
  readonly cost: Cost;
  /** Size of the database file afterwards. Units: bytes. */
  readonly file: number | null;
}

/** How many times as much one form takes as its counterpart; null where the system does not tell. */
export interface TimeRatio {
  readonly wall: number | null;
  readonly cpu: number | null;
}

export type Figure = number | null | TimeRatio | { readonly [name: string]: Figure };

export interface Outcome {
  readonly measurements: readonly Measurement[];
  /** The names that the scenario promised. */
  readonly ratios: Readonly<Record<string, Figure>>;
  readonly figures?: Readonly<Record<string, Figure>>;
  /** What a reader must know about these figures. */
  readonly notes?: readonly string[];
  /** What could not be measured at this size, and why. */
  readonly notRun?: Readonly<Record<string, string>>;
}

/** One thing to measure. */
export interface Scenario {
  readonly name: string;
  /** One line for the list of scenarios. */
  readonly about: string;
  /** Runs only when it is named, since it takes long or much room. */
  readonly onRequest?: boolean;
  /** Names of the ratios it fills; null with a reason when it was not run. */
  readonly ratios: readonly string[];
  readonly run: (context: BenchContext) => Promise<Outcome>;
}
