// C0 and C1 controls, line and paragraph separators, direction marks and overrides
const invisible = new RegExp(
  String.raw`[\u0000-\u001F\u007F-\u009F\u200E\u200F\u2028-\u202E\u2066-\u2069]`,
  'g',
);

/**
 * Makes control characters and direction overrides visible, so that a file name or a value can neither move the cursor
 * nor reorder a line.
 */
export function visibleText(text: string): string {
  return text.replaceAll(invisible, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, '0');
    return String.raw`\u${code}`;
  });
}
