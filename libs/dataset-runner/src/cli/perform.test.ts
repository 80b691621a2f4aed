import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { theRun } from '../fixtures/a-run.ts';
import { aRunResult } from '../fixtures/a-run-result.ts';
import { fakeProgram, jsonLineOf } from '../fixtures/fake-program.ts';

const canary = 'canary-secret';

const busy = new VaultwrightError({
  code: 'E-LOCK-HELD',
  family: 'warehouse',
  title: 'another run holds the lock',
  where: 'vault social',
  found: `run 01A, password=${canary}`,
  allowed: 'no other run',
  fix: 'wait',
  retryable: true,
});

describe('exit codes', () => {
  it.each([
    ['what its result says', 75, 'failed', 75, []],
    ['99 when there is nothing new and that was asked for', 0, 'nothing', 99, ['--exit-skip']],
    ['0 when there is nothing new', 0, 'nothing', 0, []],
    ['0 when there was something', 0, 'ok', 0, ['--exit-skip']],
  ] as const)('of a run are %s', async (_, own, status, exitCode, flags) => {
    for (const verb of ['run', 'stage', 'load'] as const) {
      const program = fakeProgram({
        commands: { [verb]: async () => aRunResult({ status, exitCode: own }) },
      });
      expect(await program.run(verb, 'users', '--json', ...flags)).toBe(exitCode);
      expect(jsonLineOf(program.out())).toMatchObject({ exitCode, status });
    }
  });

  it.each([
    ['a temporary failure', busy, 75, 'E-LOCK-HELD'],
    ['a defect', new TypeError('x is undefined'), 2, 'E-INTERNAL'],
  ])('of %s that was thrown', async (_, error, exitCode, code) => {
    const program = fakeProgram({ commands: { run: () => Promise.reject(error) } });
    expect(await program.run('run', 'users')).toBe(exitCode);
    expect(program.err()).toContain(code);
    expect(program.err()).toMatch(new RegExp(`exit ${exitCode}\n$`));
    expect(program.out()).toBe('');
    expect(program.err()).not.toContain(canary);
  });

  it('stand after the command of the same program that explains the code', async () => {
    const failing = (): ReturnType<typeof fakeProgram> =>
      fakeProgram({
        commands: { run: () => Promise.reject(busy) },
        program: { name: 'users-etl', fixedDataSet: 'users' },
      });
    const program = failing();
    await program.run('run');
    expect(program.err()).toMatch(/\n {2}Fix: wait\n {2}More: users-etl explain E-LOCK-HELD +exit 75\n$/);
    const asJson = failing();
    await asJson.run('run', '--log-format', 'json');
    expect(jsonLineOf(asJson.err())).toMatchObject({ kind: 'error', code: 'E-LOCK-HELD', exitCode: 75 });
  });

  it('of commands that cannot be loaded are those of a defect', async () => {
    const program = fakeProgram({ program: { commands: () => Promise.reject(new Error('no such module')) } });
    expect(await program.run('doctor')).toBe(2);
    expect(program.err()).toContain('no such module');
  });

  it('of a plan are 3 only when changes are pending and that was the question', async () => {
    const plan = (pending: boolean): ReturnType<typeof fakeProgram> =>
      fakeProgram({
        commands: {
          plan: async () => ({
            schema: 'vaultwright.plan/1',
            dataSet: 'users',
            model: 'm',
            target: 'demo',
            engine: 'duckdb',
            pending,
            create: ['dds.h_users'],
            changed: ['dds.h_old: missing x'],
            objects: [
              {
                key: 'a.csv',
                source: 'a',
                bytes: 10,
                status: 'new',
                delivery: 'a.csv',
                date: null,
                fills: [],
              },
              {
                key: 'b.csv',
                source: 'b',
                bytes: 10,
                status: 'known',
                delivery: 'b.csv',
                date: null,
                fills: [],
              },
            ],
            absent: ['c'],
            computed: ['pit'],
            steps: [{ step: 'hubs.h_users', subject: 'dds.h_users', sql: 'insert into\nselect' }],
            warnings: ['2 objects will be read again'],
          }),
        },
      });
    expect(await plan(true).run('plan', 'users', '--check')).toBe(3);
    expect(await plan(true).run('plan', 'users')).toBe(0);
    const nothing = plan(false);
    expect(await nothing.run('plan', 'users', '--check', '--full-sql')).toBe(0);
    for (const text of [
      'create 1, change 1',
      '+ dds.h_users',
      '~ dds.h_old: missing x',
      '1 new, 1 known',
      'insert into\nselect',
    ]) {
      expect(nothing.out()).toContain(text);
    }
    expect(nothing.out()).not.toContain('b.csv');
    expect(nothing.err()).toBe('2 objects will be read again\n');
  });

  it('of a doctor are 1 when any check failed, and every finding is shown', async () => {
    const program = fakeProgram({
      commands: {
        doctor: async () => ({
          schema: 'vaultwright.doctor/1',
          target: 'prod',
          findings: [
            { name: 'node', status: 'ok', message: '20.20', fix: null },
            { name: 'source', status: 'failed', message: 'denied', fix: 'ask for access' },
            { name: 'warehouse', status: 'warned', message: 'slow', fix: null },
          ],
        }),
      },
    });
    expect(await program.run('doctor')).toBe(1);
    expect(
      program
        .out()
        .split('\n')
        .map((line) => line.trim().split(/\s+/)[0]),
    ).toEqual(['ok', 'FAIL', 'Fix:', '!', '']);
  });
});

