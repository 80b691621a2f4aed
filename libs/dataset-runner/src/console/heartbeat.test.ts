import { describe, expect, it } from 'vitest';
import { theRun } from '../fixtures/a-run.ts';
import { createRedactor } from '../redaction.ts';
import type { RunEvent } from '../run-event.ts';
import { createConsoleReporter } from './console-reporter.ts';
import { createPaint } from './paint.ts';

describe('the heartbeat', () => {
  it('says every 30 seconds what is running, for how long and how far it came; then it stops', () => {
    let now = 0n;
    let beat = (): void => {};
    let running = false;
    let err = '';
    const reporter = createConsoleReporter({
      program: 'vaultwright',
      out: { isTTY: false, write: () => {} },
      err: { isTTY: false, write: (text) => void (err += text) },
      paint: createPaint(false),
      unicode: true,
      verbosity: 'normal',
      logFormat: 'text',
      resultOnOut: true,
      clock: { now: () => now },
      redactor: createRedactor(),
      startTimer: (milliseconds, tick) => {
        expect(milliseconds).toBe(30_000);
        beat = tick;
        running = true;
        return () => {
          running = false;
        };
      },
    });
    const tell = (kinds: readonly RunEvent['kind'][], at: bigint): void => {
      now = at * 1_000_000n;
      for (const event of theRun) if (kinds.includes(event.kind)) reporter.report(event);
    };
    const beatAt = (at: bigint): string => {
      now = at * 1_000_000n;
      err = '';
      beat();
      return err;
    };
    tell(['run-started', 'object'], 0n);
    expect(beatAt(30n)).toMatch(/fetch group_log\.csv, for 30\.0s, 4\.1 MB; 30\.0s since the start/);
    tell(['statement'], 40n);
    expect(beatAt(60n)).toMatch(/still running: stage\.group_log, for 20\.0s/);
    tell(['step'], 62n);
    expect(beatAt(100n)).toMatch(
      /checks dds, for 38\.0s; 100 000 read \(1 000\/s\), 4\.1 MB; 1m 40s since the start/,
    );
    expect(running).toBe(true);
    tell(['run-finished'], 101n);
    expect(running).toBe(false);
  });

  it('is stopped for a run that never finishes', () => {
    let stopped = 0;
    const reporter = createConsoleReporter({
      program: 'vaultwright',
      out: { isTTY: false, write: () => {} },
      err: { isTTY: false, write: () => {} },
      paint: createPaint(false),
      unicode: true,
      verbosity: 'normal',
      logFormat: 'text',
      resultOnOut: true,
      clock: { now: () => 0n },
      redactor: createRedactor(),
      startTimer: () => () => {
        stopped++;
      },
    });
    for (const event of theRun.slice(0, 1)) reporter.report(event);
    reporter.stop();
    expect(stopped).toBe(1);
  });
});
