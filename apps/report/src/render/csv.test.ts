import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../options/report-options.ts';
import { hostileNames } from '../testing/hostile-names.ts';
import { sampleResult, twoGroups } from '../testing/sample-result.ts';
import { renderCsv } from './csv.ts';
import { viewOptions } from './view-options.ts';

const csv = (names: readonly (string | null)[], ...words: string[]): string =>
  renderCsv(
    sampleResult(names.map((name) => ({ name, added: 2, writers: 1 }))),
    parseOptions(viewOptions, words),
  );
const namesIn = (text: string, delimiter = ','): string[] =>
  parse<Record<string, string>>(text, { columns: true, delimiter, bom: true }).map(
    (row) => row['group_name'] ?? '',
  );

describe('csv', () => {
  it('begins with the contract columns in contract order', () => {
    const [header, first] = renderCsv(sampleResult(twoGroups), parseOptions(viewOptions, [])).split('\n');
    expect(header).toBe(
      'hk_group_id,cnt_added_users,cnt_users_in_group_with_messages,group_conversion,group_id,group_name,registration_dt,is_private,cnt_joined_writers,group_conversion_strict,cnt_writers_not_added',
    );
    expect(first).toBe(
      '00000000000000000000000000000001,50,40,0.800000000000,1,A,2010-01-02 03:04:05.000006,false,40,0.800000000000,0',
    );
  });

  it('--contract-columns leaves the four alone', () => {
    const text = renderCsv(sampleResult(twoGroups), parseOptions(viewOptions, ['--contract-columns']));
    expect(text).toBe(
      'hk_group_id,cnt_added_users,cnt_users_in_group_with_messages,group_conversion\n' +
        '00000000000000000000000000000001,50,40,0.800000000000\n' +
        '00000000000000000000000000000002,100,50,0.500000000000\n',
    );
  });

  it('reads back any name exactly with --csv-raw, whatever the delimiter', () => {
    const name = fc.oneof(
      fc.constantFrom(...hostileNames.slice(0, -1)),
      fc.string({ unit: 'binary' }),
      fc.string(),
    );
    fc.assert(
      fc.property(
        fc.array(name, { minLength: 1, maxLength: 3 }),
        fc.constantFrom(',', ';', '\t', '|'),
        (names, delimiter) => {
          const wellFormed = names.map((text) => text.toWellFormed());
          const text = csv(wellFormed, '--csv-raw', '--delimiter', delimiter);
          expect(namesIn(text, delimiter)).toEqual(wellFormed);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('no text cell begins as a formula, and numbers are never touched', () => {
    for (const [index, cell] of namesIn(csv(hostileNames)).entries()) {
      const name = (hostileNames[index] ?? '').toWellFormed();
      expect(cell).toBe(/^[=+\-@\t\r]/.test(name) ? `'${name}` : name);
      expect(cell).not.toMatch(/^[=+\-@\t\r]/);
    }
    const numbers = csv(['-1', '=1']).split('\n').slice(1, 3);
    for (const line of numbers) expect(line).toMatch(/^[0-9a-f]{32},2,1,0\.500000000000,[12],/);
  });

  it('tells NULL from an empty text, and marks the file for spreadsheets on demand', () => {
    expect(csv([null, ''])).toMatch(/,1,,2010.*\n.*,2,"",2010/);
    expect(csv(['a'], '--bom').startsWith('\ufeffhk_group_id')).toBe(true);
    expect(csv(['a'])).not.toContain('\ufeff');
  });
});
