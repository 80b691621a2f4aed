import { VaultwrightError } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { groupConversion, reports } from '../index.ts';
import { reportFormats } from './render.ts';
import { sampleResult, twoGroups } from '../testing/sample-result.ts';

describe('a report in every format', () => {
  it('is found by name', () => {
    expect(reports.map(({ name }) => name)).toEqual(['group_conversion']);
  });

  it('renders in each of them, in each language', () => {
    for (const format of reportFormats) {
      for (const lang of ['en', 'ru']) {
        expect(groupConversion.render(sampleResult(twoGroups), format, ['--lang', lang])).not.toBe('');
      }
    }
  });

  it('names the known formats when asked for another', () => {
    const attempt = (): string => groupConversion.render(sampleResult(twoGroups), 'htm', []);
    expect(attempt).toThrow(VaultwrightError);
    expect(attempt).toThrow(/terminal, csv, json, md, html.*did you mean html\?/);
  });
});
