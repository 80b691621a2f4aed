import { describe, expect, it } from 'vitest';
import { parseOptions } from '../options/report-options.ts';
import { hostileNames } from '../testing/hostile-names.ts';
import { sampleResult, twoGroups } from '../testing/sample-result.ts';
import { displayWidth } from '../text/display-width.ts';
import { renderTerminal } from './terminal.ts';
import { viewOptions } from './view-options.ts';

const view = (...words: string[]) => parseOptions(viewOptions, words);

describe('terminal', () => {
  it('prints ratios with three digits, half up, and n/a where nobody joined', () => {
    const text = renderTerminal(
      sampleResult([
        { name: 'half', added: 2000, writers: 1151 },
        { name: 'none', added: 0, writers: 2 },
      ]),
      view(),
    );
    expect(text).toMatch(/1 {2}half .* 0\.576 /);
    expect(text).toMatch(/2 {2}none .* n\/a /);
    expect(text).not.toMatch(/NaN|Infinity/);
  });

  it('names the groups to target below the table', () => {
    const lines = renderTerminal(sampleResult(twoGroups), view()).split('\n');
    const answer = lines.indexOf('Advertise “A” first: 80.0 % conversion from joining to writing.');
    expect(answer).toBeGreaterThan(lines.findIndex((line) => /^ *2 {2}B /.test(line)));
    expect(lines[answer + 1]).toBe('1 of 2 groups is at or above the overall conversion of 60.0 %.');
  });

  it('names no more than three groups, none below the overall conversion', () => {
    const groups = [60, 59, 58, 57, 10].map((writers, at) => ({ name: `G${at}`, added: 100, writers }));
    expect(renderTerminal(sampleResult(groups), view())).toContain(
      'Advertise “G0” first: 60.0 % conversion from joining to writing.\nThen “G1” (59.0 %) and “G2” (58.0 %). 4 of 5 groups are at or above',
    );
  });

  it('puts warnings directly above the table, in the chosen language', () => {
    const rows = { read: 100_000, loaded: 99_997, rejected: 3, blank: 0 };
    const lines = renderTerminal(sampleResult(twoGroups, { rows }), view('--lang', 'ru')).split('\n');
    const heading = lines.findIndex((line) => line.includes('группа') && line.includes('вступили'));
    expect(lines[heading - 1]).toBe(
      '! Внимание: Входной контроль отклонил 3 из 100 000 строк (0,003 %); в этих числах их нет.',
    );
    expect(lines.some((line) => /^1 {2}A .* 0,800 /.test(line))).toBe(true);
  });

  it('shows any name on its one line, obeys no escape sequence, keeps columns aligned', () => {
    const groups = hostileNames.map((name) => ({ name, added: 100, writers: 50 }));
    const text = renderTerminal(sampleResult(groups), view());
    expect(text).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
    );
    const rule = text.split('\n').findIndex((line) => /^-+ {2}-+/.test(line));
    const lines = text.split('\n').slice(rule + 1, rule + 1 + hostileNames.length);
    expect(new Set(lines.map((line) => displayWidth(line))).size).toBe(1);
  });

  it('colours only when asked', () => {
    expect(renderTerminal(sampleResult(twoGroups), view())).not.toContain('\u001b');
    expect(renderTerminal(sampleResult(twoGroups), view('--color'))).toContain('\u001b[1mAdvertise');
  });

  it('--contract-columns prints the four columns under their own names', () => {
    const lines = renderTerminal(sampleResult(twoGroups), view('--contract-columns')).split('\n');
    expect(lines.find((line) => line.startsWith('hk_group_id'))?.split(/ +/)).toEqual([
      'hk_group_id',
      'cnt_added_users',
      'cnt_users_in_group_with_messages',
      'group_conversion',
    ]);
  });
});
