/** Sections of one parsed file that the grammar could not read. Shape: their texts, in order. */
export function unparsableSections(node) {
  if (Array.isArray(node)) return node.flatMap(unparsableSections);
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node).flatMap(([type, inner]) =>
    type === 'unparsable' ? [textOf(inner)] : unparsableSections(inner),
  );
}

/**
 * Holds what a parser could not read against the list of exceptions.
 *
 * Shape: `files` are `{ filepath, segments }` as sqlfluff prints them; exceptions are `{ file, contains, reason }`.
 */
export function judge(files, exceptions) {
  const used = new Set();
  const findings = files.flatMap(({ filepath, segments }) => {
    if (segments === null) return [`${filepath}: not parsed at all`];
    return unparsableSections(segments).flatMap((text) => {
      const exception = exceptions.find(
        (each) => filepath.endsWith(each.file) && text.includes(each.contains),
      );
      if (exception === undefined) return [`${filepath}: ${JSON.stringify(text.trim().slice(0, 160))}`];
      used.add(exception);
      return [];
    });
  });
  const stale = exceptions.filter((each) => !used.has(each));
  return {
    findings: [
      ...findings,
      ...stale.map(({ file, contains }) => `exception for ${file} fits nothing: ${JSON.stringify(contains)}`),
    ],
    allowed: used.size,
  };
}

function textOf(node) {
  if (typeof node === 'string') return node;
  if (Array.isArray(node)) return node.map(textOf).join('');
  return node === null ? '' : Object.values(node).map(textOf).join('');
}
