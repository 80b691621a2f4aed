import type { MaxRejects } from '../config/max-rejects.ts';
import type { RunResult } from '../run-result.ts';
import type { CommandContext, LoadRequest, RunRequest, StageRequest } from './commands.ts';
import { Option } from 'commander';
import { Interruption } from './interruption.ts';
import { helpTail } from './help-text.ts';
import type { Outcome, OutputOptions } from './perform.ts';
import type { VerbBuilder } from './verb-builder.ts';
import {
  addDataSetOptions,
  addMaxRejectsOption,
  addObjectOptions,
  addOutputOptions,
  dataSetRequest,
  defined,
  objectRequest,
  type DataSetFlags,
  type ObjectFlags,
} from './shared-options.ts';

interface StageFlags extends ObjectFlags, OutputOptions {
  readonly maxRejects?: MaxRejects;
  readonly forceLoad?: true;
  readonly create: boolean;
  readonly exitSkip?: true;
  readonly dryRun?: true;
  readonly profile?: true;
}

interface LoadFlags extends DataSetFlags, OutputOptions {
  readonly only?: readonly string[];
  readonly create: boolean;
  readonly exitSkip?: true;
}

/** `run`: the whole road from the files to the checked vault. */
export function addRunCommand(verbs: VerbBuilder): void {
  const command = verbs.dataSetVerb(
    'run',
    'fetch, stage, load the vault and check it, one transaction per object',
  );
  addOutputOptions(addStageOptions(command))
    .option('--dry-run', 'read and convert every record, write nothing')
    .addOption(
      new Option(
        '--profile',
        'measure what each phase and entity read, wrote and took; a table on stderr, and in run.json',
      ).conflicts('dryRun'),
    )
    .addHelpText(
      'after',
      helpTail(
        verbs.example('run', '--target prod --source s3://bucket/prefix --json'),
        verbs.example('run', '--only users groups'),
        verbs.example('run', '--profile'),
      ),
    );
  verbs.act(command, async (flags: StageFlags, dataSet, commands, context) => {
    const request: RunRequest = {
      ...stageRequest(dataSet, flags),
      dryRun: flags.dryRun ?? false,
      ...defined('profile', flags.profile),
    };
    return outcomeOf(await commands.run(request, context), flags, context);
  });
}

/** `stage`: the road up to the staging tables. */
export function addStageCommand(verbs: VerbBuilder): void {
  const command = verbs.dataSetVerb(
    'stage',
    'fetch and stage the files as they are; the vault is not touched',
  );
  addOutputOptions(addStageOptions(command)).addHelpText(
    'after',
    helpTail(verbs.example('stage', '--target prod')),
  );
  verbs.act(command, async (flags: StageFlags, dataSet, commands, context) =>
    outcomeOf(await commands.stage(stageRequest(dataSet, flags), context), flags, context),
  );
}

/** `load`: from the staging tables into the vault. */
export function addLoadCommand(verbs: VerbBuilder): void {
  const command = verbs.dataSetVerb('load', 'load the vault from what is staged');
  addOutputOptions(addDataSetOptions(command))
    .option('--only <source...>', 'these sources of the data set only')
    .option('--no-create', 'never create a table')
    .option('--exit-skip', 'exit 99 when there is nothing new')
    .addHelpText('after', helpTail(verbs.example('load', '--target prod')));
  verbs.act(command, async (flags: LoadFlags, dataSet, commands, context) => {
    const request: LoadRequest = {
      ...dataSetRequest(dataSet, flags),
      only: flags.only ?? [],
      noCreate: !flags.create,
    };
    return outcomeOf(await commands.load(request, context), flags, context);
  });
}

function addStageOptions(command: Parameters<typeof addObjectOptions>[0]): typeof command {
  return addMaxRejectsOption(addObjectOptions(command))
    .option('--force-load', 'load again what the ledger knows; the vault stays as it is')
    .option('--no-create', 'never create a table')
    .option('--exit-skip', 'exit 99 when there is nothing new');
}

function stageRequest(dataSet: string, flags: StageFlags): StageRequest {
  return {
    ...objectRequest(dataSet, flags),
    ...defined('maxRejects', flags.maxRejects),
    forceLoad: flags.forceLoad ?? false,
    noCreate: !flags.create,
  };
}

/**
 * The result as the program leaves it; the reporter has already told the person everything.
 *
 * Invariant: the process and the JSON line agree on the exit code: 99 for nothing new with `--exit-skip`, that of the
 * signal for an interrupted run, else the run's own.
 */
function outcomeOf(
  result: RunResult,
  flags: { readonly exitSkip?: true },
  { signal }: Pick<CommandContext, 'signal'>,
): Outcome {
  const reason: unknown = signal.reason;
  const exitCode =
    result.status === 'nothing' && flags.exitSkip
      ? 99
      : result.status === 'interrupted' && reason instanceof Interruption
        ? reason.exitCode
        : result.exitCode;
  return { exitCode, data: { ...result, exitCode }, text: '' };
}
