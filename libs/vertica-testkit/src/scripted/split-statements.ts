/** Pieces of SQL that hide a semicolon: strings, quoted names, comments. */
const opaque = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//gy;
const escapedString = /[eE]'(?:[^'\\]|''|\\[\s\S])*'/gy;

/** Takes a text apart at the semicolons that stand between statements. Shape: trimmed, no empty ones. */
export function splitStatements(text: string): string[] {
  const statements: string[] = [];
  let start = 0;
  for (let at = 0; at < text.length;) {
    const length = opaqueLength(text, at);
    if (length === 0 && text[at] === ';') {
      statements.push(text.slice(start, at));
      start = at + 1;
    }
    at += length || 1;
  }
  statements.push(text.slice(start));
  return statements.map((statement) => statement.trim()).filter((statement) => statement !== '');
}

/** Number of `?` that stand for a parameter. */
export function countPlaceholders(sql: string): number {
  let count = 0;
  for (let at = 0; at < sql.length;) {
    const length = opaqueLength(sql, at);
    if (length === 0 && sql[at] === '?') count += 1;
    at += length || 1;
  }
  return count;
}

/** Length of the opaque piece that starts here, else 0. */
function opaqueLength(text: string, at: number): number {
  for (const pattern of [escapedString, opaque]) {
    if (pattern === escapedString && /\w/.test(text[at - 1] ?? '')) continue;
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) return found[0].length;
  }
  return 0;
}
