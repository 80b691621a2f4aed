import { shownBytes } from '../console/shown-number.ts';
import { visibleText } from '../console/visible-text.ts';
import type { FetchRequest } from './commands.ts';
import { helpTail } from './help-text.ts';
import type { OutputOptions } from './perform.ts';
import {
  addObjectOptions,
  addOutputOptions,
  defined,
  objectRequest,
  type ObjectFlags,
} from './shared-options.ts';
import type { VerbBuilder } from './verb-builder.ts';

interface FetchFlags extends ObjectFlags, OutputOptions {
  readonly out?: string;
}

/** `fetch`: copies the files and proves what was copied; no warehouse is needed. */
export function addFetchCommand(verbs: VerbBuilder): void {
  const command = verbs.dataSetVerb('fetch', 'download the files; print length and sha256 of each');
  addOutputOptions(addObjectOptions(command))
    .option('--out <folder>', 'keep the copies here')
    .addHelpText(
      'after',
      helpTail(verbs.example('fetch', '--bucket sprint6 --key group_log.csv --out samples')),
    );
  verbs.act(command, async (flags: FetchFlags, dataSet, commands, context) => {
    const request: FetchRequest = { ...objectRequest(dataSet, flags), ...defined('out', flags.out) };
    const summary = await commands.fetch(request, context);
    const lines = summary.objects.map(({ key, bytes, sha256, path }) =>
      visibleText(`${key.padEnd(28)} ${shownBytes(bytes).padStart(9)}  sha256 ${sha256}  ${path}`),
    );
    return {
      exitCode: 0,
      data: summary,
      text: lines.length === 0 ? 'no objects\n' : `${lines.join('\n')}\n`,
    };
  });
}
