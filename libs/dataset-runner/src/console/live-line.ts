import type { EnvironmentVariables } from '../config/environment.ts';
import type { OngoingWork, Watch, Work } from '../run-work.ts';
import { shownCount, shownDuration } from './shown-number.ts';
import type { TextSink } from './text-sink.ts';
import { visibleText } from './visible-text.ts';
import { shortName, workLabels } from './work-label.ts';

/** Units: milliseconds between two looks at what goes on. */
export const liveInterval = 500;

/** Work shorter than this is never shown. Units: microseconds. */
const patience = 1_000_000n;

/** A line at the bottom of a terminal that says what goes on, rewritten in place. */
export interface LiveLine {
  readonly watch: Watch;
  /** Writes the line anew, or takes it away when nothing lasts long. */
  readonly tick: () => void;
  /** The sink, in front of whose texts the line is taken away; both may be the same terminal. */
  over(sink: TextSink): TextSink;
  readonly hide: () => void;
}

export interface LiveLineOptions {
  readonly err: TextSink;
  /** Units: microseconds. */
  readonly now: () => bigint;
  /** Makes a name fit to be printed. */
  readonly masked: (text: string) => string;
}

interface Ongoing extends Work {
  readonly since: bigint;
  rows: number;
}

export function createLiveLine({ err, now, masked }: LiveLineOptions): LiveLine {
  const started = now();
  const open: Ongoing[] = [];
  let isShown = false;
  const hide = (): void => {
    if (!isShown) return;
    isShown = false;
    err.write('\r\u001B[2K');
  };
  const watch = (work: Work): OngoingWork => {
    const ongoing: Ongoing = { ...work, since: now(), rows: 0 };
    open.push(ongoing);
    return {
      reached: (rows) => void (ongoing.rows = rows),
      ended: () => {
        const place = open.indexOf(ongoing);
        if (place >= 0) open.splice(place, 1);
      },
    };
  };
  return {
    watch,
    hide,
    tick() {
      // the run waits for a fetch only when it does nothing else
      const ongoing = open.findLast(({ phase }) => phase !== 'fetch') ?? open[0];
      const elapsed = ongoing === undefined ? 0n : now() - ongoing.since;
      if (ongoing === undefined || elapsed < patience) return hide();
      // the last column stays empty: a full line would wrap, and could not be taken back
      const room = (err.columns ?? 80) - 1;
      isShown = true;
      err.write(`\r\u001B[2K${liveText(ongoing, { elapsed, running: now() - started }, { room, masked })}`);
    },
    over: (sink) => ({
      get isTTY() {
        return sink.isTTY;
      },
      write(text) {
        hide();
        sink.write(text);
      },
    }),
  };
}

/** `   stage: land  group_log  1 200 000 of 5 000 000 rows, 240 000 rows/s, 5.0s; 1m 05s since the start` */
function liveText(
  { phase, subject, rows, expected }: Ongoing,
  { elapsed, running }: { readonly elapsed: bigint; readonly running: bigint },
  { room, masked }: Pick<LiveLineOptions, 'masked'> & { readonly room: number },
): string {
  const label = `   ${workLabels[phase]}  `;
  const of = [...(rows === 0 ? [] : [rows]), ...(expected === undefined ? [] : [expected])];
  const progress = of.length === 0 ? '' : `${of.map(shownCount).join(' of ')} rows, `;
  const rate = rows === 0 ? '' : `${shownCount(Math.round((rows * 1_000_000) / Number(elapsed)))} rows/s, `;
  const [own, whole] = [elapsed, running].map((time) => shownDuration(Number(time / 1000n)));
  const figures = `${progress}${rate}${own}; ${whole} since the start`;
  const name = subject === null ? '' : visibleText(masked(subject));
  const left = room - label.length - figures.length - 2;
  const shown = name === '' || left < 4 ? '' : `${shortName(name, left)}  `;
  return `${label}${shown}${figures}`.slice(0, Math.max(room, 0));
}

/** Whether a person watches a terminal that can rewrite a line, and wants to be told. */
export function decideLive(question: {
  readonly isTTY: boolean;
  readonly environment: EnvironmentVariables;
  readonly forPeople: boolean;
}): boolean {
  const { CI: ci, TERM: terminal } = question.environment;
  const inCi = ci !== undefined && ci !== '' && ci !== '0' && ci !== 'false';
  return question.forPeople && question.isTTY && !inCi && terminal !== 'dumb';
}
