/**
 * Line of a setting in a script, found by looking for its keys one inside the other.
 *
 * Shape: from 1; null when a key is not written literally (computed, spread, imported). A guess good enough for a
 * message, never used for anything else.
 */
export function lineInScript(text: string, path: readonly (string | number)[]): number | null {
  let offset = 0;
  for (const key of path) {
    if (typeof key === 'number') continue;
    const escaped = key.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
    const pattern = new RegExp(
      String.raw`(?:^|[\s{,])(?:'${escaped}'|"${escaped}"|${escaped})\s*[:,}(]`,
      'g',
    );
    pattern.lastIndex = offset;
    const match = pattern.exec(text);
    if (match === null) return null;
    // the separator in front of the key may be the line break before it
    offset = match.index + match[0].search(/['"\w$]/);
  }
  return text.slice(0, offset).split('\n').length;
}
