import { describe, expect, it } from 'vitest';
import type { BenchReport } from './bench-report.ts';
import { reportChart } from './report-chart.ts';
import type { Measurement } from './scenario.ts';

const machine = { cores: 2, cpu: 'a CPU', memory: 8e9, system: 'linux', node: 'v20', engine: 'DuckDB v1' };
const line = (what: string, cpu: number | null, wall = 9.5): Measurement => ({
  what,
  rows: 2204,
  cost: { wall, cpu, peak: null },
  file: null,
});
const report = (scenarios: Readonly<Record<string, readonly Measurement[]>>, cpu = 'a CPU'): BenchReport => ({
  schema: 'vaultwright.bench/1',
  rows: 1000,
  runs: 3,
  machine: { ...machine, cpu, load: 0 },
  loadAfter: 0,
  ratios: {},
  scenarios: Object.fromEntries(
    Object.entries(scenarios).map(([name, measurements]) => [name, { measurements, figures: {}, notes: [] }]),
  ),
  notRun: {},
});
const race = [
  line('first, ours', 8),
  line('first, hand-written', 5),
  line('replay, ours', 2.5),
  line('replay, hand-written', 2),
  line('increment, ours', 1),
  line('increment, hand-written', 0.5),
];

describe('the chart of a report', () => {
  it('is well-formed, has title and description, and fetches and runs nothing', () => {
    const chart = drawn({ log: race, social: race });
    expect(faultOf(chart)).toBeNull();
    expect(chart).toMatch(
      /<title id="title">[^<]+<\/title>\s*<desc id="desc">[^<]+first load[^<]+8\.00 s CPU/,
    );
    expect(chart).toContain('role="img" aria-labelledby="title desc"');
    expect(chart.replace('http://www.w3.org/2000/svg', '')).not.toMatch(
      /<script|<foreignObject|\shref|\son\w+=|url\(|@import|@font-face|https?:/i,
    );
  });

  it('has bars as long as their CPU seconds, on one scale, with the figures beside them', () => {
    const twice = race.map(({ what, cost }) => line(what, (cost.cpu ?? 0) * 2));
    const chart = drawn({ log: race, social: twice });
    const seconds = [...race, ...twice].map(({ cost }) => cost.cpu ?? 0);
    expect(barsOf(chart).map(({ length }) => length)).toEqual(seconds.map((cpu) => (cpu / 16) * 400));
    expect(barsOf(chart).map(({ form }) => form)).toEqual(Array(6).fill(['ours', 'by-hand']).flat());
    expect(chart).toContain('>2.50 s CPU, 9.50 s wall<');
    expect(chart).toContain('>first load of 2,204 rows: 1.6 times the CPU of hand-written SQL<');
  });

  it('escapes what the machine tells', () => {
    const chart = reportChart(report({ log: race }, 'A&B <"fast"> \u0000\ud800 CPU')) ?? '';
    expect(faultOf(chart)).toBeNull();
    expect(chart).toContain('2 x A&amp;B &lt;&quot;fast&quot;&gt; \ufffd\ufffd CPU, 8 GB');
  });

  it('draws nothing that was not measured', () => {
    const chart = drawn({ log: [line('first, ours', 3), line('first, hand-written', null)], social: [] });
    expect(barsOf(chart)).toEqual([{ form: 'ours', length: 400 }]);
    expect(chart).not.toMatch(/social|replay|increment|times the CPU|>hand-written</);
    expect(chart).not.toMatch(/null|NaN|undefined/);
  });

  it.each([
    ['no scenario', {}],
    ['other scenarios only', { growth: [line('first, ours', 3)] }],
    ['a race without lines', { social: [] }],
    ['no CPU figures', { log: race.map(({ what }) => line(what, null)) }],
    ['figures that are no numbers', { log: [line('first, ours', Number.NaN)] }],
  ])('is none for %s', (_, scenarios: Readonly<Record<string, readonly Measurement[]>>) => {
    expect(reportChart(report(scenarios))).toBeNull();
  });

  it('has bars of no length where no time was counted', () => {
    expect(barsOf(drawn({ log: [line('first, ours', 0)] }))).toEqual([{ form: 'ours', length: 0 }]);
  });

  it('says when there are too few runs for a median', () => {
    expect(drawn({ log: race })).toContain('Medians of 3 runs');
    expect(reportChart({ ...report({ log: race }), runs: 1 })).toContain('too few for a median');
  });
});

describe('the check for XML', () => {
  it.each(['<a><b></a></b>', '<a>', '<a x=1/>', '<a>R&D</a>', '<a>1 < 2</a>', '<a/><b/>'])(
    'refuses %s',
    (text) => {
      expect(faultOf(text)).not.toBeNull();
    },
  );
});

function drawn(scenarios: Readonly<Record<string, readonly Measurement[]>>): string {
  return reportChart(report(scenarios)) ?? '';
}

function barsOf(chart: string): { readonly form: string; readonly length: number }[] {
  return [...chart.matchAll(/<rect class="(ours|by-hand)"[^>]* width="([^"]+)"/g)].map(
    ([, form = '', length]) => ({ form, length: Number(length) }),
  );
}

/** What keeps a text from being XML with one root: enough for drawings without comments and CDATA. */
function faultOf(text: string): string | null {
  const tag = /<(\/?)([\w:-]+)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/g;
  const open: string[] = [];
  let roots = 0;
  for (const [whole, closing, name = '', , empty] of text.matchAll(tag)) {
    if (closing === '/') {
      if (open.pop() !== name) return `${whole} closes another element`;
    } else {
      if (open.length === 0) roots += 1;
      if (empty !== '/') open.push(name);
    }
  }
  if (open.length > 0 || roots !== 1) return `${open.join(', ')} left open, ${roots} roots`;
  const stray = /<|&(?!(?:amp|lt|gt|quot);)|[\u0000-\u0008]/.exec(text.replace(tag, ''));
  return stray === null ? null : `${stray[0]} stands in text`;
}
