import { VaultwrightError } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { defineDataSet, type DataSetDeclaration } from './data-set.ts';

const declare = (sources: DataSetDeclaration['sources']) =>
  defineDataSet({ name: 'd', sources, models: {}, defaultModel: 'm', recordSource: 's' });

describe('the default rule for files', () => {
  const { rules } = declare(['groups', 'group_log', 'group']);
  /** Sources that would take a name, the most specific first. */
  const claimants = (name: string): string[] =>
    rules
      .map((rule) => ({ source: rule.files.name, strength: rule.claim(name) }))
      .filter(({ strength }) => strength !== null)
      .sort((left, right) => Number(right.strength) - Number(left.strength))
      .map(({ source }) => source);

  it.each([
    ['groups.csv', ['groups']],
    ['day2/groups.csv', ['groups']],
    ['groups.CSV', ['groups']],
    ['group_log-2021.csv', ['group_log', 'group']],
    ['group_log.part1.csv', ['group_log', 'group']],
    ['group.csv', ['group']],
    ['groups.csv.gz', ['groups']],
    ['groups.CSV.GZ', ['groups']],
    ['group_log-2021.csv.Gz', ['group_log', 'group']],
    ['groups.jsonl.gz', ['groups']],
    ['groups.PARQUET', ['groups']],
    ['groups.parquet.gz', []],
    ['groups.gz', []],
    ['groups.csv.gz.bak', []],
    ['groupsy.csv', []],
    ['Groups.csv', []],
    ['groups.txt', []],
    ['manifest.json', []],
  ])('%s belongs to %j', (name, sources) => expect(claimants(name)).toEqual(sources));
});

describe('a declaration that does not hold together', () => {
  it.each<[string, DataSetDeclaration['sources'], string]>([
    ['a source twice', ['a', 'a'], 'a'],
    ['a capture twice', [{ name: 'a', files: '{day}/{day}.csv' }], 'the capture day twice'],
    ['an open brace', [{ name: 'a', files: 'a_{day.csv' }], '"{day.csv" at 3'],
    ['a format without a date', [{ name: 'a', files: 'a_{day:xx}.csv' }], 'the format xx'],
    ['an empty pattern', [{ name: 'a', files: '' }], 'an empty pattern'],
    ['a date from a name without one', [{ name: 'a', date: 'name' }], "date: 'name'"],
    ['parts without a pattern', [{ name: 'a', parts: 'all' }], 'parts without a pattern'],
    ['an unknown count', [{ name: 'a', files: 'a_*.csv', parts: { count: 'of' } }], 'parts counted by of'],
    ['a zone that is none', [{ name: 'a', files: 'a_{d:yyyy-MM-dd}.csv', zone: 'Moon' }], 'zone Moon'],
  ])('%s is refused', (_title, sources, found) => {
    let error: unknown;
    try {
      declare(sources);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(VaultwrightError);
    expect(error).toMatchObject({ code: 'E-CONFIG-FILES', found });
    expect((error as VaultwrightError).where).toContain('data set d');
  });
});

it('a data set may be declared from another one', () => {
  const { rules } = defineDataSet({ ...declare(['a']), sources: ['b'] });
  expect(rules.map(({ files }) => files.name)).toEqual(['b']);
});

describe('an option that does not exist', () => {
  /** Declarations as a program without types makes them. */
  const mistakes = (parts: object): readonly string[] => {
    const whole = { name: 'd', sources: ['a'], models: {}, defaultModel: 'm', recordSource: 's', ...parts };
    try {
      defineDataSet(whole as DataSetDeclaration);
    } catch (error) {
      expect(error).toMatchObject({ code: 'E-META-INVALID', where: 'data set d' });
      return (error as VaultwrightError).details;
    }
    return [];
  };

  it.each<[string, object, string]>([
    [
      'of the data set',
      { defaultmodel: 'x' },
      'data set d: unknown option defaultmodel; did you mean defaultModel? allowed: name, sources, models, defaultModel, recordSource',
    ],
    [
      'of a source',
      { sources: ['a', { name: 'b', file: 'b.csv' }] },
      'source b: unknown option file; did you mean files? allowed: name, files, date, zone, parts, knownContent, onEmptyObject, onExtraColumn, onMissing',
    ],
    [
      'or a value that is not allowed',
      { sources: [{ name: 'b', onMissing: 'warn' }] },
      'source b.onMissing: found "warn"; allowed: ignore, fail',
    ],
    [
      'or parts that are said in another way',
      { sources: [{ name: 'b', files: 'b_*.csv', parts: 'some' }] },
      'source b.parts: found "some"; allowed: all or an object of marker or an object of count',
    ],
    [
      'or a source that is nothing',
      { sources: [null] },
      'source number 1: found null; allowed: an object of',
    ],
  ])('%s is refused by name', (_title, parts, sentence) => {
    expect(mistakes(parts)).toEqual([expect.stringContaining(sentence)]);
  });
});
