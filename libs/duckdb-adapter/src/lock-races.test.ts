import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Attempt } from './fixtures/take-database.ts';
import { buildTaker, hasContainers, startTaker, type Taker } from './fixtures/taker.ts';
import { openDuckDb } from './open-duckdb.ts';

let home: string;
let program: string;
let folder: string;
let path: string;
let lockPath: string;
let takers: Taker[];
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'vaultwright-takers-'));
  program = await buildTaker(home);
});
afterAll(() => rmSync(home, { recursive: true }));
beforeEach(() => {
  folder = mkdtempSync(join(home, 'db-'));
  path = join(folder, 'w.duckdb');
  lockPath = `${path}.vaultwright.lock`;
  takers = [];
});
afterEach(async () => {
  await Promise.all(takers.map((taker) => taker.leave()));
});

const start = async (options: Parameters<typeof startTaker>[2] = {}): Promise<Taker> => {
  const taker = await startTaker(program, path, options);
  takers.push(taker);
  return taker;
};
const many = (count: number, options: Parameters<typeof startTaker>[2] = {}): Promise<Taker[]> =>
  Promise.all(Array.from({ length: count }, () => start(options)));
const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const locks = (): string[] => readdirSync(folder).filter((name) => name.includes('.lock'));
const owner = (): Record<string, unknown> => JSON.parse(readFileSync(lockPath, 'utf8')) as never;

/** All at once; gives back the only one that may have it. */
async function race(racers: readonly Taker[]): Promise<Taker> {
  const attempts = await Promise.all(racers.map(async (each) => (await each.take())[0] as Attempt));
  const refused = attempts.filter(({ code }) => code !== undefined);
  expect(refused.filter(({ code }) => code !== 'E-LOCK-HELD')).toEqual([]);
  expect(refused.map(({ code }) => code)).toEqual(refused.map(() => 'E-LOCK-HELD'));
  expect(attempts.length - refused.length).toBe(1);
  const winner = racers[attempts.findIndex(({ code }) => code === undefined)];
  if (winner === undefined) throw new Error('nobody won');
  return winner;
}

describe('many processes that want one database', () => {
  it('give it to one of them, again and again as each owner is killed, whatever is found as its lock', async () => {
    const found = [
      null,
      'absent',
      '',
      '{"pid":17,"host":"bu',
      'hello\n',
      '{"pid":7,"host":"other-host","processStart":"1","runId":null}',
    ];
    let racers = await many(found.length + 1);
    for (const text of found) {
      const winner = await race(racers);
      expect(owner()).toMatchObject({ pid: winner.process.pid });
      expect(locks()).toEqual(['w.duckdb.vaultwright.lock']);
      await winner.kill();
      racers = racers.filter((each) => each !== winner);
      if (text === 'absent') rmSync(lockPath);
      else if (text !== null) writeFileSync(lockPath, text);
    }
    const [last] = racers;
    expect(await last?.take()).toEqual([{ pid: last?.process.pid }]);
    await last?.leave();
    expect(locks()).toEqual([]);
  });

  it('give it to one thread of one process, before a second one touches the database', async () => {
    const killed = await start();
    await killed.take();
    await killed.kill();
    const attempts = await (await start({ threads: 5 })).take();
    expect(attempts.filter(({ code }) => code === undefined)).toHaveLength(1);
    expect(attempts.filter(({ code }) => code === 'E-LOCK-HELD')).toHaveLength(4);
    expect(locks()).toEqual(['w.duckdb.vaultwright.lock']);
  });

  it('are told who has it, since when, and what to do', async () => {
    const before = new Date().toISOString();
    const holder = await start();
    await holder.take();
    const since = String(owner()['since']);
    expect(since >= before && since <= new Date().toISOString()).toBe(true);
    expect(await caught(openDuckDb({ path }))).toMatchObject({
      code: 'E-LOCK-HELD',
      retryable: true,
      where: lockPath,
      found: expect.stringContaining(`process ${holder.process.pid} on`) as string,
      fix: expect.stringContaining('stop it') as string,
      message: expect.stringContaining(`since ${since}`) as string,
    });
    await holder.leave();
    await (await openDuckDb({ path })).close();
  });
});

