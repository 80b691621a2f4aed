import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { aRunResult } from '../fixtures/a-run-result.ts';
import { fakeProgram } from '../fixtures/fake-program.ts';

const canary = 'canary-secret';
const stageDefaults = { dataSet: 'users', only: [], forceLoad: false, noCreate: false };

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

const jsonOf = (text: string): unknown => {
  const lines = text.split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toBe('');
  return JSON.parse(lines[0] ?? '');
};

describe('what a command line asks for', () => {
  it.each<readonly [string, string, unknown]>([
    ['run users', 'run', { ...stageDefaults, dryRun: false }],
    [
      'run users --target prod --config c.yaml --model m --max-rejects 0.5% --force-load --dry-run --no-create',
      'run',
      {
        ...stageDefaults,
        target: 'prod',
        config: 'c.yaml',
        model: 'm',
        maxRejects: '0.5%',
        forceLoad: true,
        dryRun: true,
        noCreate: true,
      },
    ],
    ['run users --max-rejects 3', 'run', { ...stageDefaults, maxRejects: 3, dryRun: false }],
    [
      'run users --only a b --source in',
      'run',
      { ...stageDefaults, only: ['a', 'b'], source: { location: 'in' }, dryRun: false },
    ],
    [
      'stage users --bucket b --prefix p --key k --endpoint http://127.0.0.1:9',
      'stage',
      { ...stageDefaults, source: { bucket: 'b', prefix: 'p', key: 'k', endpoint: 'http://127.0.0.1:9' } },
    ],
    ['load users --only a', 'load', { dataSet: 'users', only: ['a'], noCreate: false }],
    ['fetch users --out copies', 'fetch', { dataSet: 'users', only: [], out: 'copies' }],
    ['plan users --force-load', 'plan', { dataSet: 'users', only: [], forceLoad: true }],
    ['render users --dialect vertica', 'render', { dataSet: 'users', dialect: 'vertica', out: 'sql' }],
    ['doctor --target prod', 'doctor', { target: 'prod' }],
    ['config show --config c.yaml', 'showConfig', { config: 'c.yaml' }],
    ['report conversion', 'report', { name: 'conversion', options: [] }],
    [
      'report conversion --groups 5 --target prod --format csv --out=x.csv --lang ru --as-of 2021-01-01',
      'report',
      {
        name: 'conversion',
        target: 'prod',
        options: ['--groups', '5', '--format', 'csv', '--out=x.csv', '--lang', 'ru', '--as-of', '2021-01-01'],
      },
    ],
  ])('%s', async (line, verb, request) => {
    const program = fakeProgram();
    expect(await program.run(...line.split(' '))).toBe(0);
    expect(program.calls).toEqual([{ verb, request }]);
  });

  it('with a fixed data set takes none', async () => {
    const fixed = (): ReturnType<typeof fakeProgram> =>
      fakeProgram({ program: { name: 'users-etl', fixedDataSet: 'users' } });
    const program = fixed();
    expect(await program.run('run', '--bucket', 'b', '--key', 'k')).toBe(0);
    expect(program.calls[0]?.request).toEqual({
      ...stageDefaults,
      source: { bucket: 'b', key: 'k' },
      dryRun: false,
    });
    const reporting = fixed();
    expect(await reporting.run('report', 'conversion', '--groups', '5')).toBe(0);
    expect(reporting.calls[0]?.request).toEqual({ name: 'conversion', options: ['--groups', '5'] });
    const excess = fixed();
    expect(await excess.run('run', 'users')).toBe(1);
    expect(excess.err()).toContain('E-USAGE-ARGUMENT');
  });

  it('may be asked of commands that are given instead of loaded, again and again', async () => {
    const program = fakeProgram();
    expect([await program.run('run', 'a', '--force-load'), await program.run('run', 'users')]).toEqual([
      0, 0,
    ]);
    expect(program.calls[1]?.request).toEqual({ ...stageDefaults, dryRun: false });
  });
});

