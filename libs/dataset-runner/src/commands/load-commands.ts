import { createArtifactReporter } from '../artifacts/artifact-reporter.ts';
import type { CommandContext, Commands, LoadRequest, RunRequest, StageRequest } from '../cli/commands.ts';
import type { ConfigFlags, LoadedConfig } from '../config/load-config.ts';
import { rejectLimitOf } from '../config/max-rejects.ts';
import { composeReporters, type RunReporter } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';
import { checkFiles } from '../run/check-files.ts';
import {
  loadStagedDataSet,
  runDataSet,
  stageDataSet,
  type LoadOptions,
  type RunOptions,
} from '../run/run-data-set.ts';
import { findDataSet, openConfig, openSource, withWarehouse } from './open-project.ts';

export const loadCommands: Pick<Commands, 'run' | 'stage' | 'load'> = {
  async run(request, context) {
    const loaded = await openConfig(context, flagsOf(request));
    if (request.dryRun) return checkFiles(await readOptions(request, loaded, context));
    const { profile = false } = request;
    return loadWith(request, loaded, context, (options) => runDataSet({ ...options, profile }));
  },
  async stage(request, context) {
    return loadWith(request, await openConfig(context, flagsOf(request)), context, stageDataSet);
  },
  async load(request: LoadRequest, context) {
    const loaded = await openConfig(context, request);
    const common = await commonOptions(request, loaded, context);
    return withWarehouse(loaded, 'write', (warehouse) => loadStagedDataSet({ ...common, warehouse }));
  },
};

function flagsOf({ config, target, maxRejects, source }: StageRequest | RunRequest): ConfigFlags {
  return {
    ...(config === undefined ? {} : { config }),
    ...(target === undefined ? {} : { target }),
    ...(maxRejects === undefined ? {} : { maxRejects }),
    ...(source === undefined ? {} : { source }),
  };
}

async function loadWith(
  request: StageRequest,
  loaded: LoadedConfig,
  context: CommandContext,
  load: (options: RunOptions) => Promise<RunResult>,
): Promise<RunResult> {
  const options = await readOptions(request, loaded, context);
  return withWarehouse(loaded, 'write', (warehouse) => load({ ...options, warehouse }));
}

async function readOptions(
  request: StageRequest,
  loaded: LoadedConfig,
  context: CommandContext,
): Promise<Omit<RunOptions, 'warehouse'>> {
  const { reader, keys } = openSource(loaded);
  return {
    ...(await commonOptions(request, loaded, context)),
    source: reader,
    ...(keys === undefined ? {} : { keys }),
    forceLoad: request.forceLoad,
    choices: request.choices ?? {},
    peekRows: loaded.config.peek.rows,
  };
}

async function commonOptions(
  request: LoadRequest | StageRequest,
  loaded: LoadedConfig,
  context: CommandContext,
): Promise<Omit<LoadOptions, 'warehouse'>> {
  return {
    dataSet: await findDataSet(loaded, request.dataSet),
    ...(request.model === undefined ? {} : { model: request.model }),
    ...(request.only.length === 0 ? {} : { only: request.only }),
    rejectLimit: rejectLimitOf(loaded.config.maxRejects),
    create: !request.noCreate,
    target: loaded.targetName,
    report: withRunFolder(loaded, context),
    ...(context.watch === undefined ? {} : { watch: context.watch }),
    signal: context.signal,
    clock: context.clock,
  };
}

/** What a run tells goes into its run folder and to the console. */
function withRunFolder({ config }: LoadedConfig, { report, redactor, clock }: CommandContext): RunReporter {
  return composeReporters(createArtifactReporter(config.runFolder, { redactor, clock }).report, report);
}
