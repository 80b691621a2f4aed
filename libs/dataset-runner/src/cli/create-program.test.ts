import { describe, expect, it } from 'vitest';
import { fakeProgram, jsonLineOf } from '../fixtures/fake-program.ts';

const canary = 'canary-secret';
const stageDefaults = { dataSet: 'users', only: [], forceLoad: false, noCreate: false };

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
    ['run users --profile', 'run', { ...stageDefaults, dryRun: false, profile: true }],
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
    [
      'verify --target prod --out v.json',
      'verify',
      { target: 'prod', only: [], explain: false, out: 'v.json' },
    ],
    ['config show --config c.yaml', 'showConfig', { config: 'c.yaml' }],
    ['explain E-LOCK-HELD', 'explain', { code: 'E-LOCK-HELD' }],
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

  it('has no profile of a dry run, which loads nothing', async () => {
    const program = fakeProgram();
    expect(await program.run('run', 'users', '--dry-run', '--profile')).toBe(1);
    expect(program.err()).toMatch(/E-USAGE-OPTION.*--profile.*--dry-run/);
    expect(program.calls).toEqual([]);
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
    expect(program.err()).toMatch(
      /Fix: vaultwright .*--help\n {2}More: vaultwright explain E-USAGE-[A-Z]+ +exit 1\n$/,
    );
    expect(program.out()).toBe('');
    expect(program.calls).toEqual([]);
  });

  it('is one JSON line where JSON was asked for, without what should not have been typed', async () => {
    const program = fakeProgram();
    expect(await program.run('run', 'users', '--json', `--password=${canary}`)).toBe(1);
    expect(jsonLineOf(program.out())).toMatchObject({
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
  it.each([
    'run',
    'plan',
    'report',
    'render',
    'doctor',
    'verify',
    'fetch',
    'stage',
    'load',
    'clean',
    'config show',
    'explain',
  ])('%s --help has an example and the exit codes, and loads nothing', async (verb) => {
    const program = fakeProgram({
      program: { commands: () => Promise.reject(new Error('help must not load the commands')) },
    });
    expect(await program.run(...verb.split(' '), '--help')).toBe(0);
    expect(program.out()).toMatch(new RegExp(`Examples?:\n  vaultwright ${verb} `));
    expect(program.out()).toMatch(/75 +temporary/);
    expect(program.err()).toBe('');
  });

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
      'explain',
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
