import { describe, expect, it } from 'vitest';
import { parseBenchOptions } from './bench-options.ts';
import { chooseScenarios, scenarios } from './scenarios/registry.ts';

describe('the command line', () => {
  it('has a default for everything', () => {
    const flags = { json: false, keep: false, chart: null };
    expect(parseBenchOptions([])).toEqual({ rows: 1_000_000, only: null, runs: 3, ...flags });
  });

  it('takes names separated by commas, and numbers with separators', () => {
    const words = ['--rows', '10_000', '--only', 'log, growth', '--runs', '5', '--json', '--keep'];
    const only = ['log', 'growth'];
    expect(parseBenchOptions(words)).toMatchObject({ rows: 10_000, only, runs: 5, json: true, keep: true });
  });

  it('takes the file of a drawing', () => {
    expect(parseBenchOptions(['--chart', 'docs/b.svg'])).toMatchObject({ chart: 'docs/b.svg' });
  });

  it.each([
    [['--rows', 'many'], '--rows: found "many"'],
    [['--runs', '0'], '--runs: found "0", allowed is a whole number from 1'],
    [['--chart', 'b.png'], '--chart: found "b.png", allowed is the name of a file that ends in .svg'],
    [['--chart', '.svg'], '--chart: found ".svg"'],
    [['--row', '5'], '--row'],
    [['log'], 'log'],
  ])('refuses %j', (words, said) => {
    expect(() => parseBenchOptions(words)).toThrow(said);
  });
});

describe('scenarios', () => {
  it('are measured in their own order, those that ask for a lot only by name', () => {
    const all = scenarios.map(({ name }) => name);
    expect(chooseScenarios([...all].reverse()).map(({ name }) => name)).toEqual(all);
    expect(chooseScenarios(null).every(({ onRequest }) => onRequest !== true)).toBe(true);
    expect(new Set(all).size).toBe(all.length);
  });

  it('promise ratios that no other promises', () => {
    const promised = scenarios.flatMap(({ ratios }) => ratios);
    expect(new Set(promised).size).toBe(promised.length);
  });

  it('of an unknown name are refused with the names that there are', () => {
    expect(() => chooseScenarios(['log', 'lgo'])).toThrow(/no scenario lgo; there are log, /);
  });
});
