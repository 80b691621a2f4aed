/** Blocks whose upper case JavaScript and every supported engine agree on, save for {@link contested}. */
const claimedBlocks: readonly (readonly [first: number, last: number])[] = [
  [0x0000, 0x024f], // Latin
  [0x0370, 0x058f], // Greek, Cyrillic, Armenian
  [0x1e00, 0x1eff], // Latin with further marks
];

/** Dotless i, long s, and a letter that got its upper case in Unicode 16. */
const contested: ReadonlySet<string> = new Set(['\u0131', '\u017f', '\u019b']);

/**
 * The first character of a text whose upper case engines disagree on, or null.
 *
 * Invariant: characters without upper case are never contested; letters outside Latin, Greek, Cyrillic and Armenian
 * that have one always are, and so are those whose upper case is longer than one code point.
 */
export function contestedUpperCase(text: string): string | null {
  if (/^[\x00-\x7f]*$/.test(text)) return null;
  for (const character of text) {
    if (!isClaimed(character)) return character;
  }
  return null;
}

function isClaimed(character: string): boolean {
  const upper = character.toUpperCase();
  if (upper === character) return true;
  const point = character.codePointAt(0) as number;
  return (
    claimedBlocks.some(([first, last]) => point >= first && point <= last) &&
    !contested.has(character) &&
    Array.from(upper).length === 1
  );
}
