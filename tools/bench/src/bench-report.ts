import type { MachineFacts } from './harness/machine-facts.ts';
import type { Figure, Measurement, Outcome, Scenario } from './scenario.ts';

/** One bench run, as `--json` prints it. */
export interface BenchReport {
  readonly schema: 'vaultwright.bench/1';
  readonly rows: number;
  readonly runs: number;
  readonly machine: MachineFacts;
  /** Load average of the last minute after the last run. */
  readonly loadAfter: number;
  /** Every ratio that a scenario promises; null when it was not measured, with the reason in `notRun`. */
  readonly ratios: Readonly<Record<string, Figure>>;
  readonly scenarios: Readonly<Record<string, ScenarioReport>>;
  readonly notRun: Readonly<Record<string, string>>;
}

/** Medians. */
export interface ScenarioReport {
  readonly measurements: readonly Measurement[];
  readonly figures: Readonly<Record<string, Figure>>;
  readonly notes: readonly string[];
}

/** What was measured of all that could be. */
export function benchReport(
  facts: Pick<BenchReport, 'rows' | 'runs' | 'machine' | 'loadAfter'>,
  known: readonly Scenario[],
  outcomes: ReadonlyMap<string, Outcome>,
): BenchReport {
  const ratios: Record<string, Figure> = {};
  const notRun: Record<string, string> = {};
  for (const { name, ratios: promised, onRequest } of known) {
    const outcome = outcomes.get(name);
    for (const promise of promised) {
      ratios[promise] = outcome?.ratios[promise] ?? null;
      if (outcome !== undefined) continue;
      notRun[promise] =
        onRequest === true ? `only on request: --only ${name}` : `${name} was not chosen by --only`;
    }
    Object.assign(notRun, outcome?.notRun);
  }
  const reports = [...outcomes].map(([name, { measurements, figures = {}, notes = [] }]) => [
    name,
    { measurements, figures, notes },
  ]);
  return {
    schema: 'vaultwright.bench/1',
    ...facts,
    ratios,
    scenarios: Object.fromEntries(reports) as Record<string, ScenarioReport>,
    notRun,
  };
}
