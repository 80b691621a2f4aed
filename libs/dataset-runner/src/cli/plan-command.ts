import { shownBytes, shownCount } from '../console/shown-number.ts';
import { deliveryStatuses } from '../deliveries/delivery-status.ts';
import { visibleText } from '../console/visible-text.ts';
import type { PlanRequest, PlanSummary } from './commands.ts';
import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import { addObjectOptions, addOutputOptions, objectRequest, type ObjectFlags } from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

interface PlanFlags extends ObjectFlags, OutputOptions {
  readonly check?: true;
  readonly fullSql?: true;
  readonly forceLoad?: true;
}

/** `plan`: what a run would do; changes nothing. */
export function addPlanCommand(verbs: VerbBuilder): void {
  const command = verbs.dataSetVerb(
    'plan',
    'show what a run would create, read and execute; changes nothing',
  );
  addOutputOptions(addObjectOptions(command))
    .option('--check', 'exit 3 when changes are pending')
    .option('--full-sql', 'print every statement')
    .option('--force-load', 'plan as if nothing had been loaded')
    .addHelpText('after', helpTail(verbs.example('plan', '--target prod --check')));
  verbs.act(command, async (flags: PlanFlags, dataSet, commands, context) => {
    const request: PlanRequest = { ...objectRequest(dataSet, flags), forceLoad: flags.forceLoad ?? false };
    const summary = await commands.plan(request, context);
    return {
      exitCode: flags.check && summary.pending ? 3 : 0,
      data: summary,
      text: planText(summary, flags.fullSql ?? false),
      notes: summary.warnings,
    };
  });
}

function planText(plan: PlanSummary, fullSql: boolean): string {
  const told = plan.objects.filter(({ status }) => status !== 'known');
  const counts = deliveryStatuses
    .map((status) => ({ status, count: plan.objects.filter((object) => object.status === status).length }))
    .filter(({ status, count }) => count > 0 || status === 'new' || status === 'known')
    .map(({ status, count }) => `${shownCount(count)} ${status}`);
  const lines = [
    `plan ${plan.dataSet}  model=${plan.model}  target=${plan.target} (${plan.engine})`,
    `create ${plan.create.length}, change ${plan.changed.length}`,
    ...plan.create.map((name) => `  + ${name}`),
    ...plan.changed.map((difference) => `  ~ ${difference}`),
    `objects ${counts.join(', ')}`,
    ...told.map(objectLine),
    ...plan.computed.map((entity) => `  computes ${entity} from the vault`),
    ...plan.absent.map((source) => `  absent: no object of ${source}`),
    `steps ${plan.steps.length}`,
  ].map(visibleText);
  for (const [index, { step, subject, sql }] of plan.steps.entries()) {
    lines.push(visibleText(`  ${String(index + 1).padStart(3)}  ${step.padEnd(32)} ${subject}`));
    if (fullSql) lines.push('', sql.trimEnd(), '');
  }
  lines.push(plan.pending ? 'A run would change the warehouse.' : 'Nothing to do.');
  return `${lines.join('\n')}\n`;
}

function objectLine({ key, source, bytes, status, date, fills }: PlanSummary['objects'][number]): string {
  const notes = [
    ...(status === 'new' ? [] : [status]),
    ...(date === null ? [] : [`dated ${date}`]),
    ...(fills.length === 0 ? [] : [`fills ${fills.join(', ')}`]),
  ];
  const note = notes.length === 0 ? '' : `   ${notes.join(', ')}`;
  return `  ${key.padEnd(28)} ${shownBytes(bytes).padStart(9)}   ${source}${note}`;
}
