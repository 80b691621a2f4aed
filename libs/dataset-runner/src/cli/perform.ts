import { statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { writePrivate } from '../artifacts/private-file.ts';
import { createConsoleReporter } from '../console/console-reporter.ts';
import { errorLines } from '../console/error-lines.ts';
import { errorReport, type ErrorReport } from '../console/error-report.ts';
import { decideLive } from '../console/live-line.ts';
import { createPaint, decideColour, decideUnicode } from '../console/paint.ts';
import { createRedactor, secretsOf, type Redactor } from '../redaction.ts';
import type { CommandContext, Commands } from './commands.ts';
import { Interruption, watchSignals } from './interruption.ts';
import type { ProgramIo } from './program-io.ts';
import { UsageProblem, usageReport } from './usage-error.ts';

/** How a command talks; parsed from its flags. */
export interface OutputOptions {
  readonly json?: true;
  readonly quiet?: true;
  readonly verbose?: true;
  readonly logFormat?: 'text' | 'json';
  /** False after `--no-color`. */
  readonly color?: boolean;
  readonly resultFile?: string;
}

/** What a command leaves for the program to print. */
export interface Outcome {
  readonly exitCode: number;
  /** The line of `--json`, and the content of the result file. */
  readonly data: unknown;
  /** For stdout without `--json`; empty or ending with a newline. */
  readonly text: string;
  /** Sentences for stderr. */
  readonly notes?: readonly string[];
}

/** Commands, or a way to get them that costs nothing until a command runs. */
export type CommandSource = Commands | (() => Promise<Commands>);

/** The program that a command is run for. */
export interface Performer {
  /** Name of the bin. */
  readonly name: string;
  readonly io: ProgramIo;
}

/**
 * Runs one command and prints what it leaves; resolves to the exit code and never rejects.
 *
 * Invariant: the result on stdout, everything else on stderr; with `--json` stdout gets exactly one line, also for a
 * failure.
 */
export async function perform(
  performer: Performer,
  source: CommandSource,
  options: OutputOptions,
  work: (commands: Commands, context: CommandContext) => Promise<Outcome>,
): Promise<number> {
  const { io } = performer;
  const redactor = createRedactor(secretsOf(io.environment));
  const json = options.json === true;
  const reporter = createConsoleReporter({
    program: performer.name,
    out: io.out,
    err: io.err,
    paint: paintFor(io, options),
    unicode: decideUnicode(io.environment, io.platform),
    verbosity: options.quiet ? 'quiet' : options.verbose ? 'verbose' : 'normal',
    logFormat: options.logFormat ?? 'text',
    resultOnOut: !json,
    clock: io.clock,
    redactor,
    live: decideLive({
      isTTY: io.err.isTTY,
      environment: io.environment,
      forPeople: !json && options.quiet !== true && options.logFormat !== 'json',
    }),
  });
  const signals = watchSignals(io.signals);
  const resultFile = options.resultFile === undefined ? null : resolve(io.workingFolder, options.resultFile);
  const leave = (data: unknown): void => {
    const line = `${JSON.stringify(redactor.value(data))}\n`;
    if (resultFile !== null) writePrivate(resultFile, line);
    if (json) io.out.write(line);
  };

  try {
    if (resultFile !== null) assertFolder(dirname(resultFile), options.resultFile ?? '');
    const commands = typeof source === 'function' ? await source() : source;
    const outcome = await work(commands, {
      workingFolder: io.workingFolder,
      environment: io.environment,
      clock: io.clock,
      signal: signals.signal,
      report: reporter.report,
      watch: reporter.watch,
      redactor,
    }).finally(() => reporter.stop());
    for (const note of outcome.notes ?? []) printNote(io, options, redactor.text(note));
    leave(outcome.data);
    if (!json) io.out.write(redactor.text(outcome.text));
    return outcome.exitCode;
  } catch (error) {
    const report = masked(reportOf(error, signals.signal), redactor);
    printError(performer, options, report);
    try {
      leave({ schema: 'vaultwright.error/1', exitCode: report.exitCode, error: report });
    } catch (second) {
      // the result file is what failed, or fails too
      printError(performer, options, masked(errorReport(second, null), redactor));
    }
    return report.exitCode;
  } finally {
    signals.stop();
  }
}

function printNote(io: ProgramIo, options: OutputOptions, note: string): void {
  io.err.write(
    options.logFormat === 'json' ? `${JSON.stringify({ kind: 'note', message: note })}\n` : `${note}\n`,
  );
}

/** Prints an error in the shape of the chosen log format. */
export function printError({ name, io }: Performer, options: OutputOptions, report: ErrorReport): void {
  if (options.logFormat === 'json') io.err.write(`${JSON.stringify({ kind: 'error', ...report })}\n`);
  else for (const line of errorLines(report, paintFor(io, options), name)) io.err.write(`${line}\n`);
}

/** The report with secrets masked. */
export function masked(report: ErrorReport, redactor: Redactor): ErrorReport {
  const text = (plain: string): string => redactor.text(plain);
  return {
    ...report,
    title: text(report.title),
    where: text(report.where),
    found: text(report.found),
    allowed: text(report.allowed),
    fix: text(report.fix),
    details: report.details.map(text),
    cause: report.cause === null ? null : text(report.cause),
  };
}

function reportOf(error: unknown, signal: AbortSignal): ErrorReport {
  if (error instanceof UsageProblem) return error.report;
  const reason: unknown = signal.reason;
  if (!(reason instanceof Interruption)) return errorReport(error, null);
  return {
    ...usageReport('E-INTERRUPTED', reason.message, 'run the command again; it continues where it is safe', [
      'what was open was rolled back',
    ]),
    retryable: true,
    exitCode: reason.exitCode,
  };
}

function paintFor(io: ProgramIo, options: OutputOptions): ReturnType<typeof createPaint> {
  const { environment } = io;
  return createPaint(
    decideColour({ noColourFlag: options.color === false, environment, isTTY: io.err.isTTY }),
  );
}

function assertFolder(folder: string, written: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new UsageProblem(
    usageReport(
      'E-USAGE-OPTION',
      `the folder of --result-file ${written} does not exist`,
      'create the folder first',
    ),
  );
}
