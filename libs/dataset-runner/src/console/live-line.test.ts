import { VaultwrightError } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { canary, theRun } from '../fixtures/a-run.ts';
import { aRunResult } from '../fixtures/a-run-result.ts';
import { createRedactor } from '../redaction.ts';
import { createConsoleReporter } from './console-reporter.ts';
import { decideLive, liveInterval } from './live-line.ts';
import { createPaint } from './paint.ts';

/** A terminal as a person sees it: its lines, the last one open. */
class Screen {
  readonly lines: string[] = [''];

  write(text: string): void {
    for (const part of text.split(/(\n|\r\u001B\[2K)/)) {
      if (part === '\n') this.lines.push('');
      else if (part === '\r\u001B[2K') this.lines[this.lines.length - 1] = '';
      else this.lines[this.lines.length - 1] += part;
    }
  }

  get last(): string {
    return this.lines.at(-1) ?? '';
  }
}

function terminal({ columns = 100, live = true } = {}) {
  const screen = new Screen();
  const sink = { isTTY: true, columns, write: (text: string) => screen.write(text) };
  let now = 0n;
  let tick = (): void => {};
  const timers: number[] = [];
  let stopped = 0;
  const reporter = createConsoleReporter({
    program: 'vaultwright',
    out: sink,
    err: sink,
    paint: createPaint(false),
    unicode: true,
    verbosity: 'normal',
    logFormat: 'text',
    resultOnOut: true,
    clock: { now: () => now },
    redactor: createRedactor([canary]),
    live,
    startTimer: (milliseconds, beat) => {
      timers.push(milliseconds);
      tick = beat;
      return () => {
        stopped += 1;
      };
    },
  });
  const [started] = theRun;
  if (started === undefined) throw new Error('the sample run begins');
  reporter.report(started);
  const before = screen.lines.length;
  return {
    reporter,
    screen,
    timers,
    stops: () => stopped,
    /** Lines since the run was announced. */
    told: () => screen.lines.slice(before - 1),
    at: (seconds: number): string => {
      now = BigInt(Math.round(seconds * 1_000_000));
      tick();
      return screen.last;
    },
  };
}

describe('the live line', () => {
  it('says what lasts longer than a second, how far it came and how fast, and is rewritten in place', () => {
    const { reporter, at, told } = terminal();
    expect(at(5)).toBe('');
    const work = reporter.watch({ phase: 'land', subject: 'users', expected: 5_000_000 });
    expect(at(5.9)).toBe('');
    expect(at(6)).toBe('   stage: land  users  5 000 000 rows, 1.0s; 6.0s since the start');
    work.reached(1_200_000);
    expect(at(7)).toBe(
      '   stage: land  users  1 200 000 of 5 000 000 rows, 600 000 rows/s, 2.0s; 7.0s since the start',
    );
    expect(told()).toHaveLength(1);
    work.ended();
    expect(at(8)).toBe('');
  });

  it('shows the inner of two works, and a fetch only where nothing else goes on', () => {
    const { reporter, at } = terminal();
    const fetch = reporter.watch({ phase: 'fetch', subject: 'next.csv' });
    const commit = reporter.watch({ phase: 'lock', subject: null });
    const inner = reporter.watch({ phase: 'ledger', subject: null });
    expect(at(2)).toMatch(/^ {3}ledger {2}2\.0s/);
    inner.ended();
    expect(at(3)).toMatch(/^ {3}wait for the lock {2}3\.0s/);
    commit.ended();
    expect(at(4)).toMatch(/^ {3}fetch and scan {2}next\.csv {2}4\.0s/);
    fetch.ended();
    expect(at(5)).toBe('');
  });

  it('is gone before anything else is written, on either stream', () => {
    const { reporter, at, told } = terminal();
    reporter.watch({ phase: 'collect', subject: 'h_users' });
    at(2);
    reporter.report({ kind: 'warning', message: 'watch out' });
    at(3);
    reporter.report({ kind: 'run-finished', result: aRunResult() });
    expect(told()).toEqual([
      ' ! warning  watch out',
      'Done in 1.9 s.  Reconciled: 100 000 read = 99 997 loaded + 3 rejected + 0 blank.',
      '',
    ]);
  });

  it('and its timer end with the run, before the error of a failed one', () => {
    const { reporter, at, told, stops } = terminal();
    reporter.watch({ phase: 'collect', subject: 'h_users' });
    at(2);
    const error = new VaultwrightError({
      code: 'E-CHECK-FAILED',
      family: 'data',
      title: 'check failed',
      where: 'h_users',
      found: '1 row',
      allowed: 'none',
      fix: 'look',
    });
    const result = aRunResult({ status: 'failed', exitCode: 1, error: error.toJSON() });
    reporter.report({ kind: 'run-finished', result });
    expect(stops()).toBe(1);
    expect(told()[0]).toMatch(/^E-CHECK-FAILED/);
    expect(told().at(-1)).toBe('');
    expect(told().at(-2)).toContain('vaultwright explain E-CHECK-FAILED');
  });

  it('goes away when a run is broken off', () => {
    const { reporter, at, screen, stops } = terminal();
    reporter.watch({ phase: 'collect', subject: 'h_users' });
    expect(at(2)).not.toBe('');
    reporter.stop();
    expect(screen.last).toBe('');
    expect(stops()).toBe(1);
  });

  it('never fills a line of the terminal, and shows neither secrets nor control characters', () => {
    const { reporter, at } = terminal({ columns: 60 });
    reporter.watch({ phase: 'fetch', subject: `${'a'.repeat(70)}.csv` });
    expect(at(2)).toHaveLength(59);
    expect(at(2)).toMatch(/^ {3}fetch and scan {2}a+\.\.a*\.csv {2}2\.0s; 2\.0s since the start$/);
    const wide = terminal();
    wide.reporter.watch({ phase: 'land', subject: `${canary}\u001B[2J` });
    expect(wide.at(2)).toContain(String.raw`[redacted]\u001b[2J`);
    const narrow = terminal({ columns: 10 });
    narrow.reporter.watch({ phase: 'land', subject: 'users' });
    expect(narrow.at(2)).toHaveLength(9);
  });

  it('takes the place of the signs of life', () => {
    expect(terminal().timers).toEqual([liveInterval]);
    expect(terminal({ live: false }).timers).toEqual([30_000]);
  });
});

describe('whether there is a live line', () => {
  const decide = (parts: Partial<Parameters<typeof decideLive>[0]>): boolean =>
    decideLive({ isTTY: true, environment: {}, forPeople: true, ...parts });

  it('depends on a person at a terminal that can rewrite a line', () => {
    expect(decide({})).toBe(true);
    expect(decide({ environment: { CI: 'false', TERM: 'xterm' } })).toBe(true);
    expect(decide({ isTTY: false })).toBe(false);
    expect(decide({ forPeople: false })).toBe(false);
    expect(decide({ environment: { CI: 'true' } })).toBe(false);
    expect(decide({ environment: { TERM: 'dumb' } })).toBe(false);
  });
});
