import { VaultwrightError } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { groupConversion } from '../reports/group-conversion/group-conversion.ts';
import { groupConversionOptions } from '../reports/group-conversion/options.ts';
import { viewOptions } from '../render/view-options.ts';
import { parseOptions } from './report-options.ts';

const all = { ...groupConversionOptions, ...viewOptions };
const refused = (...words: string[]): VaultwrightError => {
  try {
    parseOptions(all, words);
  } catch (error) {
    if (error instanceof VaultwrightError) return error;
  }
  throw new Error('was accepted');
};

describe('report options', () => {
  it('default to the published definition', () => {
    expect(parseOptions(all, [])).toEqual({
      groups: 10,
      asOf: null,
      currentMembers: false,
      excludeFounder: false,
      metric: 'headline',
      strictThreshold: { numerator: 1n, denominator: 100n },
      lang: 'en',
      contractColumns: false,
      bom: false,
      delimiter: ',',
      csvRaw: false,
      color: false,
    });
  });

  it('come as two words or one, the last one winning', () => {
    const words = [
      '--groups',
      '5',
      '--as-of=2021-05-28 10:00',
      '--current-members',
      '--groups=7',
      '--delimiter',
      'tab',
    ];
    expect(parseOptions(all, words)).toMatchObject({
      groups: 7,
      asOf: '2021-05-28 10:00:00.000000',
      currentMembers: true,
      delimiter: '\t',
    });
  });

  it('suggest the option that was meant', () => {
    expect(refused('--group', '5').fix).toBe('did you mean --groups?');
    expect(refused('--curent-members').fix).toBe('did you mean --current-members?');
    expect(refused('stray').where).toBe('stray');
  });

  it('are refused together, in one usage error', () => {
    const error = refused('--groups', '0', '--lang', 'de', '--metric', '--bom=yes', '--nonsense-at-all');
    expect(error).toMatchObject({
      code: 'E-USAGE-OPTION',
      family: 'usage',
      where: '--groups',
      found: '"0"',
      retryable: false,
    });
    expect(error.details.map((line) => line.split(':')[0])).toEqual([
      '--lang',
      '--metric',
      '--nonsense-at-all',
    ]);
  });

  it('refuse values outside their range', () => {
    for (const words of [
      ['--groups', '-1'],
      ['--groups', '1.5'],
      ['--groups', '10001'],
      ['--groups'],
      ['--delimiter', 'ab'],
      ['--delimiter', '"'],
      ['--strict-threshold', 'much'],
      ['--as-of', '2021-02-29'],
      ['--as-of', '2021-05-28T10:00:00Z'],
      ['--as-of', '2021-05-28 24:00'],
      ['--csv-raw=true'],
    ]) {
      expect(refused(...words).code, words.join(' ')).toBe('E-USAGE-OPTION');
    }
  });

  it('take a bare day as the whole day', () => {
    expect(parseOptions(all, ['--as-of', '2020-02-29']).asOf).toBe('2020-02-29 23:59:59.999999');
    expect(parseOptions(all, ['--as-of', '2020-02-29T01:02:03.4']).asOf).toBe('2020-02-29 01:02:03.400000');
  });

  it('are described for help, each with its flag', () => {
    expect(groupConversion.options.map(({ flag }) => flag)).toEqual([
      '--groups <n>',
      '--as-of <ts>',
      '--current-members',
      '--exclude-founder',
      '--metric <headline|strict>',
      '--strict-threshold <ratio>',
      '--lang <en|ru>',
      '--contract-columns',
      '--bom',
      '--delimiter <char>',
      '--csv-raw',
      '--color',
    ]);
  });
});
