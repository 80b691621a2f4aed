import { parseExpression } from './parse-expression.ts';
import { parseStoredName } from './parse-name.ts';
import { parseType } from './parse-type.ts';
import type { Parser } from './parser.ts';
import { allTokens, type SyntaxNode } from './syntax-node.ts';

/** Reads what follows `create`: a stored table. */
export function parseTable(parser: Parser): void {
  parser.expect('table');
  parser.accept('if', 'not', 'exists');
  parseStoredName(parser);
  elements(parser);
  physicalClauses(parser);
}

/** Reads what follows `create`: a local temporary table. */
export function parseTemporaryTable(parser: Parser): void {
  parser.expect('local');
  if (!parser.accept('temp')) parser.expect('temporary');
  parser.expect('table');
  parser.accept('if', 'not', 'exists');
  const token = parser.peek();
  parser.node('name', () => {
    parser.identifier();
    if (!parser.accept('.')) return;
    parser.identifier();
    parser.report('temporary-schema', 'a schema', token);
  });
  elements(parser);
  if (parser.is('on', 'commit'))
    parser.node('temporaryRows', () => {
      parser.expect('on', 'commit');
      if (!parser.accept('delete')) parser.expect('preserve');
      parser.expect('rows');
    });
  else parser.report('temporary-rows', 'no on commit');
  if (parser.is('no', 'projection')) parser.node('tableClause', () => parser.expect('no', 'projection'));
  physicalClauses(parser);
}

/** Reads a column with its type and constraints. */
export function parseColumnDefinition(parser: Parser): string {
  let name = '';
  parser.node('columnDefinition', () => {
    name = parser.identifier();
    parseType(parser);
    while (columnConstraint(parser));
  });
  return name;
}

/** Reads `( names )` and checks that they differ. */
export function parseColumnList(parser: Parser): string[] {
  const names: string[] = [];
  parser.node('columnList', () =>
    parser.bracketed(() =>
      parser.list(() => {
        const token = parser.peek();
        distinctName(parser, names, parser.identifier(), token);
      }),
    ),
  );
  return names;
}

function elements(parser: Parser): void {
  const names: string[] = [];
  parser.node('columnList', () =>
    parser.bracketed(() =>
      parser.list(() => {
        const token = parser.peek();
        if (token?.kind === 'word' && tableConstraint(parser)) return;
        distinctName(parser, names, parseColumnDefinition(parser), token);
      }),
    ),
  );
}

function distinctName(
  parser: Parser,
  names: string[],
  name: string,
  token: ReturnType<Parser['peek']>,
): void {
  if (names.some((other) => other.toLowerCase() === name.toLowerCase()))
    parser.report('identifier-fold', name, token);
  names.push(name);
}

function columnConstraint(parser: Parser): boolean {
  const isNull = parser.is('null') || parser.is('not', 'null');
  if (!isNull && !parser.is('default') && !parser.is('primary', 'key') && !parser.is('unique')) return false;
  parser.node('columnConstraint', () => {
    if (parser.accept('default')) return parseExpression(parser);
    if (parser.accept('not', 'null') || parser.accept('null')) return;
    if (!parser.accept('primary', 'key')) parser.expect('unique');
    disabled(parser);
  });
  return true;
}

function tableConstraint(parser: Parser): boolean {
  if (!['constraint', 'primary', 'unique'].some((word) => parser.is(word))) return false;
  parser.node('tableConstraint', () => {
    if (parser.accept('constraint')) parser.identifier();
    if (!parser.accept('primary', 'key')) parser.expect('unique');
    parseColumnList(parser);
    disabled(parser);
  });
  return true;
}

function disabled(parser: Parser): void {
  const token = parser.peek();
  if (parser.accept('disabled')) return;
  const found = parser.accept('enabled') ? 'enabled' : 'neither enabled nor disabled';
  parser.report('enabled-constraint', found, token);
}

const clauseOrder = ['order', 'segmented', 'unsegmented', 'ksafe', 'partition'];

function physicalClauses(parser: Parser): void {
  let last = -1;
  for (;;) {
    const word = clauseOrder.find((start) => parser.is(start));
    if (word === undefined) return;
    const place = clauseOrder.indexOf(word);
    if (place <= last) parser.refuse('clause-order', `${word} here`);
    // A table is segmented or it is not: the second of the two is out of place as well.
    last = word === 'segmented' ? place + 1 : place;
    parser.node('tableClause', () => physicalClause(parser, word));
  }
}

function physicalClause(parser: Parser, word: string): void {
  switch (word) {
    case 'order':
      parser.expect('order', 'by');
      return parser.list(() => void parser.identifier());
    case 'segmented':
      parser.expect('segmented', 'by', 'hash');
      parseColumnList(parser);
      return parser.expect('all', 'nodes');
    case 'unsegmented':
      return parser.expect('unsegmented', 'all', 'nodes');
    case 'ksafe':
      parser.report('ksafe', 'ksafe');
      parser.take();
      if (parser.peek()?.kind === 'number') parser.take();
      return;
    default:
      return partition(parser);
  }
}

function partition(parser: Parser): void {
  parser.expect('partition', 'by');
  const by = parser.node('group', () => parseExpression(parser));
  const token = parser.peek();
  if (!parser.accept('group', 'by')) return;
  if (!parser.accept('calendar_hierarchy_day'))
    parser.refuse('shape', 'calendar_hierarchy_day expected here');
  let repeated: SyntaxNode | null = null;
  parser.bracketed(() => {
    repeated = parser.node('group', () => parseExpression(parser));
    while (parser.accept(',')) parser.expectKind('number');
  });
  if (repeated === null || textOf(repeated) !== textOf(by))
    parser.report('partition-group', 'another expression', token);
}

function textOf(node: SyntaxNode): string {
  return allTokens(node)
    .map(({ text }) => text.toLowerCase())
    .join(' ');
}
