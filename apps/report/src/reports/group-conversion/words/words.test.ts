import { describe, expect, it } from 'vitest';
import { viewWords } from '../../../render/words/words.ts';
import { partsOf } from '../../../text/phrase.ts';
import type { Sentence } from '../../../text/phrase.ts';
import { membershipSources } from '../membership-source.ts';
import { groupConversionWords } from './words.ts';

/** Every text of a dictionary by path; functions are called with sample arguments, so that they show theirs. */
function texts(value: unknown, path: string): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const share = { name: [{ data: 'NAME' }], percent: 'PERCENT', strictPercent: 'STRICT' };
    const call = value as (...parts: unknown[]) => Sentence;
    const samples: Record<string, unknown[]> = {
      downloadLeftOut: ['JSON'],
      best: [share],
      bestIsStrict: [share],
      alsoTarget: [[share, share]],
      description: [share, 2],
      strictDiffers: [2, 'THRESHOLD', share],
      smallBase: [[share.name], 30],
      checkFailed: ['CHECK'],
      held: path.includes('notices') ? [2] : ['l_admins', 'h_users'],
      nobodyJoinedDetail: ['2021-05-28 00:00:00.000000'],
      asOf: ['2021-05-28 00:00:00.000000'],
    };
    const name = path.split('.').at(-1) ?? '';
    const said = call(...(samples[name] ?? [2, 3, 4, 5]));
    const text = partsOf(said).map((part) => (typeof part === 'string' ? part : part.data));
    return [[path, text.join('')]];
  }
  return Object.entries(value as object).flatMap(([key, part]) => texts(part, `${path}.${key}`));
}

const arguments_ = /NAME|PERCENT|STRICT|THRESHOLD|CHECK|[0-9]+/g;
/** Texts that are the same on purpose. */
const untranslated = new Set(['view.rank', 'view.lineage', 'view.codeVersion', 'report.figures.overallNote']);

describe.each([
  ['view', viewWords.en, viewWords.ru],
  ['report', groupConversionWords.en, groupConversionWords.ru],
] as const)('%s words', (name, en, ru) => {
  const english = texts(en, name);
  const russian = new Map(texts(ru, name));

  it('exist in both languages under the same keys', () => {
    expect([...russian.keys()]).toEqual(english.map(([key]) => key));
    for (const [key, text] of [...english, ...russian]) expect(text.trim(), key).not.toBe('');
  });

  it('are really translated', () => {
    for (const [key, text] of english) {
      if (untranslated.has(key) || key === 'view.language') continue;
      expect(russian.get(key), key).toMatch(/[а-яё]/i);
      expect(text, key).not.toMatch(/[а-яё]/i);
    }
  });

  it('say all that they are told, in both languages', () => {
    for (const [key, text] of english) {
      const told = (said: string): string[] => [...new Set(said.match(arguments_) ?? [])].toSorted();
      expect(told(russian.get(key) ?? ''), key).toEqual(told(text));
    }
  });
});

it('every reference that may wait has a text of its own in both languages', () => {
  for (const { references } of Object.values(membershipSources)) {
    for (const { link, hub } of references) {
      for (const words of Object.values(groupConversionWords)) {
        expect(words.held(link, hub)).not.toContain(link);
      }
    }
  }
});
