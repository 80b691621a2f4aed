import type { HashRules } from './hash-profile.ts';

/**
 * True when two tuples of one width share a hashed text only if their parts are equal after trimming and folding.
 *
 * Invariant: sufficient, not necessary. Two schemes are recognised; in both, the first escape doubles a mark and every
 * other escape puts the mark before one character. Either the delimiter begins with an escaped character and the null
 * token with the mark, or parts are quoted and the quote is escaped.
 */
export function isCollisionSafe(rules: HashRules): boolean {
  if (losesCharacters(rules) || rules.delimiter === '') return false;
  const [doubling, ...rest] = rules.escape;
  if (doubling === undefined) return false;
  const [mark, doubled] = doubling;
  const escaped = rest.map(([from]) => from);
  const specials = [mark, ...escaped];
  const wellFormed =
    doubled === mark.repeat(2) &&
    rest.every(([from, to]) => to === `${mark}${from}`) &&
    specials.every(isSpecial) &&
    new Set(specials).size === specials.length;
  if (!wellFormed) return false;
  const { quote, nullToken, delimiter } = rules;
  if (quote !== null) {
    return escaped.includes(quote) && !nullToken.includes(quote) && !delimiter.includes(quote);
  }
  const [delimiterHead = ''] = delimiter;
  const [tokenMark, tokenHead] = nullToken;
  return (
    escaped.includes(delimiterHead) &&
    !delimiter.includes(mark) &&
    tokenMark === mark &&
    tokenHead !== undefined &&
    !specials.includes(tokenHead)
  );
}

/** Letters, digits and signs of the texts of numbers, times and bytes. */
const valueAlphabet = /^[0-9A-Za-z .:+-]+$/;

/** True when the text may occur in the text of a value that is not text itself. */
export function occursInValues(text: string): boolean {
  return valueAlphabet.test(text);
}

/** Rules that work on the joined text cannot tell a value's characters from those between the values. */
function losesCharacters({ stripControl, stripTrailing, case: fold, caseScope }: HashRules): boolean {
  return (
    stripControl.length > 0 ||
    (stripTrailing !== 'none' && stripTrailing !== 'nullParts') ||
    (fold !== 'preserve' && caseScope === 'whole')
  );
}

/** One code point that stands in no text of a number, time or byte, because only escapes of text are always printed. */
function isSpecial(text: string): boolean {
  return Array.from(text).length === 1 && !occursInValues(text);
}
