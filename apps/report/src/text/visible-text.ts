import type { Sentence } from './phrase.ts';
import { partsOf } from './phrase.ts';

const unsafe =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Surrogate}/gu;

/**
 * Data for a line of plain text: control and direction characters become visible escapes such as `\u202e`.
 *
 * A terminal then obeys no escape sequence and a table keeps its lines, whatever a group is called.
 */
export function visibleText(data: string): string {
  return data.replace(unsafe, (character) =>
    character === '\n' ? '\\n' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Our own words with ordinary spaces, for outputs that do not lay out text. */
export function plainSpaces(text: string): string {
  return text.replace(/[\u00a0\u202f]/g, ' ');
}

/** A sentence as one line of plain text. */
export function plainSentence(sentence: Sentence): string {
  return partsOf(sentence)
    .map((part) => (typeof part === 'string' ? plainSpaces(part) : visibleText(part.data)))
    .join('');
}
