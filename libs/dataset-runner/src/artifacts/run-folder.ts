import { lstatSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '@vaultwright/datavault-core/warehouse';
import { isoTime } from '../iso-time.ts';
import type { Redactor } from '../redaction.ts';
import type { CsvRejectLine, StatementEvent } from '../run-event.ts';
import type { RunResult } from '../run-result.ts';
import { appendPrivate, makePrivateFolder, writePrivate } from './private-file.ts';
import { createRejectFile } from './reject-file.ts';
import { createSqlFolder } from './sql-folder.ts';

/**
 * The folder of one run, `<root>/runs/<runId>`: a copy for people and other programs that may be deleted; the truth is
 * in the warehouse.
 *
 * Invariant: folders 0700, files 0600; every text passes the redactor.
 */
export interface RunFolder {
  /** Absolute when `root` is. */
  readonly path: string;
  readonly rejectsPath: string;
  writeResult(result: RunResult): void;
  /** Appends one line to `log.ndjson`; `time` is added. */
  appendLog(record: Readonly<Record<string, unknown>>): void;
  appendRejects(rejects: readonly CsvRejectLine[]): void;
  writeStatement(statement: StatementEvent): void;
}

export interface RunFolderOptions {
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Units: runs kept, this one included. */
  readonly keep?: number;
}

const runIdPattern = /^[0-9A-Za-z][0-9A-Za-z_-]*$/;

/** Makes the folder of a run, points `<root>/last` to it and removes the oldest runs beyond `keep` (50). */
export function openRunFolder(root: string, runId: string, options: RunFolderOptions): RunFolder {
  if (!runIdPattern.test(runId)) throw new RangeError('a run id is made of letters, digits, _ and -');
  const { redactor, clock } = options;
  const runs = join(root, 'runs');
  const path = join(runs, runId);
  makePrivateFolder(path);
  ignoreInGit(root);
  pointLast(root, runId);
  removeOldRuns(runs, runId, options.keep ?? 50);

  const rejectsPath = join(path, 'rejects.csv');
  const writeJson = (name: string, value: unknown): void => {
    writePrivate(join(path, name), `${JSON.stringify(redactor.value(value), null, 2)}\n`);
  };
  return {
    path,
    rejectsPath,
    writeResult: (result) => writeJson('run.json', result),
    appendLog: (record) =>
      appendPrivate(
        join(path, 'log.ndjson'),
        `${JSON.stringify(redactor.value({ time: isoTime(clock.now()), ...record }))}\n`,
      ),
    appendRejects: createRejectFile(rejectsPath, redactor),
    writeStatement: createSqlFolder(join(path, 'sql'), redactor),
  };
}

function ignoreInGit(root: string): void {
  try {
    writeFileSync(join(root, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

/** `last` is a link; where links may not be made it is a text file holding the same relative path. */
function pointLast(root: string, runId: string): void {
  const last = join(root, 'last');
  const next = join(root, `last.${runId}`);
  const target = join('runs', runId);
  rmSync(next, { force: true });
  try {
    symlinkSync(target, next, 'dir');
  } catch (error) {
    if (!hasCode(error, 'EPERM', 'EACCES', 'ENOSYS', 'ENOTSUP')) throw error;
    writeFileSync(next, `${target}\n`, { mode: 0o600 });
  }
  renameSync(next, last);
}

/** Run ids sort by time, so the smallest names are the oldest. Invariant: touches nothing that is not a run's folder. */
function removeOldRuns(runs: string, current: string, keep: number): void {
  const others = readdirSync(runs)
    .filter(
      (name) => name !== current && runIdPattern.test(name) && lstatSync(join(runs, name)).isDirectory(),
    )
    .toSorted();
  for (const name of others.slice(0, Math.max(0, others.length - (keep - 1)))) {
    rmSync(join(runs, name), { recursive: true, force: true });
  }
}

function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code));
}
