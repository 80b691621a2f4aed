import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LockClaim } from './lock-claim.ts';
import { openDuckDb } from './open-duckdb.ts';
import { thisProcess } from './process-identity.ts';

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  return {
    ...real,
    openSync: vi.fn(real.openSync),
    writeFileSync: vi.fn(real.writeFileSync),
    fsyncSync: vi.fn(real.fsyncSync),
    closeSync: vi.fn(real.closeSync),
    linkSync: vi.fn(real.linkSync),
    renameSync: vi.fn(real.renameSync),
    statfsSync: vi.fn(real.statfsSync),
  };
});

let folder: string;
let path: string;
let lockPath: string;
beforeEach(() => {
  folder = fs.mkdtempSync(join(tmpdir(), 'vaultwright-lock-'));
  path = join(folder, 'w.duckdb');
  lockPath = `${path}.vaultwright.lock`;
});
afterEach(() => {
  vi.resetAllMocks();
  fs.rmSync(folder, { recursive: true });
});

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
/** The next call fails; the ones after it work. */
const failNext = (
  name: 'openSync' | 'writeFileSync' | 'fsyncSync' | 'closeSync' | 'renameSync',
  code: string,
): void =>
  void vi.mocked(fs[name]).mockImplementationOnce(() => {
    throw Object.assign(new Error(`${code}: it failed`), { code });
  });
const stale = (): string => JSON.stringify({ ...thisProcess(), pid: 2 ** 31 - 1, host: 'gone' });

describe('a full disk', () => {
  it.each(['writeFileSync', 'fsyncSync', 'closeSync'] as const)(
    'at %s is told, and leaves the lock that was there and nothing besides',
    async (name) => {
      fs.writeFileSync(lockPath, stale());
      failNext(name, 'ENOSPC');
      expect(await caught(openDuckDb({ path }))).toMatchObject({
        code: 'E-WH-DISK',
        retryable: false,
        where: lockPath,
        fix: expect.stringContaining('free space') as string,
      });
      expect(fs.readdirSync(folder)).toEqual(['w.duckdb.vaultwright.lock']);
      expect(fs.readFileSync(lockPath, 'utf8')).toBe(stale());
      await (await openDuckDb({ path })).close();
    },
  );

  it('while a batch is named leaves the old lock whole, and the batch alone', async () => {
    const warehouse = await openDuckDb({ path });
    const before = fs.readFileSync(lockPath, 'utf8');
    const session = await warehouse.connect();
    failNext('fsyncSync', 'ENOSPC');
    await session.vaultTransaction('v', 'RUN1', async () => {
      expect(fs.readFileSync(lockPath, 'utf8')).toBe(before);
    });
    await warehouse.close();
    expect(fs.readdirSync(folder)).toEqual(['w.duckdb']);
  });
});

