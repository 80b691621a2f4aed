import type { BenchReport } from './bench-report.ts';
import { ratio } from './harness/median.ts';
import { phases, raceLine, sides, type Phase, type Side } from './scenarios/race-lines.ts';

/** Scenarios that race the command against hand-written SQL. */
const drawn: Readonly<Record<string, string>> = {
  log: 'log: users, groups and a log',
  social: 'social: all four files of the sample network',
};
const phaseNames: Readonly<Record<Phase, string>> = {
  first: 'first load',
  replay: 'replay',
  increment: 'increment',
};
const sideClasses: Readonly<Record<Side, string>> = { ours: 'ours', 'hand-written': 'by-hand' };

/** Units: pixels. */
const layout = { width: 760, left: 124, longest: 400, bar: 14, line: 20, gap: 12, margin: 16 };

/** A drawing brings its own ground, so that text stands out whatever page it lies on. */
const style = `
    text { font: 13px system-ui, sans-serif; fill: #1f2328 }
    .heading { font-weight: 600 }
    .ground { fill: #ffffff; stroke: #d0d7de }
    .ours { fill: #424a53 }
    .by-hand { fill: #8c959f }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3 }
      .ground { fill: #0d1117; stroke: #30363d }
      .ours { fill: #d0d7de }
      .by-hand { fill: #6e7681 }
    }
  `;

interface Bar {
  readonly side: Side;
  /** Units: seconds. */
  readonly cpu: number;
  readonly label: string;
}

interface Group {
  readonly phase: string;
  readonly bars: readonly Bar[];
}

/** Whole runs beside hand-written SQL as an SVG; null when none was measured. */
export function reportChart(report: BenchReport): string | null {
  const races = Object.entries(drawn).flatMap(([name, heading]) => {
    const groups = phases.flatMap((phase) => groupOf(report, name, phase));
    return groups.length === 0 ? [] : [{ heading, groups }];
  });
  if (races.length === 0) return null;

  const bars = races.flatMap(({ groups }) => groups.flatMap((group) => group.bars));
  const most = Math.max(...bars.map(({ cpu }) => cpu));
  const shapes: string[] = [];
  const told: string[] = [];
  let y = layout.margin;
  const write = (words: string, x = layout.margin, className = 'plain'): void => {
    shapes.push(`<text class="${className}" x="${x}" y="${y + 12}">${escaped(words)}</text>`);
  };
  const writeLine = (words: string, className?: string): void => {
    write(words, layout.margin, className);
    y += layout.line;
  };

  const title = 'CPU seconds of whole runs and of hand-written SQL for the same tables';
  writeLine(title, 'heading');
  writeLine(circumstances(report));
  for (const { heading, groups } of races) {
    y += layout.gap;
    writeLine(heading, 'heading');
    for (const group of groups) {
      writeLine(group.phase);
      for (const bar of group.bars) drawBar(bar);
      y += layout.gap / 2;
      told.push(
        `${heading}, ${group.phase}: ${group.bars.map(({ side, label }) => `${side} ${label}`).join('; ')}.`,
      );
    }
  }
  y += layout.gap;
  const { machine } = report;
  writeLine(`${machine.cores} x ${machine.cpu}, ${Math.round(machine.memory / 1e9)} GB`);
  writeLine(`${machine.system}, node ${machine.node}, ${machine.engine}`);

  const { width } = layout;
  const height = y + layout.margin;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}"
  width="${width}" height="${height}" role="img" aria-labelledby="title desc">
  <title id="title">${escaped(title)}</title>
  <desc id="desc">${escaped([`${circumstances(report)}.`, ...told].join(' '))}</desc>
  <style>${style}</style>
  <rect class="ground" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>
  ${shapes.join('\n  ')}
</svg>
`;

  function drawBar({ side, cpu, label }: Bar): void {
    const length = most === 0 ? 0 : Number(((cpu / most) * layout.longest).toFixed(2));
    write(side, layout.margin + 12);
    shapes.push(
      `<rect class="${sideClasses[side]}" x="${layout.left}" y="${y}" width="${length}" height="${layout.bar}"/>`,
    );
    write(label, layout.left + Math.ceil(length) + 8);
    y += layout.line;
  }
}

/** One phase of a race: its name, and what of it was measured; nothing when neither form was. */
function groupOf({ scenarios }: BenchReport, scenario: string, phase: Phase): Group[] {
  const lines = sides.map((side) => {
    const line = scenarios[scenario]?.measurements.find(({ what }) => what === raceLine(phase, side));
    return { side, rows: line?.rows ?? null, cpu: known(line?.cost.cpu), wall: known(line?.cost.wall) };
  });
  const bars = lines.flatMap(({ side, cpu, wall }) => {
    if (cpu === null) return [];
    const label = `${cpu.toFixed(2)} s CPU${wall === null ? '' : `, ${wall.toFixed(2)} s wall`}`;
    return [{ side, cpu, label }];
  });
  if (bars.length === 0) return [];
  const [ours, byHand] = lines;
  const rows = ours?.rows ?? byHand?.rows ?? null;
  const times = ratio(ours?.cpu ?? null, byHand?.cpu ?? null);
  const name = `${phaseNames[phase]}${rows === null ? '' : ` of ${rows.toLocaleString('en-US')} rows`}`;
  return [{ phase: times === null ? name : `${name}: ${times} times the CPU of hand-written SQL`, bars }];
}

function known(figure: number | null | undefined): number | null {
  return typeof figure === 'number' && Number.isFinite(figure) ? figure : null;
}

function circumstances({ runs }: BenchReport): string {
  return runs < 3 ? `${runs} run(s) of each: too few for a median` : `Medians of ${runs} runs in turn`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text for elements and attributes; characters that XML cannot hold become U+FFFD. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? '');
}