describe('signals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s stops a command that throws when aborted: exit %d', async (signal, exitCode) => {
    const program = fakeProgram({
      commands: {
        run: (_, context) =>
          new Promise((_resolve, reject) => {
            context.signal.addEventListener('abort', () => reject(new Error('some driver gave up')));
            queueMicrotask(() => program.send(signal));
          }),
      },
    });
    expect(await program.run('run', 'users', '--json')).toBe(exitCode);
    expect(program.err()).toContain(`stopped by ${signal}`);
    expect(program.err()).not.toContain('defect');
    expect(jsonLineOf(program.out())).toMatchObject({
      exitCode,
      error: { code: 'E-INTERRUPTED', retryable: true },
    });
  });
});

describe('what is printed', () => {
  it('with --json is one line on stdout, the rest on stderr', async () => {
    const program = fakeProgram({
      commands: {
        run: async (_, context) => {
          context.redactor.add(canary);
          const result = aRunResult({ warnings: [`see ${canary}`] });
          context.report({ kind: 'warning', message: `see ${canary}` });
          context.report({ kind: 'run-finished', result });
          return result;
        },
      },
    });
    expect(await program.run('run', 'users', '--json')).toBe(0);
    expect(jsonLineOf(program.out())).toMatchObject({
      schema: 'vaultwright.run/1',
      warnings: ['see [redacted]'],
    });
    expect(program.err()).toMatch(/ ! +warning +see/);
    expect(program.out() + program.err()).not.toContain(canary);
  });

  it('without it is the result only', async () => {
    const program = fakeProgram({
      commands: {
        run: async (_, context) => {
          const result = aRunResult();
          context.report({ kind: 'warning', message: 'careful' });
          context.report({ kind: 'run-finished', result });
          return result;
        },
      },
    });
    await program.run('run', 'users');
    expect(program.out()).toMatch(/^Done in .*\n$/);
    const reporting = fakeProgram({
      commands: { report: async () => ({ text: 'a,b\n', notes: ['3 rows rejected'] }) },
    });
    await reporting.run('report', 'conversion');
    expect([reporting.out(), reporting.err()]).toEqual(['a,b\n', '3 rows rejected\n']);
  });

  it.each([
    'plan users',
    'fetch users',
    'render users --dialect x',
    'doctor',
    'config show',
    'clean users --yes',
  ])('%s --json is one line too', async (line) => {
    const program = fakeProgram();
    expect(await program.run(...line.split(' '), '--json')).toBe(0);
    expect(jsonLineOf(program.out())).toMatchObject({
      schema: expect.stringMatching(/^vaultwright\.\w+\/1$/),
    });
  });

  it('goes to a private result file too, for failures as well', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vaultwright-result-'));
    try {
      const path = join(folder, 'result.json');
      const io = { workingFolder: folder };
      await fakeProgram({ io }).run('run', 'users', '--result-file', 'result.json');
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ schema: 'vaultwright.run/1' });
      expect(statSync(path).mode & 0o777).toBe(0o600);
      const failing = fakeProgram({ io, commands: { run: () => Promise.reject(busy) } });
      await failing.run('run', 'users', '--result-file', path);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ exitCode: 75 });
      expect(readFileSync(path, 'utf8')).not.toContain(canary);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('a result file without a folder is refused before anything is done', async () => {
    const program = fakeProgram();
    expect(await program.run('run', 'users', '--result-file', '/nowhere/at/all.json')).toBe(1);
    expect(program.calls).toEqual([]);
    expect(program.err()).toContain('--result-file');
  });

  it('follows --log-format, --no-color and FORCE_COLOR', async () => {
    const failing = { commands: { run: () => Promise.reject(busy) } };
    const json = fakeProgram(failing);
    await json.run('run', 'users', '--log-format', 'json');
    expect(JSON.parse(json.err())).toMatchObject({ kind: 'error', code: 'E-LOCK-HELD' });
    const forced = fakeProgram({ ...failing, io: { environment: { FORCE_COLOR: '1' } } });
    await forced.run('run', 'users');
    expect(forced.err()).toContain('\u001B[31m');
    const plain = fakeProgram({ ...failing, io: { environment: { FORCE_COLOR: '1' } } });
    await plain.run('run', 'users', '--no-color');
    expect(plain.err()).not.toContain('\u001B');
  });
});

describe('the live line of a terminal', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** What a terminal gets while a command works for two seconds and then fails. */
  async function seen(environment: Record<string, string>, ...flags: readonly string[]): Promise<string> {
    let err = '';
    let now = 0n;
    const program = fakeProgram({
      io: {
        err: { isTTY: true, write: (text) => void (err += text) },
        environment,
        clock: { now: () => now },
      },
      commands: {
        run: (_request, { report, watch }) => {
          const [started] = theRun;
          if (started !== undefined) report(started);
          watch?.({ phase: 'collect', subject: 'h_users' });
          now = 2_000_000n;
          vi.advanceTimersByTime(2000);
          return Promise.reject(busy);
        },
      },
    });
    await program.run('run', 'users', ...flags);
    expect(vi.getTimerCount()).toBe(0);
    return err;
  }

  it('is gone, with its timer, before the error of a command that throws', async () => {
    const [, shown = '', rest = ''] = (await seen({})).split(
      /(   collect {2}h_users[^\r]*)\r\u001B\[2K(?!   )/,
    );
    expect(shown).toContain('2.0s since the start');
    expect(rest).toContain('E-LOCK-HELD');
    expect(rest).not.toContain('h_users');
  });

  it('is not for CI, nor beside output for programs', async () => {
    expect(await seen({ CI: 'true' })).not.toContain('h_users');
    for (const flags of [['--json'], ['--quiet'], ['--log-format', 'json']])
      expect(await seen({}, ...flags)).not.toContain('h_users');
  });
});
