import { rounded } from './harness/median.ts';
import type { BenchReport } from './bench-report.ts';
import type { Figure, Measurement } from './scenario.ts';

/** A report for a terminal. */
export function reportText(report: BenchReport): string {
  const { machine, rows, runs, loadAfter } = report;
  const lines = [
    `${machine.cores} x ${machine.cpu}, ${megabytes(machine.memory)} MB, ${machine.system}; node ${machine.node}, ${machine.engine}`,
    `rows ${rows}, ${runs < 3 ? `${runs} run(s) of each: too few for a median` : `medians of ${runs} runs in turn`}; load average ${machine.load.toFixed(2)} before, ${loadAfter.toFixed(2)} after`,
  ];
  for (const [name, { measurements, figures, notes }] of Object.entries(report.scenarios)) {
    lines.push('', name, ...measurementTable(measurements));
    lines.push(...figureLines(figures), ...notes.map((note) => `  ${note}`));
  }
  lines.push('', 'ratios', ...figureLines(report.ratios));
  const missing = Object.entries(report.notRun);
  if (missing.length > 0)
    lines.push('', 'not run', ...missing.map(([what, reason]) => `  ${what}: ${reason}`));
  return lines.join('\n');
}

function measurementTable(measurements: readonly Measurement[]): string[] {
  if (measurements.length === 0) return [];
  const cells = measurements.map(({ what, rows, cost, file }) => [
    what,
    rows === null ? '' : String(rows),
    cost.wall.toFixed(3),
    cost.cpu?.toFixed(2) ?? '',
    cost.peak === null ? '' : megabytes(cost.peak),
    file === null ? '' : megabytes(file),
  ]);
  const table = [['', 'rows', 'wall s', 'CPU s', 'peak MB', 'file MB'], ...cells];
  const widths = (table[0] ?? []).map((_, column) =>
    Math.max(...table.map((row) => row[column]?.length ?? 0)),
  );
  return table.map(
    (row) =>
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
  );
}

function figureLines(figures: Readonly<Record<string, Figure>>, before = ''): string[] {
  return Object.entries(figures).flatMap(([name, figure]) => {
    if (figure === null || typeof figure === 'number') {
      return [`  ${before}${name}: ${figure === null ? 'not measured' : rounded(figure)}`];
    }
    if ('wall' in figure) {
      const { wall, cpu } = figure as { wall: number | null; cpu: number | null };
      return [`  ${before}${name}: wall ${wall ?? 'not measured'}, CPU ${cpu ?? 'not measured'}`];
    }
    return figureLines(figure, `${before}${name}.`);
  });
}

function megabytes(bytes: number): string {
  return String(Math.round(bytes / 1_000_000));
}
