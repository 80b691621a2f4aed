import { engineStatement, type CompiledStatement } from '@vaultwright/datavault-core/sql';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { adapter } from './adapter.ts';
import { openDuckDb } from './open-duckdb.ts';

let folder: string;
let path: string;
let lockPath: string;
let opened: Warehouse[];
let children: ChildProcess[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-duckdb-'));
  path = join(folder, 'w.duckdb');
  lockPath = `${path}.vaultwright.lock`;
  opened = [];
  children = [];
});
afterEach(async () => {
  for (const warehouse of opened) await warehouse.close();
  await Promise.all(children.map(stop));
  rmSync(folder, { recursive: true });
});

const sql = (text: string): CompiledStatement => engineStatement('query', text);
const open = async (...options: Parameters<typeof openDuckDb>): Promise<Session> => {
  const warehouse = await openDuckDb(...options);
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

/** Another process running a script of its own until it is stopped; resolves with its first line. */
async function child(script: string): Promise<{ process: ChildProcess; line: string }> {
  const process = spawn('node', ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(process);
  const [data] = (await once(process.stdout, 'data')) as [Buffer];
  return { process, line: data.toString().trim() };
}

async function stop(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const ended = once(process, 'exit');
  process.kill('SIGKILL');
  await ended;
}

/** A process that holds our lock as this package writes it, without opening the database. */
const holdsLock = (runId: string): string => `
  const fs = require('node:fs');
  const stat = fs.existsSync('/proc/self/stat') ? fs.readFileSync('/proc/' + process.pid + '/stat', 'latin1') : null;
  const processStart = stat && stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const owner = { pid: process.pid, host: require('node:os').hostname(), processStart, runId: ${JSON.stringify(runId)} };
  fs.writeFileSync(${JSON.stringify(lockPath)}, JSON.stringify(owner));
  console.log('locked');
  setInterval(() => undefined, 1000);`;

/** A process that has the database open through the engine alone. */
const holdsDatabase = (mode: 'READ_WRITE' | 'READ_ONLY'): string => `
  const { DuckDBInstance } = require(${JSON.stringify(createRequire(import.meta.url).resolve('@duckdb/node-api'))});
  DuckDBInstance.create(${JSON.stringify(path)}, { access_mode: '${mode}' })
    .then((instance) => instance.connect())
    .then((connection) => { globalThis.held = connection; console.log('open'); setInterval(() => undefined, 1000); })
    .catch((error) => console.log(error.message));`;

describe('two processes', () => {
  it('the engine lock of another process becomes E-LOCK-HELD too', async () => {
    const other = await child(holdsDatabase('READ_WRITE'));
    expect(other.line).toBe('open');
    const error = await caught(openDuckDb({ path }));
    expect(error).toMatchObject({ code: 'E-LOCK-HELD', retryable: true });
    expect((error as Error).message).toContain(String(other.process.pid));
    await stop(other.process);
    await open({ path });
  });

  it('a second process is refused while the database is open here, and let in after', async () => {
    const first = await open({ path });
    const second = await open({ path });
    await first.execute(sql('create table t (a int)'));
    await second.close();
    expect((await child(holdsDatabase('READ_WRITE'))).line).toContain('Could not set lock');
    await closeAll();
    expect((await child(holdsDatabase('READ_WRITE'))).line).toBe('open');
  });

  it('readers share the database and keep writers out', async () => {
    const writer = await open({ path });
    await writer.execute(sql('create table t as select 7 as a'));
    await closeAll();
    expect((await child(holdsDatabase('READ_ONLY'))).line).toBe('open');
    const reader = await open({ path }, 'read');
    expect(await reader.query(sql('select a from t'))).toEqual([{ a: 7n }]);
    expect(existsSync(lockPath)).toBe(false);
    expect(await caught(reader.execute(sql('insert into t values (8)')))).toMatchObject({
      code: 'E-WH-STATEMENT',
    });
    await closeAll();
    expect(await caught(openDuckDb({ path }, 'write'))).toMatchObject({ code: 'E-LOCK-HELD' });
  });

  it('a reader waits for a writer that holds the lock file', async () => {
    await open({ path });
    await closeAll();
    const holder = await child(holdsLock('RUN7'));
    expect(await caught(openDuckDb({ path }, 'read'))).toMatchObject({ code: 'E-LOCK-HELD' });
    await stop(holder.process);
    await open({ path }, 'read');
  });
});

describe('one process', () => {
  it('shares one instance of a file, however its path is written', async () => {
    symlinkSync(path, join(folder, 'link.duckdb'));
    const first = await open({ path });
    await first.execute(sql('create table t as select 1 as a'));
    for (const alias of [join(folder, '.', 'x', '..', 'w.duckdb'), join(folder, 'link.duckdb')])
      expect(await (await open({ path: alias })).query(sql('select a from t'))).toEqual([{ a: 1n }]);
    expect(await (await open({ path }, 'read')).query(sql('select a from t'))).toEqual([{ a: 1n }]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toHaveLength(1);
  });

  it('opens at the same time without a quarrel', async () => {
    const sessions = await Promise.all([open({ path }), open({ path }), open({ path })]);
    await sessions[0]?.execute(sql('create table t as select 1 as a'));
    expect(await sessions[2]?.query(sql('select a from t'))).toEqual([{ a: 1n }]);
  });

  it('keeps what was committed', async () => {
    await (await open({ path })).execute(sql('create table t as select 1 as a'));
    await closeAll();
    expect(await (await open({ path })).query(sql('select a from t'))).toEqual([{ a: 1n }]);
  });

  it('cannot mix settings, nor write through a reader', async () => {
    await open({ path, threads: 1 });
    expect(await caught(openDuckDb({ path, threads: 2 }))).toMatchObject({ code: 'E-CONFIG-DUCKDB' });
    await closeAll();
    await open({ path }, 'read');
    expect(await caught(openDuckDb({ path }, 'write'))).toMatchObject({ code: 'E-CONFIG-DUCKDB' });
  });

  it('has private databases in memory, and named ones that are shared', async () => {
    const [a, b, c, d] = await Promise.all(
      [':memory:', ':memory:', ':memory:x', ':memory:x'].map((each) => open({ path: each })),
    );
    await a?.execute(sql('create table t as select 1 as a'));
    await c?.execute(sql('create table t as select 2 as a'));
    expect(await caught(b?.query(sql('from t')) ?? Promise.resolve())).toMatchObject({
      code: 'E-WH-STATEMENT',
    });
    expect(await d?.query(sql('from t'))).toEqual([{ a: 2n }]);
  });
});

describe('settings', () => {
  it('reach the engine; a spill folder stands beside the database', async () => {
    const session = await open({ path, memoryLimit: '100MB', threads: 1 });
    const rows = await session.query(
      sql(
        "select name, value from duckdb_settings() where name in ('memory_limit', 'threads', 'temp_directory') order by name",
      ),
    );
    expect(rows.map((row) => row['value'])).toEqual(['95.3 MiB', `${path}.tmp`, '1']);
  });

  it('may confine SQL to some folders, for good', async () => {
    const inside = join(folder, 'in');
    mkdirSync(inside);
    for (const each of [folder, inside]) writeFileSync(join(each, 'x.csv'), 'a\n1\n');
    const session = await open({ path, allowedDirectories: [inside] });
    const read = (file: string): Promise<unknown> => session.query(sql(`select a from read_csv('${file}')`));
    expect(await read(join(inside, 'x.csv'))).toEqual([{ a: 1n }]);
    const attempts = [
      () => read(join(folder, 'x.csv')),
      () => read(join(inside, '..', 'x.csv')),
      () => session.execute(sql(`copy (select 1) to '${join(folder, 'y.csv')}'`)),
      () => session.execute(sql(`attach '${join(folder, 'z.duckdb')}'`)),
      () => session.execute(sql('set enable_external_access = true')),
    ];
    for (const attempt of attempts) expect(await caught(attempt())).toMatchObject({ family: 'warehouse' });
    await session.execute(sql('create table t as select 1 as a; checkpoint'));
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['no path', {}, 'path: missing'],
    ['a path of another type', { path: 7 }, 'path: found 7'],
    ['an unknown name', { path: 'x', memory: '1GB' }, 'memory: no such setting'],
    ['a memory limit without a unit', { path: 'x', memoryLimit: '2' }, 'memoryLimit: found "2"'],
    ['no threads', { path: 'x', threads: 0 }, 'threads: found 0'],
    [
      'a folder list of another type',
      { path: 'x', allowedDirectories: 'y' },
      'allowedDirectories: found "y"',
    ],
  ])('with %s are refused by name', async (_name, settings, found) => {
    for (const attempt of [() => adapter.open(settings, 'write'), () => adapter.openKnex(settings)])
      expect(await caught(attempt())).toMatchObject({
        code: 'E-CONFIG-DUCKDB',
        family: 'configuration',
        found: expect.stringContaining(found) as string,
      });
  });

  it('are told all at once when several are wrong', async () => {
    const error = await caught(adapter.open({ memoryLimit: 'much', nonsense: 1 }, 'write'));
    expect(error).toMatchObject({
      details: [
        expect.stringMatching(/^path/),
        expect.stringMatching(/^memoryLimit/),
        expect.stringMatching(/^nonsense/),
      ],
    });
  });

  it('with a folder that does not exist are a mistake in the configuration', async () => {
    const lost = join(folder, 'absent', 'w.duckdb');
    expect(await caught(openDuckDb({ path: lost }))).toMatchObject({
      code: 'E-CONFIG-PATH',
      where: join(folder, 'absent'),
    });
  });

  it('tell a reader when there is nothing to read, and create nothing', async () => {
    const attempts = [
      () => adapter.open({ path }, 'read'),
      () => adapter.openKnex({ path }),
      () => openDuckDb({ path: ':memory:' }, 'read'),
    ];
    for (const attempt of attempts) expect(await caught(attempt())).toMatchObject({ code: 'E-WH-MISSING' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
