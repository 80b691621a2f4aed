/** A start tag with its attributes, in document order. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: ReadonlyMap<string, string>;
}

const tag = /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-zA-Z][a-zA-Z0-9:-]*(?:="[^"<>]*")?)*)\s*(\/?)>/;

/**
 * Reads a page by a grammar far stricter than a browser's: a `<` that opens nothing well-formed is an error.
 *
 * Whatever passes here means the same to every browser, so a hostile text cannot hide a tag from the test.
 */
export function parseHtml(page: string): {
  readonly elements: readonly HtmlElement[];
  readonly text: string;
} {
  const elements: HtmlElement[] = [];
  const open: string[] = [];
  let text = '';
  let rest = page.replace(/^<!doctype html>/, '');
  while (rest !== '') {
    const next = rest.indexOf('<');
    if (next < 0) return { elements, text: text + rest };
    text += rest.slice(0, next);
    rest = rest.slice(next);
    const match = tag.exec(rest);
    if (match === null) throw new Error(`not a tag: ${rest.slice(0, 60)}`);
    const [whole, closing, name = '', attributes = '', selfClosed] = match;
    rest = rest.slice(whole.length);
    if (closing === '/') {
      const expected = open.pop();
      if (expected !== name) throw new Error(`</${name}> closes <${expected}>`);
      continue;
    }
    const pairs = [...attributes.matchAll(/([a-zA-Z][a-zA-Z0-9:-]*)(?:="([^"]*)")?/g)];
    elements.push({ tag: name, attributes: new Map(pairs.map(([, key = '', value = '']) => [key, value])) });
    if (name === 'style') {
      rest = rest.slice(rest.indexOf('</style>'));
      open.push(name);
    } else if (selfClosed !== '/' && !['meta', 'input', 'wbr', 'br'].includes(name)) open.push(name);
  }
  if (open.length > 0) throw new Error(`left open: ${open.join(' ')}`);
  return { elements, text };
}

/** Entities back to characters. */
export function decodeEntities(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
