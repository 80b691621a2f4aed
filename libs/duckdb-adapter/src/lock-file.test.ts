import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { openDuckDb } from './open-duckdb.ts';
import { thisProcess } from './process-identity.ts';

let folder: string;
let path: string;
let lockPath: string;
let opened: Warehouse[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-lock-'));
  path = join(folder, 'w.duckdb');
  lockPath = `${path}.vaultwright.lock`;
  opened = [];
});
afterEach(async () => {
  await closeAll();
  rmSync(folder, { recursive: true });
});

const open = async (): Promise<Session> => {
  const warehouse = await openDuckDb({ path });
  opened.push(warehouse);
  return warehouse.connect();
};
const closeAll = async (): Promise<void> => {
  for (const warehouse of opened.splice(0)) await warehouse.close();
};
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const owner = (): Record<string, unknown> => JSON.parse(readFileSync(lockPath, 'utf8')) as never;
const lockOf = (change: object): void =>
  writeFileSync(lockPath, JSON.stringify({ ...thisProcess(), ...change }));

/** The number of a process that has ended. */
async function endedPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('the lock file', () => {
  it('stands beside the database while it is open for writing, and names the run inside a batch', async () => {
    const session = await open();
    const since = owner()['since'];
    expect(owner()).toMatchObject({ ...thisProcess(), runId: null });
    await session.vaultTransaction('v', 'RUN1', async () => expect(owner()).toMatchObject({ runId: 'RUN1' }));
    expect(owner()).toMatchObject({ pid: process.pid, since, runId: null });
    await closeAll();
    expect(readdirSync(folder)).toEqual(['w.duckdb']);
  });

  it('of a living process is refused with its holder, and the database is not touched', async () => {
    lockOf({ runId: 'RUN7', since: '2020-01-02T03:04:05.000Z' });
    const error = await caught(open());
    expect(error).toMatchObject({ code: 'E-LOCK-HELD', retryable: true, where: lockPath });
    expect((error as Error).message).toContain(
      `process ${process.pid} on ${hostname()}, run RUN7, since 2020-01-02T03:04:05.000Z, last sign of life 20`,
    );
    expect(readdirSync(folder)).toEqual(['w.duckdb.vaultwright.lock']);
  });

  it('of a living process stays its own when the name of the host changes', async () => {
    lockOf({ host: 'before' });
    expect(await caught(open())).toMatchObject({
      code: 'E-LOCK-HELD',
      found: expect.stringContaining('on before') as string,
    });
  });

  it.each<[string, () => object | Promise<object>]>([
    ['a process that has ended', async () => ({ pid: await endedPid() })],
    ['a process number that means a group of processes', () => ({ pid: 0 })],
    ['a process under another host name', () => ({ host: 'other-host', boot: null, pidNamespace: null })],
    ['a process of another container', () => ({ host: 'other-host', pidNamespace: 'pid:[1]' })],
    ['a process of before the last boot', () => ({ boot: '00000000-0000-0000-0000-000000000000' })],
  ])('of %s is taken over', async (_name, change) => {
    lockOf({ pid: process.ppid, ...(await change()) });
    await open();
    expect(owner()).toMatchObject({ ...thisProcess() });
    await closeAll();
    expect(readdirSync(folder)).toEqual(['w.duckdb']);
  });

  // Skipped where the system has no /proc: needs Linux, nothing else to enable.
  it.runIf(existsSync('/proc/self/stat'))(
    'of a process number that was given again is taken over',
    async () => {
      lockOf({ pid: process.ppid, processStart: '1' });
      await open();
      expect(owner()).toMatchObject({ pid: process.pid });
    },
  );

  it.each([
    ['an empty file', ''],
    ['half a file', '{"pid":1,"host":"'],
    ['a file without a process', '{"host":"x"}'],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['bytes', '\u0000\u0001'],
  ])('that is %s is nobody’s and taken over', async (_name, text) => {
    writeFileSync(lockPath, text);
    await open();
    expect(owner()).toMatchObject({ pid: process.pid });
  });

  it('that an older version wrote is judged by its host and process', async () => {
    writeFileSync(
      lockPath,
      JSON.stringify({ pid: process.pid, host: hostname(), processStart: null, runId: 'R' }),
    );
    expect(await caught(open())).toMatchObject({
      code: 'E-LOCK-HELD',
      found: expect.stringContaining('run R, last sign of life') as string,
    });
    writeFileSync(
      lockPath,
      JSON.stringify({ pid: await endedPid(), host: hostname(), processStart: '1', runId: 'R' }),
    );
    await open();
  });

  it('is given back when the database cannot be opened', async () => {
    writeFileSync(path, 'this is no database, whatever its name says');
    expect(await caught(open())).toMatchObject({ family: 'warehouse' });
    expect(readdirSync(folder)).toEqual(['w.duckdb']);
  });

  it('of a dead process stays as it is when the database cannot be opened', async () => {
    writeFileSync(path, 'this is no database, whatever its name says');
    lockOf({ pid: await endedPid() });
    const before = owner();
    expect(await caught(open())).toMatchObject({ family: 'warehouse' });
    expect(owner()).toEqual(before);
  });

  it('of a later owner survives that an earlier one gives its own up', async () => {
    await open();
    const later = JSON.stringify({ ...thisProcess(), token: 'later', pid: process.ppid });
    writeFileSync(lockPath, later);
    await closeAll();
    expect(readFileSync(lockPath, 'utf8')).toBe(later);
  });
});
