import { partsOf, type Sentence } from '../../text/phrase.ts';

/** Text that is HTML already; everything else is data and gets escaped. */
export class Markup {
  constructor(readonly text: string) {}
}

export type MarkupPart = string | number | Markup | readonly Markup[] | null;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * The one escaper of the page: safe in element content and in double-quoted attributes.
 *
 * Control characters and lone surrogates, which HTML cannot hold, become U+FFFD; line breaks and tabs stay.
 */
function escapeHtml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

/**
 * Builds markup; every interpolated string or number is escaped, null is nothing.
 *
 * Example: markup`<td title="${name}">${name}</td>`.
 */
export function markup(literals: TemplateStringsArray, ...parts: readonly MarkupPart[]): Markup {
  let text = literals[0] ?? '';
  for (const [index, part] of parts.entries()) text += written(part) + (literals[index + 1] ?? '');
  return new Markup(text);
}

/** A sentence with its data isolated, so that a name written right to left cannot reorder our words. */
export function sentenceMarkup(sentence: Sentence): readonly Markup[] {
  return partsOf(sentence).map((part) =>
    typeof part === 'string' ? markup`${part}` : markup`<bdi>${part.data}</bdi>`,
  );
}

/** A technical name that may break after each underscore. */
export function breakable(name: string): readonly Markup[] {
  return name.split(/(?<=_)/).map((part) => markup`${part}<wbr>`);
}

function written(part: MarkupPart): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string' || typeof part === 'number') return escapeHtml(String(part));
  return part.map((item) => item.text).join('');
}
