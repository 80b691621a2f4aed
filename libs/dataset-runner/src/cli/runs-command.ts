import { profileTable } from '../console/profile-table.ts';
import { shownBytes, shownCount } from '../console/shown-number.ts';
import { visibleText } from '../console/visible-text.ts';
import { deliveryStatuses } from '../deliveries/delivery-status.ts';
import type { PastDelivery } from '../runs/past-run.ts';
import type { PastRunSummary, RunsSummary } from './commands.ts';
import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import { addOutputOptions, addTargetOptions, targetRequest, type TargetFlags } from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

interface RunsFlags extends TargetFlags, OutputOptions {
  readonly all?: true;
}

/** Units: runs that `runs ls` shows unless all are wanted. */
const shownRuns = 20;

/** `runs ls` and `runs show`: what earlier runs did; changes nothing. */
export function addRunsCommand(verbs: VerbBuilder): void {
  const group = verbs.verb('runs', 'look at earlier runs');
  const list = group.command('ls').description('list runs, newest first, from run folders and the ledger');
  addOutputOptions(addTargetOptions(list))
    .option('--all', `all runs, not only the last ${shownRuns}`)
    .addHelpText('after', helpTail(verbs.example('runs ls', '--target prod')));
  verbs.act(list, async (flags: RunsFlags, dataSet, commands, context) => {
    const summary = await commands.listRuns(
      {
        ...targetRequest(flags),
        ...(dataSet === '' ? {} : { dataSet }),
        limit: flags.all ? null : shownRuns,
      },
      context,
    );
    return { exitCode: 0, data: summary, text: listText(summary), notes: summary.warnings };
  });
  const show = group
    .command('show')
    .description('show the deliveries of a run and what became of each')
    .argument('<run>', 'id of a run, the beginning of one, or last');
  addOutputOptions(addTargetOptions(show)).addHelpText('after', helpTail(verbs.example('runs show', 'last')));
  verbs.act(show, async (flags: RunsFlags, runId, commands, context) => {
    const summary = await commands.showRun({ ...targetRequest(flags), runId }, context);
    return { exitCode: 0, data: summary, text: runText(summary), notes: summary.warnings };
  });
}

function listText({ runs, total }: RunsSummary): string {
  if (total === 0) return 'no runs yet\n';
  const rows = runs.map(({ runId, startedAt, status, dataSet, model, rows: { loaded }, ...run }) => [
    runId,
    shownTime(startedAt),
    status,
    `${dataSet}/${model}`,
    `${shownCount(loaded)} rows`,
    deliveryCounts(run.deliveries, run.absent.length),
  ]);
  const more = total > runs.length ? [`and ${shownCount(total - runs.length)} older runs: --all`] : [];
  return linesOf([...columns(rows), ...more]);
}

function runText({ run }: PastRunSummary): string {
  const { runId, dataSet, model, target, status, startedAt, rows, folder } = run;
  const counts: Record<string, number> = {};
  for (const { status: one } of run.deliveries) counts[one] = (counts[one] ?? 0) + 1;
  const { read, loaded, rejected, blank } = rows;
  return linesOf([
    `run ${runId}  ${dataSet}/${model}  target=${target}  ${status}`,
    `started ${shownTime(startedAt)}`,
    `rows ${shownCount(read)} read = ${shownCount(loaded)} loaded + ${shownCount(rejected)} rejected + ${shownCount(blank)} blank`,
    `deliveries ${deliveryCounts(counts, run.absent.length) || 'none'}`,
    ...columns([
      ...run.deliveries.map(deliveryCells),
      ...run.absent.map((source) => ['  absent', source, 'no object']),
    ]),
    ...run.warnings.map((warning) => `warning ${warning}`),
    ...(run.error === null ? [] : [`error ${run.error}`]),
    ...(run.profile === null ? [] : profileTable(run.profile)),
    folder === null ? 'its folder is not here: this is what the ledger tells' : `folder ${folder}`,
  ]);
}

function deliveryCells({ status, source, delivery, date, objects, bytes, sameAs }: PastDelivery): string[] {
  const notes = [
    `${shownBytes(bytes)}${objects === 1 ? '' : ` in ${shownCount(objects)} objects`}`,
    ...(date === null ? [] : [`dated ${date}`]),
    ...(sameAs === null ? [] : [`same content as ${sameAs}`]),
  ];
  return [`  ${status}`, source, delivery, notes.join(', ')];
}

function deliveryCounts(counts: Readonly<Record<string, number>>, absent: number): string {
  const told = [...deliveryStatuses, 'loaded'].flatMap((status) => {
    const count = counts[status] ?? 0;
    return count === 0 ? [] : [`${shownCount(count)} ${status}`];
  });
  return [...told, ...(absent === 0 ? [] : [`${shownCount(absent)} absent`])].join(', ');
}

/** `2026-01-31 12:00:00 UTC` */
function shownTime(iso: string | null): string {
  return iso === null ? 'at an unknown time' : `${iso.slice(0, 19).replace('T', ' ')} UTC`;
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, place) =>
    Math.max(...rows.map((cells) => cells[place]?.length ?? 0)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, place) => cell.padEnd(widths[place] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}
