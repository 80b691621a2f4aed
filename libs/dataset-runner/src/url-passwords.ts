/** Up to the colon in front of a password. A user's name may be empty; a path or a query begins no user. */
const beforePassword = /:\/\/[^\s:/?#@"']*(?=:)/g;
const afterPassword = /[\s"'<>]/g;

/**
 * Replaces the password of every `scheme://user:password@host`, up to the last `@` of its word: passwords may hold an
 * unescaped one.
 *
 * Invariant: every character is looked at a bounded number of times. With `isCut` the text ends early and the `@` may be
 * missing, so what could be a password at its end counts as one.
 */
export function maskUrlPasswords(text: string, mask: string, isCut = false): string {
  let masked = '';
  let copied = 0;
  let wordEnd = -1;
  let at = -1;
  for (const { index, 0: before } of text.matchAll(beforePassword)) {
    if (index < copied) continue;
    const start = index + before.length + 1;
    if (start > wordEnd) {
      wordEnd = endOfWord(text, start);
      at = isCut && wordEnd === text.length ? wordEnd : start + text.slice(start, wordEnd).lastIndexOf('@');
    }
    if (at <= start) continue;
    masked += text.slice(copied, start) + mask;
    copied = at;
  }
  return masked + text.slice(copied);
}

function endOfWord(text: string, start: number): number {
  afterPassword.lastIndex = start;
  return afterPassword.exec(text)?.index ?? text.length;
}
