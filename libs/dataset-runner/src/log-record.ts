import type { RunEvent } from './run-event.ts';

/**
 * An event as a log line tells it.
 *
 * Shape: rejects are counted and statements named, since `rejects.csv` and `sql/` hold them in full; a finished run is
 * reduced to its outcome, since `run.json` holds the rest.
 */
export function logRecord(event: RunEvent, options: { readonly peek: boolean }): Record<string, unknown> {
  switch (event.kind) {
    case 'reject':
      return { kind: event.kind, key: event.key, source: event.source, ...countRejects(event.rejects) };
    case 'statement':
      return { kind: event.kind, step: event.step };
    case 'peek':
      return options.peek
        ? { ...event }
        : { kind: event.kind, key: event.key, source: event.source, records: event.records.length };
    case 'run-finished': {
      const { runId, status, exitCode, rows, error } = event.result;
      return { kind: event.kind, runId, status, exitCode, rows, error };
    }
    default:
      return { ...event };
  }
}

/** Distinct records and problems; one record may have several problems. */
export function countRejects(rejects: readonly { readonly record: number }[]): {
  readonly records: number;
  readonly problems: number;
} {
  return { records: new Set(rejects.map((reject) => reject.record)).size, problems: rejects.length };
}
