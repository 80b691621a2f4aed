import { describe, expect, it } from 'vitest';
import { parseOptions } from '../options/report-options.ts';
import { hostileNames } from '../testing/hostile-names.ts';
import { sampleResult, twoGroups } from '../testing/sample-result.ts';
import { renderMarkdown } from './markdown.ts';
import { viewOptions } from './view-options.ts';

const view = (...words: string[]) => parseOptions(viewOptions, words);

describe('markdown', () => {
  it('prints a table with ratios of three digits', () => {
    const text = renderMarkdown(sampleResult(twoGroups), view());
    expect(text).toContain('| 1 | A | 50 | 40 | 0.800 | 40 | 0.800 | 0 |\n| 2 | B |');
    expect(text).toContain('**Advertise “A” first: 80.0 % conversion from joining to writing.**');
  });

  it('keeps every hostile name inside its cell, as text', () => {
    const groups = hostileNames.map((name) => ({ name, added: 100, writers: 50 }));
    const text = renderMarkdown(sampleResult(groups), view());
    const rows = text.split('\n').filter((line) => /^\| [0-9]+ \|/.test(line));
    expect(rows).toHaveLength(hostileNames.length);
    for (const row of rows) {
      expect(row.replaceAll('\\|', '').split('|')).toHaveLength(10);
      expect(row).not.toMatch(/<(?!br>)|(?<!\\)\[|(?<!\\)!\[|https?:\/\//);
    }
  });

  it('speaks Russian on demand', () => {
    const text = renderMarkdown(sampleResult(twoGroups), view('--lang', 'ru'));
    expect(text).toContain('**Сначала рекламируйте «A»: конверсия — 80,0 %.**');
    expect(text).toContain('| 1 | A | 50 | 40 | 0,800 |');
  });
});
