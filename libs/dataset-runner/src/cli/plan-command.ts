import { shownBytes, shownCount } from '../console/shown-number.ts';
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
  const isNew = plan.objects.filter(({ status }) => status === 'new');
  const known = plan.objects.length - isNew.length;
  const lines = [
    `plan ${plan.dataSet}  model=${plan.model}  target=${plan.target} (${plan.engine})`,
    `create ${plan.create.length}, change ${plan.changed.length}`,
    ...plan.create.map((name) => `  + ${name}`),
    ...plan.changed.map((difference) => `  ~ ${difference}`),
    `objects ${shownCount(isNew.length)} new, ${shownCount(known)} known`,
    ...isNew.map(
      ({ key, source, bytes }) => `  ${key.padEnd(28)} ${shownBytes(bytes).padStart(9)}   ${source}`,
    ),
    `steps ${plan.steps.length}`,
  ].map(visibleText);
  for (const [index, { step, subject, sql }] of plan.steps.entries()) {
    lines.push(visibleText(`  ${String(index + 1).padStart(3)}  ${step.padEnd(32)} ${subject}`));
    if (fullSql) lines.push('', sql.trimEnd(), '');
  }
  lines.push(plan.pending ? 'A run would change the warehouse.' : 'Nothing to do.');
  return `${lines.join('\n')}\n`;
}
