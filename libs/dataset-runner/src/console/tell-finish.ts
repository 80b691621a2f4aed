import type { RunResult } from '../run-result.ts';
import type { ConsoleOptions } from './console-options.ts';
import { errorLines } from './error-lines.ts';
import { errorReport } from './error-report.ts';
import type { LinePrinter } from './line-printer.ts';
import { profileTable } from './profile-table.ts';
import { reconciliationSentence, resultLine } from './result-line.ts';
import { visibleText } from './visible-text.ts';

/** Tells how a run ended: where its time went, if it was measured; its error, or that it was stopped; then its result. */
export function tellFinish(result: RunResult, { put, line }: LinePrinter, options: ConsoleOptions): void {
  const { out, err, paint, redactor, program } = options;
  if (result.profile !== undefined && options.verbosity !== 'quiet') {
    for (const [place, text] of profileTable(result.profile).entries()) {
      const shown = visibleText(redactor.text(text));
      put(place === 0 ? paint('bold', shown) : shown);
    }
  }
  if (result.error !== null) {
    const report = errorReport(redactor.value(result.error), result.runId);
    const lines = errorLines({ ...report, exitCode: result.exitCode }, paint, program);
    for (const text of lines) err.write(`${text}\n`);
  } else if (result.status === 'interrupted') {
    line('failed', 'stopped', 'run interrupted; the open batch was rolled back');
  } else if (result.status === 'failed') {
    line('failed', 'run', `failed; ${reconciliationSentence(result.rows)}  exit ${result.exitCode}`);
  }
  const text = resultLine(result);
  if (text === null) return;
  if (options.resultOnOut) out.write(`${text}\n`);
  else if (options.verbosity !== 'quiet') put(text);
}