// Skipped where `unshare` may not make namespaces: needs Linux and, for other users than root, user namespaces.
describe.skipIf(!hasContainers)('an owner in another container', () => {
  it('keeps others out for as long as it lives, however silent it is', async () => {
    const holder = await start({ inContainer: true });
    await holder.take();
    const long = new Date('2020-01-01T00:00:00Z');
    utimesSync(lockPath, long, long);
    const before = readFileSync(lockPath, 'utf8');
    for (const access of ['write', 'read'] as const)
      expect(await caught(openDuckDb({ path }, access))).toMatchObject({
        code: 'E-LOCK-HELD',
        retryable: true,
        where: lockPath,
        found: expect.stringMatching(
          /process 1 on other-host, since .*, last sign of life 2020-01-01T/,
        ) as string,
      });
    expect(readFileSync(lockPath, 'utf8')).toBe(before);
    expect(locks()).toHaveLength(1);
  });

  it('leaves a lock that one of many takes over once it was killed', async () => {
    const holder = await start({ inContainer: true });
    await holder.take();
    await holder.kill();
    expect(owner()).toMatchObject({ pid: 1, host: 'other-host' });
    const winner = await race([...(await many(3)), ...(await many(3, { inContainer: true }))]);
    expect(locks()).toEqual(['w.duckdb.vaultwright.lock']);
    await winner.leave();
  });

  it('that was killed is followed by the restarted container, which has the same process number', async () => {
    for (let restart = 0; restart < 2; restart += 1) {
      const container = await start({ inContainer: true });
      expect(await container.take()).toEqual([{ pid: 1 }]);
      await container.kill();
    }
  });
});

// Skipped where `unshare` may not make namespaces: needs Linux and, for other users than root, user namespaces.
describe.skipIf(!hasContainers)('a disk of its own', () => {
  /** What a script prints that runs beside an empty disk of 1 MiB; `take` tries once to open the database on it. */
  const onDisk = (script: string): string[] => {
    const prelude = `
      mount -t tmpfs -o size=1m tmpfs "$1" && cd "$1" || exit
      program="$3" node="$2"
      take() { echo go | "$node" "$program" "$PWD/w.duckdb"; }`;
    const args = ['-Urm', 'sh', '-c', prelude + script, 'sh', folder, process.execPath, program];
    return spawnSync('unshare', args, { encoding: 'utf8' }).stdout.trim().split('\n');
  };

  it('that is full refuses the lock, keeps nothing of it, and gives it once there is space', () => {
    const lines = onDisk(`
      : > w.duckdb.vaultwright.lock
      cat /dev/zero > filler 2> /dev/null
      take; ls; rm filler; take; ls`);
    expect(lines).toEqual([
      '"ready"',
      expect.stringContaining('"code":"E-WH-DISK"'),
      'filler',
      'w.duckdb.vaultwright.lock',
      '"ready"',
      expect.stringMatching(/^\{"pid":\d+\}$/),
      'w.duckdb',
    ]);
  });

  it('that may only be read refuses the lock and says so', () => {
    const lines = onDisk(`
      mount -o remount,ro "$1"; cd "$1"
      take; ls`);
    expect(lines).toEqual([
      '"ready"',
      expect.stringMatching(/"code":"E-CONFIG-PATH".*lock file beside the database.*EROFS/),
    ]);
  });
});

describe('what killed processes leave', () => {
  it('beside the lock goes with the next owner, unless its process lives', async () => {
    const [living, gone] = [await start(), await start()];
    await gone.kill();
    const aside = (name: string, text: string): string => {
      writeFileSync(`${lockPath}.${name}`, text);
      return `${lockPath}.${name}`;
    };
    const of = ({ process }: Taker): string => JSON.stringify({ pid: process.pid, host: hostname() });
    const files = [aside('1', of(gone)), aside('2', ''), aside('3', of(living))];
    const warehouse = await openDuckDb({ path });
    expect(files.map((file) => existsSync(file))).toEqual([false, false, true]);
    await warehouse.close();
  });
});
