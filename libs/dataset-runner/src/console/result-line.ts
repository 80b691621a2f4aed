import type { RunResult } from '../run-result.ts';
import { shownCount, shownDuration } from './shown-number.ts';

/** The sentence that accounts for every record, or says that some are unaccounted for. */
export function reconciliationSentence({ read, loaded, rejected, blank }: RunResult['rows']): string {
  const sum = `${shownCount(loaded)} loaded + ${shownCount(rejected)} rejected + ${shownCount(blank)} blank`;
  return read === loaded + rejected + blank
    ? `Reconciled: ${shownCount(read)} read = ${sum}.`
    : `NOT reconciled: ${shownCount(read)} read, but ${sum}.`;
}

/** The one line a run gives as its result; null when it has none, since an error tells it. */
export function resultLine(result: RunResult): string | null {
  const duration = shownDuration(Date.parse(result.finishedAt) - Date.parse(result.startedAt)).replace(
    /s$/,
    ' s',
  );
  const dry = result.mode === 'dry-run' ? '  Dry run: nothing was written.' : '';
  switch (result.status) {
    case 'ok':
      return `Done in ${duration}.  ${reconciliationSentence(result.rows)}${dry}`;
    case 'partial':
      return `Done in part in ${duration}.  ${reconciliationSentence(result.rows)}${dry}`;
    case 'nothing':
      return `${nothingNew(result.objects)}, nothing to do`;
    case 'failed':
    case 'interrupted':
      return null;
  }
}

function nothingNew(objects: RunResult['objects']): string {
  const [first] = objects;
  if (first === undefined) return 'source is empty';
  const waiting = objects.filter(({ status }) => status === 'waiting').length;
  if (waiting > 0)
    return `source unchanged (${shownCount(objects.length - waiting)} objects known, ${shownCount(waiting)} waiting)`;
  if (objects.length > 1) return `source unchanged (${shownCount(objects.length)} objects known)`;
  return first.sha256 === null
    ? 'source unchanged'
    : `source unchanged (sha256 ${shortDigest(first.sha256)})`;
}

/** `9f2c..` */
export function shortDigest(sha256: string): string {
  return `${sha256.slice(0, 4)}..`;
}
