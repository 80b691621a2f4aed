import type { Redactor } from '../redaction.ts';
import type { CsvRejectLine } from '../run-event.ts';
import { csvLine, longestCell } from './csv-line.ts';
import { appendPrivate } from './private-file.ts';

const header = [
  'object',
  'record',
  'line',
  'column',
  'code',
  'value',
  'expected',
  'byte_start',
  'byte_length',
  'raw',
];

/** Units: characters collected before they are written. */
const blockLength = 1 << 18;

/**
 * Writes `rejects.csv`: one line per problem; the byte range recovers the original of a cut value.
 *
 * Invariant: without a reject there is no file.
 */
export function createRejectFile(
  path: string,
  redactor: Redactor,
): (rejects: readonly CsvRejectLine[]) => void {
  let started = false;
  return (rejects) => {
    let block = '';
    for (const reject of rejects) {
      if (!started) block += csvLine(header);
      started = true;
      // a code point of a cell is at most two characters
      const text = (value: string | null): string | null =>
        value === null ? null : redactor.start(value, 2 * longestCell);
      block += csvLine([
        text(reject.object),
        reject.record,
        reject.line,
        reject.column,
        reject.code,
        text(reject.value),
        text(reject.expected),
        reject.byteStart,
        reject.byteLength,
        text(reject.raw),
      ]);
      if (block.length >= blockLength) {
        appendPrivate(path, block);
        block = '';
      }
    }
    if (block !== '') appendPrivate(path, block);
  };
}
