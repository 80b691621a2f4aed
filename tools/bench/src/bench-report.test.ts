import { describe, expect, it } from 'vitest';
import { benchReport } from './bench-report.ts';
import { reportText } from './report-text.ts';
import type { Outcome, Scenario } from './scenario.ts';

const machine = {
  cores: 2,
  cpu: 'a CPU',
  memory: 8e9,
  system: 'linux',
  node: 'v20',
  engine: 'DuckDB v1',
  load: 0.5,
};
const facts = { rows: 1000, runs: 3, machine, loadAfter: 1 };
const scenario = (name: string, ratios: readonly string[], onRequest = false): Scenario => ({
  name,
  about: name,
  ratios,
  onRequest,
  run: () => Promise.reject(new Error('not run here')),
});
const known = [
  scenario('log', ['runVsHandWritten']),
  scenario('growth', ['growth']),
  scenario('big', ['limit'], true),
];
const outcome: Outcome = {
  measurements: [{ what: 'first, ours', rows: 10, cost: { wall: 1.5, cpu: null, peak: 2e6 }, file: 3e6 }],
  ratios: { runVsHandWritten: { wall: 1.2, cpu: null } },
  figures: { planSeconds: 0.25 },
  notes: ['a note'],
  notRun: { 'growth.50M': 'needs --rows 50000000' },
};
const report = benchReport(facts, known, new Map([['log', outcome]]));

describe('a report', () => {
  it('has every promised ratio, and a reason for each that is missing', () => {
    expect(report.ratios).toEqual({ runVsHandWritten: { wall: 1.2, cpu: null }, growth: null, limit: null });
    expect(report.notRun).toEqual({
      'growth.50M': 'needs --rows 50000000',
      growth: 'growth was not chosen by --only',
      limit: 'only on request: --only big',
    });
  });

  it('is one line of JSON with facts, medians and notes', () => {
    const line = JSON.stringify(report);
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      schema: 'vaultwright.bench/1',
      ...facts,
      scenarios: {
        log: { measurements: outcome.measurements, figures: { planSeconds: 0.25 }, notes: ['a note'] },
      },
    });
  });

  it('is a table for a person, which says when there are too few runs', () => {
    const text = reportText(report);
    expect(text).toMatch(/first, ours +10 +1\.500 +2 +3/);
    expect(text).toContain('runVsHandWritten: wall 1.2, CPU not measured');
    expect(text).toContain('limit: only on request: --only big');
    expect(text).toContain('medians of 3 runs');
    expect(reportText({ ...report, runs: 1 })).toContain('too few for a median');
  });
});