describe('a wrong command line', () => {
  it.each([
    ['run users --traget prod', 'E-USAGE-OPTION', 'Did you mean --target?'],
    ['rnu users', 'E-USAGE-COMMAND', 'Did you mean run?'],
    ['run', 'E-USAGE-ARGUMENT', 'dataset'],
    ['run a b', 'E-USAGE-ARGUMENT', 'too many arguments'],
    ['run users --target', 'E-USAGE-OPTION', '--target'],
    ['run users --max-rejects many', 'E-USAGE-VALUE', 'a percentage such as 0.01%'],
    ['run users --log-format xml', 'E-USAGE-VALUE', 'text, json'],
    ['run users -q -v', 'E-USAGE-OPTION', 'cannot be used with'],
    ['render users', 'E-USAGE-OPTION', '--dialect'],
    ['report', 'E-USAGE-ARGUMENT', 'name'],
    ['config shwo', 'E-USAGE-COMMAND', 'show'],
  ])('%s', async (line, code, hint) => {
    const program = fakeProgram();
    expect(await program.run(...line.split(' '))).toBe(1);
    expect(program.err()).toContain(code);
    expect(program.err()).toContain(hint);
    expect(program.err()).toMatch(/Fix: vaultwright .*--help +exit 1\n$/);
    expect(program.out()).toBe('');
    expect(program.calls).toEqual([]);
  });

  it('is one JSON line where JSON was asked for, without what should not have been typed', async () => {
    const program = fakeProgram();
    expect(await program.run('run', 'users', '--json', `--password=${canary}`)).toBe(1);
    expect(jsonOf(program.out())).toMatchObject({
      schema: 'vaultwright.error/1',
      exitCode: 1,
      error: { code: 'E-USAGE-OPTION' },
    });
    expect(program.out() + program.err()).not.toContain(canary);
  });

  it('without a verb shows the help', async () => {
    const program = fakeProgram();
    expect(await program.run()).toBe(1);
    expect(program.err()).toContain('Usage: vaultwright');
  });
});

describe('help', () => {
  it.each(['run', 'plan', 'report', 'render', 'doctor', 'fetch', 'stage', 'load', 'clean', 'config show'])(
    '%s --help has an example and the exit codes, and loads nothing',
    async (verb) => {
      const program = fakeProgram({
        program: { commands: () => Promise.reject(new Error('help must not load the commands')) },
      });
      expect(await program.run(...verb.split(' '), '--help')).toBe(0);
      expect(program.out()).toMatch(new RegExp(`Examples?:\n  vaultwright ${verb} `));
      expect(program.out()).toMatch(/75 +temporary/);
      expect(program.err()).toBe('');
    },
  );

  it('lists every verb; examples of a fixed program name no data set', async () => {
    const program = fakeProgram();
    expect(await program.run('--help')).toBe(0);
    for (const verb of [
      'run',
      'plan',
      'report',
      'render',
      'doctor',
      'config',
      'fetch',
      'stage',
      'load',
      'clean',
    ]) {
      expect(program.out()).toMatch(new RegExp(`^  ${verb} `, 'm'));
    }
    const fixed = fakeProgram({ program: { name: 'users-etl', fixedDataSet: 'users' } });
    await fixed.run('load', '--help');
    expect(fixed.out()).toContain('users-etl load --target prod');
  });

  it('tells the version', async () => {
    const program = fakeProgram();
    expect([await program.run('--version'), program.out()]).toEqual([0, '0.1.0\n']);
  });
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
      expect(jsonOf(program.out())).toMatchObject({ exitCode, status });
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
              { key: 'a.csv', source: 'a', bytes: 10, status: 'new' },
              { key: 'b.csv', source: 'b', bytes: 10, status: 'known' },
            ],
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
    expect(jsonOf(program.out())).toMatchObject({
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
    expect(jsonOf(program.out())).toMatchObject({
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
    expect(jsonOf(program.out())).toMatchObject({ schema: expect.stringMatching(/^vaultwright\.\w+\/1$/) });
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

describe('clean', () => {
  const confirmations = (program: ReturnType<typeof fakeProgram>): unknown[] =>
    program.calls.map(({ request }) => (request as { readonly confirmed: boolean }).confirmed);

  it('without a terminal drops nothing and names the flag', async () => {
    const program = fakeProgram();
    expect(await program.run('clean', 'users')).toBe(1);
    expect(confirmations(program)).toEqual([false]);
    expect(program.err()).toContain('E-USAGE-CONFIRM');
    expect(program.err()).toContain('add --yes');
    expect(program.err()).toContain('dds.h_users');
  });

  it('with --yes lists, then drops', async () => {
    const program = fakeProgram();
    expect(await program.run('clean', 'users', '--yes')).toBe(0);
    expect(confirmations(program)).toEqual([false, true]);
    expect(program.out()).toBe('dropped 2 tables and views\n');
  });

  it.each<readonly [string | null, number, readonly boolean[]]>([
    ['yes', 0, [false, true]],
    ['y', 1, [false]],
    ['', 1, [false]],
    ['no', 1, [false]],
    [null, 1, [false]],
  ])('asked and answered %j', async (answer, exitCode, calls) => {
    const program = fakeProgram({ answers: [answer] });
    expect(await program.run('clean', 'users')).toBe(exitCode);
    expect(confirmations(program)).toEqual(calls);
    expect(program.questions[0]).toContain('target "demo"');
  });

  it('has nothing to ask when there is nothing to drop', async () => {
    const program = fakeProgram({
      commands: {
        clean: async () => ({ schema: 'vaultwright.clean/1', target: 'demo', objects: [], dropped: false }),
      },
    });
    expect([await program.run('clean', 'users'), program.out()]).toEqual([0, 'nothing to drop\n']);
  });
});
