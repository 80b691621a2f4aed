import { countRejects } from '../log-record.ts';
import type { RunEvent } from '../run-event.ts';
import type { ConsoleOptions } from './console-options.ts';
import type { LinePrinter } from './line-printer.ts';
import { shortDigest } from './result-line.ts';
import { shownBytes, shownCount } from './shown-number.ts';
import { stepLabels, stepMark, stepText } from './step-line.ts';
import { tellFinish } from './tell-finish.ts';

type Told<Kind extends RunEvent['kind']> = (
  event: Extract<RunEvent, { readonly kind: Kind }>,
  printer: LinePrinter,
  options: ConsoleOptions,
) => void;

/** How each event reads. Invariant: `quiet` leaves warnings, errors and the result. */
const tellers: { readonly [Kind in RunEvent['kind']]: Told<Kind> } = {
  'run-started': (event, { put }, { paint, verbosity }) => {
    if (verbosity === 'quiet') return;
    const { version, dataSet, model, target, engine, mode, runId } = event;
    const title = paint('bold', `vaultwright ${version}`);
    put(`${title}  run ${dataSet}  model=${model}  target=${target} (${engine})  mode=${mode}  run=${runId}`);
  },
  object: ({ key, bytes, sha256, status }, { line }, { verbosity }) => {
    if (verbosity === 'quiet') return;
    const digest = sha256 === null ? '' : `sha256 ${shortDigest(sha256)}   `;
    line('done', 'source', `${key.padEnd(28)} ${shownBytes(bytes).padStart(9)}   ${digest}${status}`);
  },
  absent: ({ source }, { line }, { verbosity }) => {
    if (verbosity !== 'quiet') line('none', 'source', `${source.padEnd(28)} absent: no object`);
  },
  peek: ({ key, records }, { line }, { verbosity }) => {
    if (verbosity === 'quiet' || records.length === 0) return;
    const isPrinted = verbosity === 'verbose';
    const hint = isPrinted ? '' : ' (-v prints them)';
    line('done', 'peek', `${key}: ${records.length} rows in log.ndjson${hint}`);
    if (isPrinted) for (const record of records) line('none', '', JSON.stringify(record));
  },
  plan: ({ create, changed }, { line }, { verbosity }) => {
    if (verbosity === 'quiet') return;
    line(changed > 0 ? 'warned' : 'done', 'plan', `create ${create}, change ${changed}`);
  },
  step: (event, { line }, { verbosity }) => {
    const mark = stepMark(event);
    if (verbosity !== 'quiet' || mark !== 'done') line(mark, stepLabels[event.step], stepText(event));
  },
  reject: ({ key, rejects }, { line }, { verbosity }) => {
    const { records, problems } = countRejects(rejects);
    if (records === 0) return;
    const counts = `${shownCount(records)} records, ${shownCount(problems)} problems`;
    line('warned', 'rejects', `${key}  ${counts}`);
    if (verbosity !== 'verbose') return;
    // values stay in rejects.csv: they may be personal
    for (const reject of rejects.slice(0, 5)) {
      const place = `line ${reject.line}  ${reject.column ?? '(row)'}`;
      line('none', '', `${place}  ${reject.code}  expected ${reject.expected}`);
    }
  },
  statement: () => {},
  check: ({ name, status, rows }, { line }, { verbosity }) => {
    if (status === 'passed' && verbosity !== 'verbose') return;
    const mark = status === 'passed' ? 'done' : status;
    line(mark, 'check', `${name}  ${status}, ${shownCount(rows)} rows`);
  },
  warning: ({ message }, { line }) => line('warned', 'warning', message),
  'run-finished': ({ result }, printer, options) => tellFinish(result, printer, options),
};

/** Tells a person what happened, in lines. */
export function tellEvent(event: RunEvent, printer: LinePrinter, options: ConsoleOptions): void {
  (tellers[event.kind] as Told<RunEvent['kind']>)(event, printer, options);
}
