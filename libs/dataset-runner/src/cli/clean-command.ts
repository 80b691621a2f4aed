import { shownCount } from '../console/shown-number.ts';
import { visibleText } from '../console/visible-text.ts';
import type { CleanRequest, CleanSummary } from './commands.ts';
import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import type { ProgramIo } from './program-io.ts';
import { addDataSetOptions, addOutputOptions, dataSetRequest, type DataSetFlags } from './shared-options.ts';
import { UsageProblem, usageReport } from './usage-error.ts';
import type { VerbBuilder } from './verb-builder.ts';

interface CleanFlags extends DataSetFlags, OutputOptions {
  readonly yes?: true;
}

/**
 * `clean`: lists what it would drop, delete and leave of a data set, and does it on consent.
 *
 * Invariant: anything but a plain yes is a no.
 */
export function addCleanCommand(verbs: VerbBuilder, io: ProgramIo): void {
  const command = verbs.dataSetVerb(
    'clean',
    "drop the data set's vault, staging and reject tables that no other one stands on, after consent",
  );
  addOutputOptions(addDataSetOptions(command))
    .option('--yes', 'consent without a question')
    .addHelpText('after', helpTail(verbs.example('clean', '--target demo --yes')));
  verbs.act(command, async (flags: CleanFlags, dataSet, commands, context) => {
    const request: CleanRequest = { ...dataSetRequest(dataSet, flags), confirmed: false };
    const listed = await commands.clean(request, context);
    for (const line of listing(listed)) io.err.write(`  ${visibleText(line)}\n`);
    if (listed.objects.length + listed.rows.length === 0)
      return { exitCode: 0, data: listed, text: 'nothing to drop\n' };
    if (!flags.yes && !(await consents(io, listed))) {
      return { exitCode: 1, data: listed, text: '', notes: ['not confirmed; nothing was dropped'] };
    }
    const dropped = await commands.clean({ ...request, confirmed: true }, context);
    return { exitCode: 0, data: dropped, text: `dropped ${extentOf(dropped)}\n` };
  });
}

function listing({ objects, rows, kept }: CleanSummary): string[] {
  return [
    ...objects.map((name) => `- ${name}`),
    ...rows.map((part) => `- ${shownCount(part.rows)} rows of this data set in ${part.table}, which stays`),
    ...kept.map(({ name, because }) => `= ${name} stays: ${because}`),
  ];
}

function extentOf({ objects, rows }: CleanSummary): string {
  const shared = rows.reduce((sum, part) => sum + part.rows, 0);
  return `${objects.length} tables and views${shared === 0 ? '' : ` and ${shownCount(shared)} rows of shared tables`}`;
}

async function consents(io: ProgramIo, listed: CleanSummary): Promise<boolean> {
  const what = `${extentOf(listed)} of target "${listed.target}"`;
  if (io.ask === null) {
    throw new UsageProblem(
      usageReport('E-USAGE-CONFIRM', `dropping ${what} needs consent`, 'add --yes', [
        'there is no terminal to ask at; nothing was dropped',
      ]),
    );
  }
  return (await io.ask(`Drop ${what}? Type yes to drop them: `))?.trim() === 'yes';
}
