import { errorPages } from './error-pages.ts';
import type { ErrorReport } from './error-report.ts';
import type { Paint } from './paint.ts';
import { visibleText } from './visible-text.ts';

/** Column of `exit N` on the last line. */
const exitColumn = 74;

/**
 * An error as printed: code and title, the place or the details, the cause when it says more, the next thing to do, and
 * the command that tells more of a code that has a page. `program` is the name of the bin.
 *
 * Invariant: a person always sees where it happened and what to do; the last line ends with the exit code.
 */
export function errorLines(report: ErrorReport, paint: Paint, program: string): string[] {
  const lines = [`${paint('red', report.code)}  ${visibleText(report.title)}`];
  const put = (text: string): void => {
    for (const line of text.split('\n')) lines.push(`  ${visibleText(line)}`);
  };
  if (report.details.length === 0 && report.where !== '') {
    put(`${report.where}: found ${report.found}; allowed: ${report.allowed}`);
  } else {
    const shown = [report.title, ...report.details].join('\n');
    if (report.where !== '' && !shown.includes(report.where)) put(`in ${report.where}`);
    for (const detail of report.details) put(detail);
  }
  if (report.cause !== null && !lines.some((line) => line.includes(visibleText(report.cause ?? '')))) {
    put(`Cause: ${report.cause}`);
  }
  put(`Fix: ${report.fix}`);
  if (errorPages().has(report.code)) put(`More: ${program} explain ${report.code}`);
  const last = lines.pop() ?? '';
  return [...lines, `${last.padEnd(exitColumn)}  exit ${report.exitCode}`];
}
