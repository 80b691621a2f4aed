import { describe, expect, it } from 'vitest';
import { parseOptions } from '../options/report-options.ts';
import { hostileNames } from '../testing/hostile-names.ts';
import { sampleResult, twoGroups } from '../testing/sample-result.ts';
import { renderJson } from './json.ts';
import { viewOptions } from './view-options.ts';

interface Document {
  readonly schema: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly answer: { readonly headline: Readonly<Record<string, string>> };
}
const document = (text: string): Document => JSON.parse(text) as Document;
const plain = parseOptions(viewOptions, []);

describe('json', () => {
  it('keeps contract order, exact digits and null for an undefined ratio', () => {
    const text = renderJson(sampleResult([...twoGroups, { name: null, added: 0, writers: 3 }]), plain);
    expect(text).toContain('"group_conversion": 0.800000000000,');
    const { schema, rows, answer } = document(text);
    expect(schema).toBe('vaultwright.report/1');
    expect(Object.keys(rows[0] ?? {}).slice(0, 4)).toEqual([
      'hk_group_id',
      'cnt_added_users',
      'cnt_users_in_group_with_messages',
      'group_conversion',
    ]);
    expect(rows[2]).toMatchObject({ group_conversion: null, group_name: null, cnt_added_users: 0 });
    expect(answer.headline['ru']).toBe('Сначала рекламируйте «A»: конверсия — 80,0 %.');
  });

  it('writes an id beyond 2^53 with all its digits', () => {
    const result = sampleResult([{ name: 'x', added: 1, writers: 1 }]);
    const rows = [{ ...result.rows[0], group_id: '9223372036854775807' }];
    expect(renderJson({ ...result, rows }, plain)).toContain('"group_id": 9223372036854775807,');
  });

  it('gives back every hostile name', () => {
    const groups = hostileNames.map((name) => ({ name, added: 1, writers: 1 }));
    expect(document(renderJson(sampleResult(groups), plain)).rows.map((row) => row['group_name'])).toEqual(
      hostileNames,
    );
  });

  it('--contract-columns leaves four keys in a row', () => {
    const view = parseOptions(viewOptions, ['--contract-columns']);
    const { rows } = document(renderJson(sampleResult(twoGroups), view));
    expect(Object.keys(rows[0] ?? {})).toHaveLength(4);
  });
});
