import type { OutputOptions } from './perform.ts';
import { helpTail } from './help-text.ts';
import { addOutputOptions } from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

/** `explain`: the page of an error code; needs no configuration and no network. */
export function addExplainCommand(verbs: VerbBuilder): void {
  const command = verbs.verb('explain', 'what an error code means and what to do about it');
  addOutputOptions(command.argument('<code>', 'code of an error, such as E-LOCK-HELD')).addHelpText(
    'after',
    helpTail(verbs.example('explain', 'E-LOCK-HELD')),
  );
  verbs.act(command, async (_flags: OutputOptions, code, commands, context) => {
    const summary = await commands.explain({ code }, context);
    return { exitCode: 0, data: summary, text: `${summary.code}\n\n${summary.text}\n` };
  });
}
