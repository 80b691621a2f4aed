/** Moves every line two spaces to the right. */
export function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

/** A clause whose items stand on lines of their own when there is more than one. */
export function clause(keyword: string, items: readonly string[], separator = ','): string {
  return items.length === 1 && !items[0]?.includes('\n')
    ? `${keyword} ${items[0]}`
    : `${keyword}\n${indent(items.join(`${separator}\n`))}`;
}
