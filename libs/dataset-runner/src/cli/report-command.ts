import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import { addTalkOptions, addTargetOptions, targetRequest, type TargetFlags } from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

/** `report`: whatever the runner does not know among the arguments belongs to the report. */
export function addReportCommand(verbs: VerbBuilder): void {
  const command = verbs.verb('report', 'run a report over the vault; other options go to the report');
  addTalkOptions(addTargetOptions(command.argument('<name>', 'name of the report')))
    .argument('[options...]', 'options of the report, such as --groups 5 --format csv --out file --lang ru')
    .allowUnknownOption()
    .addHelpText(
      'after',
      helpTail(verbs.example('report', 'group_conversion --target demo --groups 5 --format csv')),
    );
  verbs.act(command, async (flags: TargetFlags & OutputOptions, name, commands, context) => {
    const options = command.args.slice(1);
    const { text, notes } = await commands.report({ ...targetRequest(flags), name, options }, context);
    return { exitCode: 0, data: null, text, notes };
  });
}
