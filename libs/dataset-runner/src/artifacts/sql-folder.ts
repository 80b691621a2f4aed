import { join } from 'node:path';
import type { Redactor } from '../redaction.ts';
import type { StatementEvent } from '../run-event.ts';
import { fileNameOf, makePrivateFolder, writePrivate } from './private-file.ts';

/**
 * Writes `sql/NN-<step>.sql`, the exact text sent, and beside it `NN-<step>.parameters.json` when values are bound.
 *
 * Invariant: a step sent again with the same text, for the next batch, is written once.
 */
export function createSqlFolder(folder: string, redactor: Redactor): (event: StatementEvent) => void {
  const written = new Set<string>();
  return ({ step, sql, parameters }) => {
    const identity = `${step}\0${sql}`;
    if (written.has(identity)) return;
    if (written.size === 0) makePrivateFolder(folder);
    written.add(identity);
    const base = join(folder, `${String(written.size).padStart(2, '0')}-${fileNameOf(step)}`);
    writePrivate(`${base}.sql`, redactor.text(sql));
    if (Object.keys(parameters).length > 0) {
      writePrivate(`${base}.parameters.json`, `${JSON.stringify(redactor.value(parameters), null, 2)}\n`);
    }
  };
}
