/** Languages of every report; data (names, keys) is never translated. */
export const langs = ['en', 'ru'] as const;
export type Lang = (typeof langs)[number];

/** A value out of the warehouse inside a sentence: shown literally, isolated, escaped for its surroundings. */
export interface DataText {
  readonly data: string;
}

/** Our own words as plain strings, the warehouse's as {@link DataText}. */
export type Sentence = string | readonly (string | DataText)[];

/** One sentence in every language. */
export type Phrase = Readonly<Record<Lang, Sentence>>;

/** Builds a phrase by saying the same thing once per language. */
export function inEachLang(say: (lang: Lang) => Sentence): Phrase {
  return { en: say('en'), ru: say('ru') };
}

/** The parts of a sentence, whichever way it was written. */
export function partsOf(sentence: Sentence): readonly (string | DataText)[] {
  return typeof sentence === 'string' ? [sentence] : sentence;
}

/** Joins sentences into one, with a separator of our own words. */
export function joinSentences(sentences: readonly Sentence[], separator: string): Sentence {
  return sentences.flatMap((sentence, index) =>
    index === 0 ? partsOf(sentence) : [separator, ...partsOf(sentence)],
  );
}
