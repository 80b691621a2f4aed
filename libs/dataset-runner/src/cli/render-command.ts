import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import { addDataSetOptions, addOutputOptions, dataSetRequest, type DataSetFlags } from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

interface RenderFlags extends DataSetFlags, OutputOptions {
  readonly dialect: string;
  readonly out: string;
}

/** `render`: SQL files for a team that runs them itself; needs no driver and no network. */
export function addRenderCommand(verbs: VerbBuilder): void {
  const command = verbs.dataSetVerb('render', 'write the DDL and load SQL of a data set as files');
  addOutputOptions(addDataSetOptions(command))
    .requiredOption('--dialect <name>', 'a target, its adapter such as duckdb, or the package of an adapter')
    .option('--out <folder>', 'where the files go', 'sql')
    .addHelpText('after', helpTail(verbs.example('render', '--dialect duckdb --out sql/')));
  verbs.act(command, async (flags: RenderFlags, dataSet, commands, context) => {
    const { dialect, out } = flags;
    const summary = await commands.render({ ...dataSetRequest(dataSet, flags), dialect, out }, context);
    return { exitCode: 0, data: summary, text: summary.files.map((file) => `${file}\n`).join('') };
  });
}