describe('a folder that may not be written', () => {
  it.each(['EACCES', 'EROFS'])('(%s) is told before the database is touched', async (code) => {
    failNext('openSync', code);
    expect(await caught(openDuckDb({ path }))).toMatchObject({
      code: 'E-CONFIG-PATH',
      family: 'configuration',
      where: lockPath,
      fix: expect.stringContaining('write access') as string,
    });
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('while the lock is moved into place is told, and the database is closed again', async () => {
    failNext('renameSync', 'EACCES');
    expect(await caught(openDuckDb({ path }))).toMatchObject({ code: 'E-CONFIG-PATH' });
    expect(fs.readdirSync(folder)).toEqual(['w.duckdb']);
    await (await openDuckDb({ path })).close();
  });

  it('lets readers in', async () => {
    await (await openDuckDb({ path })).close();
    failNext('openSync', 'EROFS');
    await (await openDuckDb({ path }, 'read')).close();
  });
});

describe('the lock file on its way', () => {
  it('is written and synchronised aside, and only then moved into its place', async () => {
    const warehouse = await openDuckDb({ path });
    const [opened, synchronised, moved] = [fs.openSync, fs.fsyncSync, fs.renameSync].map(
      (each) => vi.mocked(each as () => unknown).mock,
    );
    const order = [opened, synchronised, moved].map((each) => each?.invocationCallOrder);
    expect(order).toEqual([[expect.any(Number)], [expect.any(Number)], [expect.any(Number)]]);
    expect(order.flat()).toEqual(order.flat().toSorted((left = 0, right = 0) => left - right));
    expect(moved?.calls).toEqual([[opened?.calls[0]?.[0 as never], lockPath]]);
    expect(JSON.parse(fs.readFileSync(lockPath, 'utf8'))).toMatchObject(thisProcess());
    await warehouse.close();
  });
});

describe('a new database', () => {
  it('is whole when it appears under its name', async () => {
    const sizes: (number | null)[] = [];
    const real = vi.mocked(fs.linkSync).getMockImplementation();
    vi.mocked(fs.linkSync).mockImplementationOnce((aside, name) => {
      sizes.push(fs.existsSync(name) ? fs.statSync(name).size : null);
      real?.(aside, name);
      sizes.push(fs.statSync(name).size);
    });
    await (await openDuckDb({ path })).close();
    expect(sizes).toEqual([null, fs.statSync(path).size]);
    expect(fs.readdirSync(folder)).toEqual(['w.duckdb']);
  });

  it('is made in its place where the file system has no links', async () => {
    vi.mocked(fs.linkSync).mockImplementationOnce(() => {
      throw Object.assign(new Error('EPERM: no links'), { code: 'EPERM' });
    });
    await (await openDuckDb({ path })).close();
    expect(fs.readdirSync(folder)).toEqual(['w.duckdb']);
  });
});

describe('what happens between two looks at the lock file', () => {
  const living = (): string => JSON.stringify({ ...thisProcess(), token: 'of another thread' });
  /** Another thread or process is faster by just one call. */
  const meanwhile = (name: 'openSync' | 'renameSync', work: () => void): void => {
    const real = vi.mocked(fs[name] as (...args: unknown[]) => unknown);
    const before = real.getMockImplementation();
    real.mockImplementationOnce((...args) => {
      work();
      return before?.(...args);
    });
  };

  it('a thread of this process that is about to take it keeps the others off the database', () => {
    const claim = LockClaim.write(lockPath);
    expect(() => LockClaim.write(lockPath)).toThrow(/E-LOCK-HELD/);
    const lock = claim.place();
    expect(() => LockClaim.write(lockPath)).toThrow(/E-LOCK-HELD/);
    lock.release();
    LockClaim.write(lockPath).drop();
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('a thread that has just taken it keeps the others off the database', async () => {
    meanwhile('openSync', () => fs.writeFileSync(lockPath, living()));
    expect(await caught(openDuckDb({ path }))).toMatchObject({ code: 'E-LOCK-HELD' });
    expect(fs.readdirSync(folder)).toEqual(['w.duckdb.vaultwright.lock']);
  });

  it('a process that still closes the database keeps its lock', () => {
    const claim = LockClaim.write(lockPath);
    fs.writeFileSync(lockPath, living());
    expect(() => claim.place()).toThrow(/E-LOCK-HELD/);
    expect(fs.readFileSync(lockPath, 'utf8')).toBe(living());
  });

  it('whose file was swept away with the leftovers has lost', () => {
    const claim = LockClaim.write(lockPath);
    fs.rmSync(claim.aside);
    expect(() => claim.place()).toThrow(/E-LOCK-HELD/);
  });

  it('a later owner keeps its lock while an earlier one gives its own up', async () => {
    const warehouse = await openDuckDb({ path });
    meanwhile('renameSync', () => fs.writeFileSync(lockPath, living()));
    await warehouse.close();
    expect(fs.readFileSync(lockPath, 'utf8')).toBe(living());
    expect(fs.readdirSync(folder)).toEqual(['w.duckdb', 'w.duckdb.vaultwright.lock']);
  });
});

describe('a file system that several machines can mount', () => {
  const onNetwork = (): void =>
    void vi.mocked(fs.statfsSync).mockReturnValue({ type: 0x6969 } as ReturnType<typeof fs.statfsSync>);
  const otherBoot = { boot: '00000000-0000-0000-0000-000000000000' };

  it('keeps the lock of another machine, and says what to do', async () => {
    fs.writeFileSync(lockPath, JSON.stringify({ ...thisProcess(), pid: 7, host: 'far', ...otherBoot }));
    onNetwork();
    for (const access of ['write', 'read'] as const) {
      fs.writeFileSync(path, '');
      expect(await caught(openDuckDb({ path }, access))).toMatchObject({
        code: 'E-LOCK-HELD',
        retryable: true,
        found: expect.stringContaining('process 7 on far') as string,
        fix: expect.stringContaining('remove the lock file by hand') as string,
      });
      expect(fs.readFileSync(path, 'utf8')).toBe('');
    }
  });

  it('does not keep that of another container on this machine, which the engine can judge', async () => {
    fs.writeFileSync(lockPath, JSON.stringify({ ...thisProcess(), host: 'near', pidNamespace: 'pid:[1]' }));
    onNetwork();
    await (await openDuckDb({ path })).close();
  });
});
