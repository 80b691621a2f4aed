import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseOptions } from '../options/report-options.ts';
import { hostileNames } from '../testing/hostile-names.ts';
import { decodeEntities, parseHtml } from '../testing/parse-html.ts';
import { sampleResult, twoGroups } from '../testing/sample-result.ts';
import { renderCsv } from './csv.ts';
import { renderHtml } from './html.ts';
import { viewOptions } from './view-options.ts';

const view = (...words: string[]) => parseOptions(viewOptions, words);
const hostile = sampleResult(
  hostileNames.map((name) => ({ name, added: 100, writers: 50 })),
  { rejected: [{ file: '<script>x</script>.csv', reason: '"><b>', records: 1 }] },
);

describe('html', () => {
  it('holds no script, no handler, no inline style and no address but its own data, whatever the names', () => {
    const { elements } = parseHtml(renderHtml(hostile, view()));
    expect(
      elements
        .filter(({ tag }) => /^(?:script|img|link|iframe|object|embed|base|form|a)$/.test(tag))
        .map(({ tag }) => tag),
    ).toEqual(['a', 'a']);
    for (const { tag, attributes } of elements) {
      for (const [name, value] of attributes) {
        expect(name).not.toMatch(/^on|^style$|^src$|^srcset$|^action$|^xlink/);
        if (name === 'href')
          expect(`${tag} ${value}`).toMatch(
            /^a data:(?:text\/csv|application\/json);charset=utf-8;base64,[A-Za-z0-9+/=]+$/,
          );
        expect(value).not.toMatch(/^(?:https?:)?\/\//);
      }
    }
  });

  it('shows every name literally, isolated from the text around it', () => {
    const page = renderHtml(hostile, view());
    for (const name of hostileNames.filter(
      (text) => text.length <= 120 && !/[\u0000-\u001f\u007f-\u009f]|\ud800/.test(text),
    )) {
      expect(decodeEntities(page)).toContain(`<bdi>${name}</bdi>`);
    }
    expect(page).toContain('shortened here');
  });

  it('allows its one style sheet by hash and nothing else', () => {
    const page = renderHtml(sampleResult(twoGroups), view());
    const style = /<style>([\s\S]*)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    const policy = decodeEntities(
      /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '',
    );
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
    );
    expect(style).not.toMatch(/url\(|@import|@font-face/);
  });

  it('answers in its first line, in both languages, the asked one first', () => {
    for (const [lang, title, checked] of [
      ['en', 'Group conversion: 2 oldest groups', 'lang-en'],
      ['ru', 'Конверсия групп: 2 самые старые группы', 'lang-ru'],
    ] as const) {
      const page = renderHtml(sampleResult(twoGroups), view('--lang', lang));
      const { elements } = parseHtml(page);
      expect(elements[0]?.attributes.get('lang')).toBe(lang);
      expect(page).toContain(`<title>${title}</title>`);
      expect(
        elements
          .filter(({ attributes }) => attributes.has('checked'))
          .map(({ attributes }) => attributes.get('id')),
      ).toEqual([checked]);
      expect(page).toContain(
        '<h1>Advertise “<bdi>A</bdi>” first: 80.0\u00a0% conversion from joining to writing.</h1>',
      );
      expect(page).toContain('<h1>Сначала рекламируйте «<bdi>A</bdi>»: конверсия\u00a0— 80,0\u00a0%.</h1>');
    }
  });

  it('has the numbers of the chart in a real table, with captions, scopes and headings in order', () => {
    const { elements } = parseHtml(renderHtml(sampleResult(twoGroups), view()));
    const count = (tag: string): number => elements.filter((element) => element.tag === tag).length;
    expect(count('svg')).toBe(5);
    expect([count('title'), count('desc')]).toEqual([5, 4]);
    expect(count('caption')).toBe(2);
    expect(
      elements.filter(({ tag }) => tag === 'th').every(({ attributes }) => attributes.has('scope')),
    ).toBe(true);
    const levels = elements.flatMap(({ tag }) => (/^h[1-6]$/.test(tag) ? [Number(tag[1])] : []));
    expect(levels[0]).toBe(1);
    for (const [index, level] of levels.entries())
      expect(level - (levels[index - 1] ?? level)).toBeLessThanOrEqual(1);
    const ids = elements.flatMap(({ attributes }) => attributes.get('id') ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const page = renderHtml(sampleResult(twoGroups), view());
    expect(page.match(/80\.0\u00a0%/g)?.length).toBeGreaterThanOrEqual(4);
    expect(page).toContain('80,0\u00a0%');
  });

  it('never mixes ratio and percent, and has no ratio where nobody joined', () => {
    const page = renderHtml(sampleResult([{ name: 'none', added: 0, writers: 2 }]), view());
    expect(page).toContain('<td class="num lead">n/a</td>');
    expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it('embeds the data files as links', () => {
    const result = sampleResult(twoGroups);
    const { elements } = parseHtml(renderHtml(result, view('--delimiter', ';', '--bom')));
    const link = elements.find(({ attributes }) => attributes.get('download') === 'group_conversion.csv');
    const base64 = link?.attributes.get('href')?.split('base64,')[1] ?? '';
    expect(Buffer.from(base64, 'base64').toString('utf8')).toBe(
      renderCsv(result, view('--delimiter', ';', '--bom')),
    );
  });

  it('stays under 1 MB and says what it leaves out', () => {
    const many = Array.from({ length: 3000 }, (_, at) => ({
      name: `Группа ${at} ${'я'.repeat(90)}`,
      added: 100,
      writers: 50,
    }));
    const page = renderHtml(sampleResult(many), view());
    expect(Buffer.byteLength(page)).toBeLessThan(1_000_000);
    expect(page).toContain('The first 200 of 3\u202f000 rows are shown');
    expect(page).toContain('JSON is too large to embed here; run the report with --format json.');
    parseHtml(page);
  });

  it('shows a page without rows as one that explains itself', () => {
    const page = renderHtml(sampleResult([]), view());
    expect(page).toContain('There is no answer yet: no group is loaded.');
    expect(page).toContain('Ответа пока нет: ни одна группа не загружена.');
    parseHtml(page);
  });

  it('is the same bytes for the same result', () => {
    expect(renderHtml(sampleResult(twoGroups), view())).toBe(renderHtml(sampleResult(twoGroups), view()));
  });
});
