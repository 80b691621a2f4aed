import type { Parser } from './parser.ts';
import type { SyntaxNode } from './syntax-node.ts';

/** Schemas of the server itself; their names are written as the manual does. */
const systemSchemas: ReadonlySet<string> = new Set(['v_catalog', 'v_monitor']);

/** Reads `a`, `a.b` or `a.b.c` into the open node and gives the parts. */
export function parseName(parser: Parser, most: number): string[] {
  if (isSystemName(parser)) {
    const parts: string[] = [];
    do parts.push(parser.expectKind('word', 'quoted').text);
    while (parts.length < most && parser.accept('.'));
    return parts;
  }
  const parts = [parser.identifier()];
  while (parts.length < most && parser.accept('.')) parts.push(parser.identifier());
  return parts;
}

/** Reads the name of a stored object; it must have a schema. */
export function parseStoredName(parser: Parser): {
  readonly node: SyntaxNode;
  readonly parts: readonly string[];
} {
  const token = parser.peek();
  let parts: string[] = [];
  const node = parser.node('name', () => {
    parts = parseName(parser, 2);
  });
  if (parts.length === 1) parser.report('unqualified-name', parts[0] ?? '', token);
  return { node, parts };
}

/** Reads the name of a table that may also be a work table or a common table. */
export function parseTableName(parser: Parser): void {
  const token = parser.peek();
  let parts: string[] = [];
  parser.node('name', () => {
    parts = parseName(parser, 2);
  });
  const [only, ...others] = parts;
  if (only === undefined || others.length > 0) return;
  const folded = only.toLowerCase();
  const { workTables } = parser.options;
  const isCommon = parser.commonTables.some((names) => names.has(folded));
  const isWork = workTables === undefined || [...workTables].some((name) => name.toLowerCase() === folded);
  if (!isCommon && !isWork) parser.report('unqualified-name', only, token);
}

function isSystemName(parser: Parser): boolean {
  const token = parser.peek();
  return (
    token?.kind === 'word' && systemSchemas.has(token.text.toLowerCase()) && parser.peek(1)?.text === '.'
  );
}
