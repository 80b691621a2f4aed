import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileNames } from '../../testing/hostile-names.ts';
import { decodeEntities, parseHtml } from '../../testing/parse-html.ts';
import { markup, sentenceMarkup } from './markup.ts';

/** What HTML cannot hold is replaced; everything else must survive. */
const kept = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');

describe('markup', () => {
  const name = fc.oneof(fc.constantFrom(...hostileNames), fc.string({ unit: 'binary', maxLength: 30 }));

  it('keeps any text inside its element and inside its attribute', () => {
    fc.assert(
      fc.property(name, (text) => {
        const { elements, text: shown } = parseHtml(markup`<p title="${text}">${text}</p>`.text);
        expect(elements.map(({ tag, attributes }) => [tag, [...attributes.keys()]])).toEqual([
          ['p', ['title']],
        ]);
        expect(decodeEntities(elements[0]?.attributes.get('title') ?? '')).toBe(kept(text));
        expect(decodeEntities(shown)).toBe(kept(text));
      }),
      { numRuns: 200 },
    );
  });

  it('escapes once, and leaves markup of its own alone', () => {
    const inner = markup`<b>${'&'}</b>`;
    expect(markup`<p>${inner}${[inner, inner]}${null}${3}</p>`.text).toBe(
      '<p><b>&amp;</b><b>&amp;</b><b>&amp;</b>3</p>',
    );
  });

  it('isolates data inside sentences', () => {
    expect(markup`${sentenceMarkup(['“', { data: 'a\u202eb' }, '”'])}`.text).toBe('“<bdi>a\u202eb</bdi>”');
    expect(markup`${sentenceMarkup('plain')}`.text).toBe('plain');
  });
});
