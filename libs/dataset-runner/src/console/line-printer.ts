import { isoTime } from '../iso-time.ts';
import type { ConsoleOptions } from './console-options.ts';
import type { Colour } from './paint.ts';
import { visibleText } from './visible-text.ts';

export type Mark = 'done' | 'failed' | 'warned' | 'none';

const marks: Readonly<Record<Mark, readonly [unicode: string, ascii: string, colour: Colour]>> = {
  done: ['✔', 'ok', 'green'],
  failed: ['✘', 'FAIL', 'red'],
  warned: ['!', '!', 'yellow'],
  none: ['', '', 'dim'],
};

export interface LinePrinter {
  /** A line as it is, after its time where there is no terminal. */
  readonly put: (text: string) => void;
  /** A line with a mark and a label, secrets masked; at a terminal a label is not repeated. */
  readonly line: (mark: Mark, label: string, text: string) => void;
}

/** Prints the lines of a run on `err`. */
export function createLinePrinter(options: ConsoleOptions): LinePrinter {
  const { err, paint, redactor, clock } = options;
  let lastLabel = '';
  const put = (text: string): void => {
    const time = err.isTTY || options.logFormat === 'json' ? '' : `${isoTime(clock.now())} `;
    err.write(`${time}${text}\n`);
  };
  return {
    put,
    line(mark, label, text) {
      const repeated = err.isTTY && label === lastLabel && mark === 'done';
      lastLabel = label;
      const [unicode, ascii, colour] = marks[repeated ? 'none' : mark];
      const sign = options.unicode ? unicode.padEnd(1) : ascii.padEnd(4);
      const shownLabel = (repeated ? '' : label).padEnd(8);
      put(` ${paint(colour, sign)} ${shownLabel} ${visibleText(redactor.text(text))}`.trimEnd());
    },
  };
}
