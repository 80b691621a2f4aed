import { exitCodeOf, VaultwrightError } from '@vaultwright/datavault-core';
import type { RunEvent } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';

type Header = Pick<
  RunResult,
  'runId' | 'version' | 'dataSet' | 'model' | 'target' | 'engine' | 'mode' | 'startedAt'
>;

/** Collects the events of a run into its result. */
export class RunRecorder {
  readonly #objects: RunResult['objects'] = [];
  readonly #absent: string[] = [];
  readonly #steps: RunResult['steps'] = [];
  readonly #checks: RunResult['checks'] = [];
  readonly #warnings: string[] = [];
  readonly entities: RunResult['entities'] = [];
  /** Something that was asked for could not be done, though nothing failed. */
  isPartial = false;
  #rows = { read: 0, loaded: 0, rejected: 0, blank: 0 };

  constructor(private readonly header: Header) {}

  readonly on = (event: RunEvent): void => {
    switch (event.kind) {
      case 'object': {
        const { kind: _kind, ...object } = event;
        this.#objects.push(object);
        break;
      }
      case 'absent':
        this.#absent.push(event.source);
        break;
      case 'step': {
        const { kind: _kind, ...step } = event;
        this.#steps.push(step);
        break;
      }
      case 'check': {
        const { kind: _kind, ...check } = event;
        this.#checks.push(check);
        break;
      }
      case 'warning':
        this.#warnings.push(event.message);
        break;
      default:
    }
  };

  addRows(rows: RunResult['rows']): void {
    this.#rows = {
      read: this.#rows.read + rows.read,
      loaded: this.#rows.loaded + rows.loaded,
      rejected: this.#rows.rejected + rows.rejected,
      blank: this.#rows.blank + rows.blank,
    };
  }

  result(finishedAt: string, loaded: number, error: unknown, interrupted: boolean): RunResult {
    const failed = error !== undefined;
    return {
      schema: 'vaultwright.run/1',
      ...this.header,
      status: interrupted
        ? 'interrupted'
        : failed
          ? 'failed'
          : this.isPartial
            ? 'partial'
            : loaded > 0
              ? 'ok'
              : 'nothing',
      exitCode: interrupted ? 130 : failed ? exitCodeOf(error) : 0,
      finishedAt,
      objects: this.#objects,
      absent: this.#absent,
      rows: this.#rows,
      entities: this.entities,
      checks: this.#checks,
      steps: this.#steps,
      warnings: this.#warnings,
      error: failed && !interrupted ? asData(error) : null,
    };
  }
}

function asData(error: unknown): Record<string, unknown> {
  if (error instanceof VaultwrightError) return error.toJSON();
  return {
    code: 'E-INTERNAL',
    family: 'internal',
    title: error instanceof Error ? error.message : String(error),
  };
}
