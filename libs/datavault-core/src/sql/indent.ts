/** Moves every line two spaces to the right. Only U+000A ends a line: the others may stand inside a literal. */
export function indent(text: string): string {
  return text.replace(/(?<![^\n])(?=[^\n])/g, '  ');
}

/** A clause whose items stand on lines of their own when there is more than one. */
export function clause(keyword: string, items: readonly string[], separator = ','): string {
  return items.length === 1 && !items[0]?.includes('\n')
    ? `${keyword} ${items[0]}`
    : `${keyword}\n${indent(items.join(`${separator}\n`))}`;
}

const lineWidth = 100;

/** A list in brackets, on one line where it fits. */
export function bracketed(items: readonly string[]): string {
  const line = `(${items.join(', ')})`;
  return line.length <= lineWidth && !line.includes('\n') ? line : `(\n${indent(items.join(',\n'))}\n)`;
}

/** Parts on one line where they fit, else each on its own. */
export function bracketedParts(parts: readonly string[]): string {
  const line = `(${parts.join(' ')})`;
  return line.length <= lineWidth && !line.includes('\n') ? line : `(\n${indent(parts.join('\n'))}\n)`;
}
