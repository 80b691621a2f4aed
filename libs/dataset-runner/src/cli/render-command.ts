import { visibleText } from '../console/visible-text.ts';
import type { RenderSummary } from './commands.ts';
import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import { addDataSetOptions, addOutputOptions, dataSetRequest, type DataSetFlags } from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

interface RenderFlags extends DataSetFlags, OutputOptions {
  readonly dialect: string;
  readonly out: string;
  readonly scans?: true;
}

/** `render`: SQL files for a team that runs them itself; needs no driver and no network. */
export function addRenderCommand(verbs: VerbBuilder): void {
  const command = verbs.dataSetVerb('render', 'write the DDL and load SQL of a data set as files');
  addOutputOptions(addDataSetOptions(command))
    .requiredOption('--dialect <name>', 'a target, its adapter such as duckdb, or the package of an adapter')
    .option('--out <folder>', 'where the files go', 'sql')
    .option('--scans', 'print how often each statement reads which table, with common tables expanded')
    .addHelpText('after', helpTail(verbs.example('render', '--dialect duckdb --out sql/')));
  verbs.act(command, async (flags: RenderFlags, dataSet, commands, context) => {
    const { dialect, out } = flags;
    const summary = await commands.render({ ...dataSetRequest(dataSet, flags), dialect, out }, context);
    const lines = flags.scans ? scanLines(summary) : summary.files;
    return { exitCode: 0, data: summary, text: lines.map((line) => `${visibleText(line)}\n`).join('') };
  });
}

/** The number of all scans of a statement, its step, and the tables, most read first. */
function scanLines({ scans }: RenderSummary): string[] {
  const width = Math.min(60, Math.max(0, ...scans.map(({ step }) => step.length)));
  return scans.map(({ step, tables }) => {
    const counts = Object.entries(tables).toSorted(([, one], [, other]) => other - one);
    const total = counts.reduce((sum, [, count]) => sum + count, 0);
    const each = counts.map(([table, count]) => `${table} ${count}`).join(', ');
    return `${String(total).padStart(4)}  ${step.padEnd(width)}  ${each}`.trimEnd();
  });
}
