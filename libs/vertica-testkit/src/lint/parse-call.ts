import { bareFunctions, knownFunctions, metaFunctions } from './known-functions.ts';
import { parseExpression } from './parse-expression.ts';
import { parseOrderTerms } from './parse-query.ts';
import type { Parser } from './parser.ts';

/** Reads a function call, with its window where it has one. */
export function parseCall(parser: Parser, name: string): void {
  const token = parser.peek();
  if (name === 'hash') parser.report('native-hash', 'hash(', token);
  else if (!knownFunctions.has(name) && !metaFunctions.has(name) && !bareFunctions.has(name))
    parser.report('function', name, token);
  parser.node('call', () => {
    parser.take();
    if (parser.is('(')) parser.node('arguments', () => callArguments(parser));
    if (parser.is('over')) parser.node('window', () => window(parser));
  });
}

function callArguments(parser: Parser): void {
  parser.bracketed(() => {
    if (parser.is(')') || parser.accept('*')) return;
    parser.accept('distinct');
    parser.list(() => parseExpression(parser));
  });
}

function window(parser: Parser): void {
  parser.expect('over');
  parser.bracketed(() => {
    if (parser.accept('partition', 'by')) parser.list(() => parseExpression(parser));
    if (parser.is('order')) parseOrderTerms(parser, 'window');
    if (parser.is('partition')) parser.refuse('clause-order', 'partition by after order by');
    if (parser.is('rows')) frame(parser);
  });
}

/** Reads the rows up to the current one, with it or without. */
function frame(parser: Parser): void {
  parser.expect('rows', 'between', 'unbounded', 'preceding', 'and');
  if (parser.accept('current', 'row')) return;
  const rows = parser.expectKind('number');
  if (rows.text !== '1') parser.refuse('shape', '1 preceding expected here', rows);
  parser.expect('preceding');
}
