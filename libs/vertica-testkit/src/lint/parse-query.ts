import { parseExpression } from './parse-expression.ts';
import { parseTableName } from './parse-name.ts';
import type { Parser } from './parser.ts';

/** Reads a query with its common tables. */
export function parseQuery(parser: Parser): void {
  parser.node('query', () => {
    const names = new Set<string>();
    parser.commonTables.push(names);
    if (parser.accept('with'))
      parser.list(() => {
        parser.node('commonTable', () => {
          const name = parser.identifier();
          parser.expect('as');
          parser.bracketed(() => parseQuery(parser));
          names.add(name.toLowerCase());
        });
      });
    parts(parser);
    parser.commonTables.pop();
  });
}

function parts(parser: Parser): void {
  part(parser);
  while (parser.is('union')) {
    parser.expect('union', 'all');
    part(parser);
  }
  closing(parser);
}

function part(parser: Parser): void {
  if (parser.is('(')) return void parser.node('group', () => parser.bracketed(() => parseQuery(parser)));
  parser.node('select', () => {
    parser.expect('select');
    parser.accept('distinct');
    parser.list(() => selectItem(parser));
    clauses(parser);
  });
}

function selectItem(parser: Parser): void {
  if (parser.accept('*')) return;
  parseExpression(parser);
  if (parser.is('.')) parser.refuse('shape', 'a column or an expression expected here');
  alias(parser);
}

const clauseStarts: readonly (readonly string[])[] = [
  ['from'],
  ['where'],
  ['group', 'by'],
  ['having'],
  ['order', 'by'],
  ['limit'],
  ['offset'],
];

function clauses(parser: Parser): void {
  if (parser.accept('from')) {
    parser.list(() => relation(parser));
    joins(parser);
  }
  if (parser.accept('where')) parseExpression(parser);
  if (parser.accept('group', 'by')) parser.list(() => parseExpression(parser));
  if (parser.accept('having')) parseExpression(parser);
  if (clauseStarts.slice(0, 4).some((words) => parser.is(...words)))
    parser.refuse('clause-order', `${parser.peek()?.text} here`);
}

/** Clauses after the last part of a query. */
function closing(parser: Parser): void {
  if (parser.is('order', 'by')) parseOrderTerms(parser, 'query');
  if (parser.accept('limit')) count(parser);
  if (parser.accept('offset')) count(parser);
  if (clauseStarts.some((words) => parser.is(...words)))
    parser.refuse('clause-order', `${parser.peek()?.text} here`);
}

function count(parser: Parser): void {
  if (parser.peek()?.kind === 'parameter') parser.node('parameter', () => void parser.take());
  else parser.expectKind('number');
}

/** Reads `order by` terms: those of a window say where nulls stand, those of a query have no word for it. */
export function parseOrderTerms(parser: Parser, of: 'query' | 'window'): void {
  parser.node('orderTerms', () => {
    parser.expect('order', 'by');
    parser.list(() => {
      const token = parser.peek();
      parseExpression(parser);
      if (!parser.accept('asc')) parser.accept('desc');
      if (!parser.is('nulls')) {
        if (of === 'window') parser.report('order-nulls', 'no nulls first or nulls last', token);
        return;
      }
      if (of === 'query') parser.report('query-order-nulls', 'nulls');
      parser.expect('nulls');
      if (!parser.accept('first')) parser.expect('last');
    });
  });
}

function joins(parser: Parser): void {
  for (;;) {
    if (parser.accept('cross', 'join')) {
      relation(parser);
    } else if (
      parser.accept('join') ||
      parser.accept('inner', 'join') ||
      parser.accept('left', 'join') ||
      parser.accept('left', 'outer', 'join')
    ) {
      relation(parser);
      parser.expect('on');
      parseExpression(parser);
    } else return;
  }
}

function relation(parser: Parser): void {
  parser.node('relation', () => {
    if (!parser.is('(')) {
      parseTableName(parser);
      return alias(parser);
    }
    parser.bracketed(() => parseQuery(parser));
    alias(parser);
  });
}

/** Words that go on after a value or a relation, so that they are no alias. */
const followers: ReadonlySet<string> = new Set([
  'from',
  'where',
  'group',
  'having',
  'order',
  'limit',
  'offset',
  'union',
  'on',
  'join',
  'cross',
  'inner',
  'left',
  'right',
  'full',
  'natural',
  'using',
  'qualify',
  'for',
  'into',
  'over',
  'intersect',
  'except',
  'minus',
  'returning',
  'nulls',
  'as',
  'segmented',
  'unsegmented',
  'ksafe',
  'partition',
  'set',
  'timeseries',
  'match',
]);

function alias(parser: Parser): void {
  if (parser.accept('as')) return void parser.identifier();
  const token = parser.peek();
  if (token?.kind === 'quoted') return void parser.identifier();
  if (token?.kind === 'word' && !followers.has(token.text.toLowerCase())) parser.identifier();
}
