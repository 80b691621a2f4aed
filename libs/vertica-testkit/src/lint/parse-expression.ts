import { bareFunctions, knownFunctions, metaFunctions } from './known-functions.ts';
import { parseCall } from './parse-call.ts';
import { parseName } from './parse-name.ts';
import { parseQuery } from './parse-query.ts';
import { parseType } from './parse-type.ts';
import type { Parser } from './parser.ts';
import type { SyntaxNode } from './syntax-node.ts';
import { refuseCrossPairs } from './refuse-cross-pairs.ts';

/** Reads an expression, weakest operator first. */
export function parseExpression(parser: Parser): void {
  leftToRight(parser, [['or']], conjunction);
}

function conjunction(parser: Parser): void {
  const mark = parser.mark();
  negation(parser);
  if (!parser.is('and')) return;
  const node = parser.wrap(mark, 'binary', () => {
    while (parser.accept('and')) negation(parser);
  });
  refuseCrossPairs(node, parser);
}

function negation(parser: Parser): void {
  if (!parser.is('not') || parser.is('not', 'exists')) return predicate(parser);
  parser.node('unary', () => {
    parser.take();
    negation(parser);
  });
}

const comparisons = ['=', '<>', '!=', '<', '<=', '>', '>=', '<=>'];

function predicate(parser: Parser): void {
  const mark = parser.mark();
  sum(parser);
  for (;;) {
    if (comparisons.some((symbol) => parser.is(symbol))) {
      parser.wrap(mark, 'binary', () => {
        parser.take();
        sum(parser);
      });
    } else if (parser.is('is')) {
      parser.wrap(mark, 'predicate', () => {
        parser.take();
        parser.accept('not');
        parser.expect('null');
      });
    } else if (parser.is('in') || parser.is('not', 'in')) {
      parser.wrap(mark, 'predicate', () => membership(parser));
    } else if (parser.is('between') || parser.is('not', 'between')) {
      parser.wrap(mark, 'predicate', () => {
        parser.accept('not');
        parser.expect('between');
        sum(parser);
        parser.expect('and');
        sum(parser);
      });
    } else if (['like', 'ilike'].some((word) => parser.is(word) || parser.is('not', word))) {
      parser.wrap(mark, 'predicate', () => {
        parser.accept('not');
        parser.take();
        sum(parser);
      });
    } else return;
  }
}

function membership(parser: Parser): void {
  const isNegated = parser.accept('not');
  const token = parser.peek();
  parser.expect('in');
  parser.node('group', () =>
    parser.bracketed(() => {
      if (!parser.is('select') && !parser.is('with')) return parser.list(() => parseExpression(parser));
      if (isNegated) parser.report('not-in-query', 'not in (select', token);
      parseQuery(parser);
    }),
  );
}

function sum(parser: Parser): void {
  leftToRight(parser, [['+'], ['-'], ['||']], product);
}

function product(parser: Parser): void {
  leftToRight(parser, [['*'], ['/'], ['//'], ['%']], sign);
}

function sign(parser: Parser): void {
  if (!parser.is('-') && !parser.is('+')) return casts(parser);
  parser.node('unary', () => {
    parser.take();
    sign(parser);
  });
}

function casts(parser: Parser): void {
  const mark = parser.mark();
  primary(parser);
  while (parser.is('::') || parser.is('::!') || parser.is('at', 'time', 'zone')) {
    if (parser.is('at')) {
      parser.wrap(mark, 'binary', () => {
        parser.expect('at', 'time', 'zone');
        primary(parser);
      });
      continue;
    }
    const kind = parser.is('::!') ? 'tryCast' : 'cast';
    parser.wrap(mark, kind, () => {
      parser.take();
      parseType(parser, true);
    });
  }
}

function primary(parser: Parser): void {
  const token = parser.peek();
  switch (token?.kind) {
    case 'number':
      return void parser.node('literal', () => void parser.take());
    case 'string':
    case 'escapeString':
      return void parser.node('literal', () => void parser.literal());
    case 'parameter':
      return void parser.node('parameter', () => void parser.take());
    case 'quoted':
      return void column(parser);
    case 'symbol':
      return void parser.node('group', () => parser.bracketed(() => inBrackets(parser)));
    case 'word':
      return keyword(parser, token.text.toLowerCase());
    default:
      parser.refuse('shape', 'a value expected here');
  }
}

function inBrackets(parser: Parser): void {
  if (parser.is('select') || parser.is('with')) parseQuery(parser);
  else parseExpression(parser);
}

function keyword(parser: Parser, word: string): void {
  switch (word) {
    case 'null':
    case 'true':
    case 'false':
      return void parser.node('literal', () => void parser.take());
    case 'case':
      return void caseExpression(parser);
    case 'cast':
      return void parser.node('castCall', () => {
        parser.take();
        parser.bracketed(() => {
          parseExpression(parser);
          parser.expect('as');
          parseType(parser, true);
        });
      });
    case 'not':
    case 'exists':
      return void parser.node('unary', () => {
        parser.accept('not');
        parser.expect('exists');
        parser.node('group', () => parser.bracketed(() => parseQuery(parser)));
      });
    case 'date':
    case 'time':
    case 'timestamp':
    case 'timestamptz':
    case 'interval':
      if (parser.peek(1)?.kind === 'string')
        return void parser.node('typedLiteral', () => {
          parser.take();
          parser.literal();
        });
      break;
    default:
  }
  const isCall = parser.peek(1)?.text === '(';
  if (isCall || bareFunctions.has(word)) return parseCall(parser, word);
  if (knownFunctions.has(word) || metaFunctions.has(word)) parser.refuse('shape', `( expected after ${word}`);
  column(parser);
}

function column(parser: Parser): SyntaxNode {
  return parser.node('column', () => void parseName(parser, 3));
}

function caseExpression(parser: Parser): SyntaxNode {
  return parser.node('case', () => {
    parser.expect('case');
    if (!parser.is('when')) parseExpression(parser);
    do {
      parser.expect('when');
      parseExpression(parser);
      parser.expect('then');
      parseExpression(parser);
    } while (parser.is('when'));
    if (parser.accept('else')) parseExpression(parser);
    parser.expect('end');
  });
}

function leftToRight(
  parser: Parser,
  operators: readonly (readonly string[])[],
  operand: (parser: Parser) => void,
): void {
  const mark = parser.mark();
  operand(parser);
  while (operators.some((operator) => parser.is(...operator))) {
    parser.wrap(mark, 'binary', () => {
      parser.take();
      operand(parser);
    });
  }
}
