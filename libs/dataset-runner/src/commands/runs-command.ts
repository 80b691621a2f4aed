import { VaultwrightError } from '@vaultwright/datavault-core';
import type { CommandContext, Commands, RunsRequest } from '../cli/commands.ts';
import type { LoadedConfig } from '../config/load-config.ts';
import { contentOf, DeliveryHistory } from '../deliveries/delivery-history.ts';
import { watchedLedger } from '../run/look-ahead.ts';
import { inspectWarehouse } from '../run/preflight.ts';
import { vaultOf } from '../run/run-data-set.ts';
import { readLedgerRuns } from '../runs/ledger-runs.ts';
import { mergeRuns, type PastRun } from '../runs/past-run.ts';
import { readRunFolders } from '../runs/run-folders.ts';
import { allDataSets, openConfig, watchWarehouse } from './open-project.ts';

export const runsCommands: Pick<Commands, 'listRuns' | 'showRun'> = {
  async listRuns(request, context) {
    const { target, runs, warnings } = await readRuns(request, context);
    const shown = request.limit === null ? runs : runs.slice(0, request.limit);
    return {
      schema: 'vaultwright.runs/1',
      target,
      total: runs.length,
      runs: shown.map(({ deliveries, warnings: _warnings, profile: _profile, ...run }) => ({
        ...run,
        deliveries: countsOf(deliveries),
      })),
      warnings,
    };
  },
  async showRun(request, context) {
    const { target, runs, warnings } = await readRuns(request, context);
    return { schema: 'vaultwright.past-run/1', target, run: chosenRun(runs, request.runId), warnings };
  },
};

interface FoundRuns {
  readonly target: string;
  /** Newest first. */
  readonly runs: readonly PastRun[];
  readonly warnings: readonly string[];
}

/** Runs of the run folder and of the target's ledger; a warehouse that cannot be read is a warning, since folders tell too. */
async function readRuns(request: RunsRequest, context: CommandContext): Promise<FoundRuns> {
  const loaded = await openConfig(context, request);
  const histories = new Map<string, DeliveryHistory>();
  const warnings: string[] = [];
  let recorded: PastRun[] = [];
  try {
    recorded = await recordedRuns(loaded, histories);
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    warnings.push(`the ledger of ${loaded.targetName} was not read: ${error.code} ${error.title}`);
  }
  const { runs: kept, unreadable } = await readRunFolders(
    loaded.config.runFolder,
    ({ dataSet, model }, { source, delivery, digests }) =>
      histories.get(JSON.stringify([dataSet, model]))?.twin(source, delivery, contentOf(digests))?.delivery ??
      null,
  );
  if (unreadable.length > 0)
    warnings.push(
      `${unreadable.length} run folders hold no run that can be read, first ${unreadable[0]}: delete them`,
    );
  const { dataSet } = request;
  const runs = mergeRuns(kept, recorded).filter((run) => dataSet === undefined || run.dataSet === dataSet);
  return { target: loaded.targetName, runs, warnings };
}

async function recordedRuns(
  loaded: LoadedConfig,
  histories: Map<string, DeliveryHistory>,
): Promise<PastRun[]> {
  const dataSets = await allDataSets(loaded);
  return watchWarehouse(loaded, async ({ session, dialect }) => {
    const runs: PastRun[] = [];
    if (session === null) return runs;
    for (const dataSet of dataSets) {
      for (const model of Object.keys(dataSet.models)) {
        const vault = vaultOf(dataSet, model);
        const preflight = await inspectWarehouse(session, dialect, vault);
        const ledger = watchedLedger(session, dialect, vault, preflight);
        if (ledger === null) continue;
        const history = await DeliveryHistory.open(ledger);
        histories.set(JSON.stringify([dataSet.name, model]), history);
        const place = { dataSet: dataSet.name, model, target: loaded.targetName };
        runs.push(...(await readLedgerRuns(ledger, history, place)));
      }
    }
    return runs;
  });
}

/** The run of an id, of the beginning of one, or the last. Errors: `E-USAGE-RUN`. */
function chosenRun(runs: readonly PastRun[], wanted: string): PastRun {
  const fitting = wanted === 'last' ? runs.slice(0, 1) : runs.filter(({ runId }) => runId.startsWith(wanted));
  const [run, second] = fitting;
  if (run !== undefined && second === undefined) return run;
  throw new VaultwrightError({
    code: 'E-USAGE-RUN',
    family: 'usage',
    title: run === undefined ? 'there is no such run' : 'several runs begin like that',
    where: 'runs show',
    found: wanted,
    allowed: 'the id of a run, the beginning of one, or last',
    fix: 'vaultwright runs ls --all lists them',
    details: fitting.slice(0, 5).map(({ runId }) => runId),
  });
}

function countsOf(deliveries: PastRun['deliveries']): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of deliveries) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}
