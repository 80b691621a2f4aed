import { visibleText } from '../console/visible-text.ts';
import type { ApplyRequest, ApplySummary } from './commands.ts';
import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import type { ProgramIo } from './program-io.ts';
import { addDataSetOptions, addOutputOptions, dataSetRequest, type DataSetFlags } from './shared-options.ts';
import { UsageProblem, usageReport } from './usage-error.ts';
import type { VerbBuilder } from './verb-builder.ts';

interface ApplyFlags extends DataSetFlags, OutputOptions {
  readonly yes?: true;
}

/** `apply`: shows how the stored tables would follow the metadata, and changes them on consent; additive changes only. */
export function addApplyCommand(verbs: VerbBuilder, io: ProgramIo): void {
  const command = verbs.dataSetVerb(
    'apply',
    'let the stored tables follow the metadata, after consent; only adds, renames and widens',
  );
  addOutputOptions(addDataSetOptions(command))
    .option('--yes', 'consent without a question')
    .addHelpText('after', helpTail(verbs.example('apply', '--target prod')));
  verbs.act(command, async (flags: ApplyFlags, dataSet, commands, context) => {
    const request: ApplyRequest = { ...dataSetRequest(dataSet, flags), digest: null };
    const shown = await commands.apply(request, context);
    for (const { title, sql } of shown.changes)
      io.err.write(`  + ${visibleText(title)}\n    ${visibleText(sql)}\n`);
    if (shown.changes.length === 0) return { exitCode: 0, data: shown, text: 'nothing to change\n' };
    if (!flags.yes && !(await consents(io, shown)))
      return { exitCode: 1, data: shown, text: '', notes: ['not confirmed; nothing was changed'] };
    const applied = await commands.apply({ ...request, digest: shown.digest }, context);
    return { exitCode: 0, data: applied, text: `made ${applied.changes.length} changes\n` };
  });
}

async function consents(io: ProgramIo, { changes, target }: ApplySummary): Promise<boolean> {
  const what = `${changes.length} changes in target "${target}"`;
  if (io.ask === null) {
    throw new UsageProblem(
      usageReport('E-USAGE-CONFIRM', `making ${what} needs consent`, 'add --yes', [
        'there is no terminal to ask at; nothing was changed',
      ]),
    );
  }
  return (await io.ask(`Make ${what}? Type yes to make them: `))?.trim() === 'yes';
}
