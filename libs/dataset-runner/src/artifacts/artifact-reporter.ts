import { logRecord } from '../log-record.ts';
import type { RunReporter } from '../run-event.ts';
import { openRunFolder, type RunFolder, type RunFolderOptions } from './run-folder.ts';

export interface ArtifactReporter {
  readonly report: RunReporter;
  /** The folder of the run that began last; null before that. */
  readonly folder: () => RunFolder | null;
}

/**
 * Writes every event into the folder of its run, `<root>/runs/<runId>`, made when the run starts: the log, the rejects,
 * the statements and, at the end, `run.json`.
 *
 * Invariant: `run-started` comes first.
 */
export function createArtifactReporter(root: string, options: RunFolderOptions): ArtifactReporter {
  let folder: RunFolder | null = null;
  return {
    folder: () => folder,
    report(event) {
      if (event.kind === 'run-started') folder = openRunFolder(root, event.runId, options);
      if (folder === null) throw new Error(`${event.kind} before run-started`);
      folder.appendLog(logRecord(event, { peek: true }));
      if (event.kind === 'reject') folder.appendRejects(event.rejects);
      else if (event.kind === 'statement') folder.writeStatement(event);
      else if (event.kind === 'run-finished') folder.writeResult(event.result);
    },
  };
}
