import { VaultwrightError } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { createRedactor } from '../redaction.ts';
import type { RunEvent } from '../run-event.ts';
import { canary, theRun } from '../fixtures/a-run.ts';
import { aRunProfile } from '../fixtures/a-run-profile.ts';
import { aRunResult } from '../fixtures/a-run-result.ts';
import type { ConsoleOptions } from './console-options.ts';
import { createConsoleReporter } from './console-reporter.ts';
import { createPaint } from './paint.ts';
import { profileTable } from './profile-table.ts';

interface Heard {
  readonly out: string;
  readonly err: string;
  readonly lines: readonly string[];
}

function hear(
  events: readonly RunEvent[],
  parts: Partial<ConsoleOptions> & { readonly tty?: boolean } = {},
): Heard {
  let out = '';
  let err = '';
  const { tty = true, ...options } = parts;
  const reporter = createConsoleReporter({
    program: 'vaultwright',
    out: { isTTY: tty, write: (text) => void (out += text) },
    err: { isTTY: tty, write: (text) => void (err += text) },
    paint: createPaint(false),
    unicode: true,
    verbosity: 'normal',
    logFormat: 'text',
    resultOnOut: true,
    clock: { now: () => 1_700_000_000_000_000n },
    redactor: createRedactor([canary]),
    startTimer: () => () => {},
    ...options,
  });
  for (const event of events) reporter.report(event);
  return { out, err, lines: err.trimEnd().split('\n') };
}

const lineWith = (heard: Heard, text: string): string =>
  heard.lines.find((line) => line.includes(text)) ?? '';

describe('at a terminal', () => {
  const heard = hear(theRun);

  it('the header tells what runs where and how', () => {
    for (const part of [
      '0.1.0',
      'run group_log',
      'model=classic',
      'target=demo (duckdb)',
      'mode=force-load',
      'run=01RUN',
    ]) {
      expect(heard.lines[0]).toContain(part);
    }
  });

  it('every step line has its figures by name and its duration', () => {
    expect(lineWith(heard, 'group_log.csv ')).toMatch(/✔ source .*4\.1 MB +sha256 9f2c\.\. +new$/);
    expect(lineWith(heard, 'plan')).toMatch(/✔ plan +create 12, change 0$/);
    expect(lineWith(heard, 'staging.group_log')).toMatch(
      /✔ stage +.* 100 000 read +99 997 ok +3 rejected +0\.4s  2[45]\d \d{3} rows\/s$/,
    );
    expect(lineWith(heard, 'dds.h_users')).toMatch(/✔ hubs +dds\.h_users +31 204 new +0 known +0\.3s$/);
    expect(lineWith(heard, 'dds.h_groups')).toMatch(/^ {3,}dds\.h_groups +250 new +0 known +7 held +0\.0s$/);
    expect(lineWith(heard, 'dds.s_auth')).toMatch(/✔ sats +.* 9 new +0 same +0 late +1m 01s$/);
    expect(lineWith(heard, '14 passed')).toMatch(/! checks +dds +14 passed +0 failed +1 warned +0\.1s$/);
  });

  it('figures of two lines stand under each other', () => {
    const at = (line: string): number => line.indexOf(' new ');
    expect(at(lineWith(heard, 'dds.h_users'))).toBe(at(lineWith(heard, 'dds.h_groups')));
  });

  it('rejects are counted as records, without their values', () => {
    expect(lineWith(heard, '! rejects')).toContain('2 records, 3 problems');
    expect(heard.err).not.toContain('personal value');
    expect(hear(theRun, { verbosity: 'verbose' }).err).not.toContain('personal value');
  });

  it('the result, and nothing else, is on stdout', () => {
    expect(heard.out).toBe(
      'Done in 1.9 s.  Reconciled: 100 000 read = 99 997 loaded + 3 rejected + 0 blank.\n',
    );
    expect(heard.err).not.toContain('Reconciled');
  });

  it('neither a secret nor a control character of a message comes through', () => {
    expect(heard.err).toContain('[redacted]');
    expect(heard.err).not.toContain(canary);
    expect(heard.err).not.toContain('\u001B');
    expect(heard.err).toContain(String.raw`\u001b[2Jmore`);
  });
});

describe('without a terminal', () => {
  it('each line has its time, its own label and no cursor codes', () => {
    const heard = hear(theRun, { tty: false });
    for (const line of heard.lines) expect(line).toMatch(/^2023-11-14T22:13:20\.000Z /);
    expect(lineWith(heard, 'dds.h_groups')).toMatch(/✔ hubs +dds\.h_groups/);
    expect(heard.err + heard.out).not.toContain('\u001B');
  });

  it('status has letters where the locale has no signs', () => {
    const heard = hear(theRun, { tty: false, unicode: false });
    expect(lineWith(heard, 'dds.h_users')).toMatch(/ ok +hubs/);
    expect(heard.err).not.toMatch(/[✔✘]/);
  });
});

