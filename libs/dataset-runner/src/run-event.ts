import { waves } from '@vaultwright/datavault-core/model';
import type { DeliveryStatus } from './deliveries/delivery-status.ts';
import type { RunResult } from './run-result.ts';

export type RunMode = 'incremental' | 'force-load' | 'dry-run';

/** The rooms a batch walks through, in order. */
export const runSteps = ['fetch', 'stage', ...waves, 'checks'] as const;
export type RunStep = (typeof runSteps)[number];

/**
 * One problem of one record that was not loaded.
 *
 * Shape: several lines may name the same `record`; counts shown to people count distinct records.
 * Units: `line` is the physical line, header counted, from 1; `byteStart` and `byteLength` locate the record in the
 * object's decoded bytes.
 */
export interface CsvRejectLine {
  /** Key of the object. */
  readonly object: string;
  readonly record: number;
  readonly line: number;
  /** Null when the record as a whole is at fault. */
  readonly column: string | null;
  readonly code: string;
  readonly value: string | null;
  readonly expected: string;
  readonly byteStart: number;
  readonly byteLength: number;
  readonly raw: string;
}

export interface RunStartedEvent {
  readonly kind: 'run-started';
  readonly runId: string;
  readonly version: string;
  readonly dataSet: string;
  readonly model: string;
  readonly target: string;
  readonly engine: string;
  readonly mode: RunMode;
}

/** An object of the source was seen; `known` objects are not loaded again. */
export interface ObjectEvent {
  readonly kind: 'object';
  readonly key: string;
  readonly source: string;
  readonly etag: string;
  /** Units: bytes as stored. */
  readonly bytes: number;
  /** Null when the object was skipped without reading it. */
  readonly sha256: string | null;
  readonly status: DeliveryStatus;
  /** Name of the delivery that the object is, or is a part of. */
  readonly delivery: string;
  /** Date that the delivery tells or was loaded under, canonical text; null when the clock of its run tells it. */
  readonly date: string | null;
}

/** A source has no object at all, which is no failure. */
export interface AbsentEvent {
  readonly kind: 'absent';
  readonly source: string;
}

/** The first records of an object; personal columns are masked by whoever emits the event. */
export interface PeekEvent {
  readonly kind: 'peek';
  readonly key: string;
  readonly source: string;
  readonly records: readonly Readonly<Record<string, string | null>>[];
}

/** Tables that the run creates, and columns that it adds to the ledger. */
export interface PlanEvent {
  readonly kind: 'plan';
  readonly create: number;
  readonly changed: number;
}

/**
 * A step of a batch has ended.
 *
 * Shape: `counts` by name: `read`, `loaded`, `rejected`, `blank`; `new`, `known`, `same`, `held`, `late`, `conflict`, `duplicate`,
 * `released`; `passed`, `failed`, `warned`.
 */
export interface StepEvent {
  readonly kind: 'step';
  readonly step: RunStep;
  /** Table, or object key for `fetch`. */
  readonly subject: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly milliseconds: number;
}

export interface RejectEvent {
  readonly kind: 'reject';
  readonly key: string;
  readonly source: string;
  readonly rejects: readonly CsvRejectLine[];
}

/** A statement is about to be sent; `sql` is the exact text, `parameters` are bound and never part of it. */
export interface StatementEvent {
  readonly kind: 'statement';
  readonly step: string;
  readonly sql: string;
  readonly parameters: Readonly<Record<string, string | null>>;
}

export interface CheckEvent {
  readonly kind: 'check';
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'warned';
  /** Units: offending rows. */
  readonly rows: number;
}

export interface WarningEvent {
  readonly kind: 'warning';
  readonly message: string;
}

export interface RunFinishedEvent {
  readonly kind: 'run-finished';
  readonly result: RunResult;
}

/** Everything a run tells while it works. */
export type RunEvent =
  | RunStartedEvent
  | ObjectEvent
  | AbsentEvent
  | PeekEvent
  | PlanEvent
  | StepEvent
  | RejectEvent
  | StatementEvent
  | CheckEvent
  | WarningEvent
  | RunFinishedEvent;

/** Receives the events of a run in order. Invariant: synchronous; what it throws fails the run. */
export type RunReporter = (event: RunEvent) => void;

/** Hands every event to each reporter in turn. */
export function composeReporters(...reporters: readonly RunReporter[]): RunReporter {
  return (event) => {
    for (const reporter of reporters) reporter(event);
  };
}
