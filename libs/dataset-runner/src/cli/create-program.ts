import { Command, CommanderError } from 'commander';
import { createRedactor, secretsOf } from '../redaction.ts';
import { addApplyCommand } from './apply-command.ts';
import { addCleanCommand } from './clean-command.ts';
import { addExplainCommand } from './explain-command.ts';
import { addFetchCommand } from './fetch-command.ts';
import { addConfigCommand, addDoctorCommand } from './inspect-commands.ts';
import { addLoadCommand, addRunCommand, addStageCommand } from './load-commands.ts';
import { masked, perform, printError, type CommandSource, type OutputOptions } from './perform.ts';
import { addPlanCommand } from './plan-command.ts';
import { processIo, type ProgramIo } from './program-io.ts';
import { addRenderCommand } from './render-command.ts';
import { addReportCommand } from './report-command.ts';
import { addRunsCommand } from './runs-command.ts';
import { addVerifyCommand } from './verify-command.ts';
import { usageError } from './usage-error.ts';
import type { VerbBuilder } from './verb-builder.ts';

export interface ProgramOptions {
  /** Name of the bin. */
  readonly name: string;
  readonly version: string;
  readonly commands: CommandSource;
  /** Makes a program for one data set: its verbs then take no data set argument. */
  readonly fixedDataSet?: string;
  /** The process when absent. */
  readonly io?: ProgramIo;
}

export interface Program {
  /** Parses the arguments (without node and script), runs one command, resolves to the exit code; never rejects. */
  run(args: readonly string[]): Promise<number>;
}

/**
 * Builds the command line over the given commands.
 *
 * Example: `process.exitCode = await createProgram({ name: 'group-log-etl', version, commands, fixedDataSet: 'group_log' }).run(process.argv.slice(2))`
 */
export function createProgram(options: ProgramOptions): Program {
  const io = options.io ?? processIo();
  return { run: (args) => runOnce(options, io, args) };
}

async function runOnce(options: ProgramOptions, io: ProgramIo, args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const root = newRoot(options, io);
  addVerbs(options, io, root, (code) => {
    exitCode = code;
  });
  try {
    await root.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // help and version are no failure; a missing verb has printed the help
    if (error.exitCode === 0 || error.code === 'commander.help') return error.exitCode;
    return wrongUsage(options, io, args, error);
  }
}

function newRoot({ name, version, fixedDataSet }: ProgramOptions, io: ProgramIo): Command {
  const what = fixedDataSet === undefined ? 'data sets' : `the data set ${fixedDataSet}`;
  return new Command(name)
    .description(`Plans, loads, reconciles and reports ${what}.`)
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.out.write(text),
      writeErr: (text) => io.err.write(text),
      outputError: () => {},
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    });
}

function addVerbs(
  options: ProgramOptions,
  io: ProgramIo,
  root: Command,
  onExit: (code: number) => void,
): void {
  const { name, fixedDataSet, commands } = options;
  const verbs: VerbBuilder = {
    verb: (verb, description) => root.command(verb).description(description),
    dataSetVerb(verb, description) {
      const command = root.command(verb).description(description);
      return fixedDataSet === undefined ? command.argument('<dataset>', 'name of the data set') : command;
    },
    act(command, work) {
      const takesSubject = command.registeredArguments.length > 0;
      command.action(async () => {
        const flags = command.opts<Parameters<typeof work>[0]>();
        const subject = (takesSubject ? command.args[0] : fixedDataSet) ?? '';
        onExit(
          await perform({ name, io }, commands, flags, (loaded, context) =>
            work(flags, subject, loaded, context),
          ),
        );
      });
    },
    example(verb, rest) {
      const isOpen = root.commands.some((one) => one.name() === verb && takesDataSet(one));
      return [name, verb, ...(isOpen ? ['group_log'] : []), rest].join(' ');
    },
  };
  addRunCommand(verbs);
  addPlanCommand(verbs);
  addReportCommand(verbs);
  addFetchCommand(verbs);
  addStageCommand(verbs);
  addLoadCommand(verbs);
  addVerifyCommand(verbs);
  addRenderCommand(verbs);
  addRunsCommand(verbs);
  addDoctorCommand(verbs, io.platform);
  addConfigCommand(verbs);
  addApplyCommand(verbs, io);
  addCleanCommand(verbs, io);
  addExplainCommand(verbs);
}

function takesDataSet(command: Command): boolean {
  return command.registeredArguments.some((argument) => argument.name() === 'dataset');
}

function wrongUsage(
  options: ProgramOptions,
  io: ProgramIo,
  args: readonly string[],
  error: CommanderError,
): number {
  const json = args.includes('--json');
  const verb =
    args[0] !== undefined && /^[a-z]+$/.test(args[0]) && error.code !== 'commander.unknownCommand'
      ? ` ${args[0]}`
      : '';
  // the error may repeat an argument, and an argument may hold what should not have been typed
  const redactor = createRedactor(secretsOf(io.environment));
  const report = masked(usageError(error, `${options.name}${verb} --help`), redactor);
  const output: OutputOptions = { color: !args.includes('--no-color') };
  printError({ name: options.name, io }, output, report);
  if (json) {
    io.out.write(
      `${JSON.stringify({ schema: 'vaultwright.error/1', exitCode: report.exitCode, error: report })}\n`,
    );
  }
  return report.exitCode;
}