describe('how much is told', () => {
  it('quiet: warnings and errors only, and the result', () => {
    const heard = hear(theRun, { verbosity: 'quiet' });
    expect(heard.lines.every((line) => line.startsWith(' !'))).toBe(true);
    expect(heard.lines.some((line) => line.includes('gaps  warned, 1 200 rows'))).toBe(true);
    expect(heard.out).toMatch(/^Done in /);
  });

  it('verbose: the first records, passed checks and where the rejects are', () => {
    const heard = hear(theRun, { verbosity: 'verbose' });
    expect(heard.err).toContain('{"id":"17","message":"***"}');
    expect(heard.err).toContain('orphans  passed');
    expect(heard.err).toContain('line 2  age  NOT_A_NUMBER  expected int');
    expect(hear(theRun).err).not.toContain('"17"');
  });

  it('colours change nothing but the colour', () => {
    const coloured = hear(theRun, { paint: createPaint(true) });
    expect(coloured.err).toContain('\u001B[32m✔');
    // oxlint-disable-next-line no-control-regex -- the codes are what is removed
    expect(coloured.err.replaceAll(/\u001B\[\d+m/g, '')).toBe(hear(theRun).err);
  });

  it('as JSON: one object per event, redacted, the result still on stdout', () => {
    const heard = hear(theRun, { logFormat: 'json', tty: false });
    const records = heard.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.map((record) => record['kind'])).toEqual(theRun.map(({ kind }) => kind));
    expect(records[2]).toMatchObject({ records: 1 });
    expect(heard.err).not.toContain(canary);
    expect(heard.out).toMatch(/^Done in /);
  });

  it('stdout is left alone for a JSON result', () => {
    const heard = hear(theRun, { resultOnOut: false });
    expect(heard.out).toBe('');
    expect(heard.err).toContain('Reconciled: 100 000 read');
  });
});

describe('how a run ends', () => {
  const end = (parts: Parameters<typeof aRunResult>[0]): Heard =>
    hear([...theRun.slice(0, 1), { kind: 'run-finished', result: aRunResult(parts) }]);

  it('with nothing new, by digest or by number', () => {
    const [object] = aRunResult().objects;
    if (object === undefined) throw new Error('the sample has an object');
    expect(end({ status: 'nothing' }).out).toBe('source unchanged (sha256 9f2c..), nothing to do\n');
    expect(end({ status: 'nothing', objects: [object, object] }).out).toBe(
      'source unchanged (2 objects known), nothing to do\n',
    );
    expect(end({ status: 'nothing', objects: [] }).out).toBe('source is empty, nothing to do\n');
  });

  it('with unaccounted records, which is said loudly', () => {
    const { out } = end({ rows: { read: 10, loaded: 8, rejected: 1, blank: 0 } });
    expect(out).toContain('NOT reconciled: 10 read, but 8 loaded + 1 rejected + 0 blank.');
  });

  it('in part, and dry', () => {
    expect(end({ status: 'partial' }).out).toMatch(/^Done in part in 1\.9 s\./);
    expect(end({ mode: 'dry-run' }).out).toContain('Dry run: nothing was written.');
  });

  it('with its error in full on stderr and nothing on stdout', () => {
    const error = new VaultwrightError({
      code: 'E-DATA-REJECTS',
      family: 'data',
      title: '3 of 100 000 rows rejected, limit is 0; nothing was loaded',
      where: 'group_log.csv',
      found: '3',
      allowed: '0',
      fix: 'correct the file, or accept: --max-rejects 3',
      details: [`line 3  user_id  ${canary}`],
    });
    const heard = end({ status: 'failed', exitCode: 1, error: error.toJSON() });
    expect(heard.out).toBe('');
    expect(heard.lines.slice(1)).toEqual([
      'E-DATA-REJECTS  3 of 100 000 rows rejected, limit is 0; nothing was loaded',
      '  in group_log.csv',
      '  line 3  user_id  [redacted]',
      '  Fix: correct the file, or accept: --max-rejects 3',
      expect.stringMatching(/^ {2}More: vaultwright explain E-DATA-REJECTS +exit 1$/),
    ]);
  });

  it('with the table of its profile on stderr, before an error, unless quiet', () => {
    const profile = aRunProfile();
    const [header = ''] = profileTable(profile);
    const heard = end({ profile });
    expect(heard.lines.slice(1)).toEqual(profileTable(profile));
    expect(heard.out).toMatch(/^Done in /);
    const error = { code: 'E-X', title: 'broken' };
    const failed = end({ profile, status: 'failed', exitCode: 1, error });
    expect(failed.err.indexOf(header)).toBeGreaterThan(0);
    expect(failed.err.indexOf('E-X  broken')).toBeGreaterThan(failed.err.indexOf('run  '));
    const finish: RunEvent = { kind: 'run-finished', result: aRunResult({ profile }) };
    expect(hear([finish], { verbosity: 'quiet' }).err).toBe('');
    expect(hear([finish], { logFormat: 'json' }).err).not.toContain(header);
    const plain = hear([finish], { tty: false });
    for (const line of plain.lines) expect(line).toMatch(/^2023-11-14T22:13:20\.000Z [^\u001B]+$/);
  });

  it('by a signal', () => {
    const heard = end({ status: 'interrupted', exitCode: 130 });
    expect(heard.out).toBe('');
    expect(heard.err).toContain('interrupted; the open batch was rolled back');
  });
});
