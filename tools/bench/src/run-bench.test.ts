import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runBench } from './run-bench.ts';
import { bundlePrograms } from './testing/bundled-programs.ts';

let programs: Awaited<ReturnType<typeof bundlePrograms>>;
beforeAll(async () => {
  programs = await bundlePrograms();
});
afterAll(() => programs.remove());

describe('the bench from end to end', () => {
  it('shows that the command and the hand-written form store the same', async () => {
    const told: string[] = [];
    const options = { rows: 2000, only: ['log'], runs: 1, json: true, keep: false, chart: null };
    const report = await runBench(options, programs, (line) => told.push(line));
    const ratios = ['runVsHandWritten', 'replayVsHandWritten', 'incrementVsHandWritten'];
    for (const name of ratios)
      expect(report.ratios[name]).toMatchObject({ wall: expect.any(Number) as number });
    expect(report.ratios['fileVsHandWritten']).toEqual(expect.any(Number));
    const measured = report.scenarios['log']?.measurements.map(({ what, rows }) => `${what} ${rows}`);
    expect(measured).toEqual([
      'first, ours 2204',
      'first, hand-written 2204',
      'replay, ours 2204',
      'replay, hand-written 2204',
      'increment, ours 24',
      'increment, hand-written 24',
    ]);
    expect(told.filter((line) => /\d s$/.test(line))).toHaveLength(6);
    // Nine processes one after the other, each of which opens an engine.
  }, 180_000);
});
