import type { Clock } from '@vaultwright/datavault-core/warehouse';
import type { Redactor } from '../redaction.ts';
import type { StartTimer } from './heartbeat.ts';
import type { Paint } from './paint.ts';
import type { TextSink } from './text-sink.ts';

export type Verbosity = 'quiet' | 'normal' | 'verbose';

export interface ConsoleOptions {
  /** Name of the bin, for commands that a person is told to type. */
  readonly program: string;
  readonly out: TextSink;
  readonly err: TextSink;
  readonly paint: Paint;
  /** `✔ ✘ !`, else `ok FAIL !`. */
  readonly unicode: boolean;
  readonly verbosity: Verbosity;
  /** `json`: one JSON line per event on `err`. */
  readonly logFormat: 'text' | 'json';
  /** False leaves `out` to whoever prints the result as JSON; the result line then goes to `err`. */
  readonly resultOnOut: boolean;
  readonly clock: Clock;
  readonly redactor: Redactor;
  readonly startTimer?: StartTimer;
  /** Shows long work on a line that is rewritten in place, instead of signs of life. Default: false. */
  readonly live?: boolean;
}
