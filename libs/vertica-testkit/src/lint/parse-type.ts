import type { LintRule } from './lint-rule.ts';
import type { Parser } from './parser.ts';
import type { SyntaxNode } from './syntax-node.ts';

const plain: ReadonlySet<string> = new Set([
  'int',
  'integer',
  'bigint',
  'smallint',
  'tinyint',
  'int8',
  'boolean',
  'float',
  'date',
  'time',
  'timestamp',
  'timestamptz',
  'uuid',
]);
const numeric: ReadonlySet<string> = new Set(['numeric', 'decimal']);
const sized: ReadonlySet<string> = new Set(['varchar', 'char', 'varbinary', 'binary']);
const denied: Readonly<Record<string, LintRule>> = {
  text: 'text-type',
  string: 'text-type',
  json: 'json-type',
  jsonb: 'json-type',
  bytea: 'bytea-type',
  raw: 'bytea-type',
  blob: 'bytea-type',
  serial: 'serial-type',
  bigserial: 'serial-type',
  smallserial: 'serial-type',
};

/** Reads a type; `isCast` allows a text type without its octets, which a cast does not cut. */
export function parseType(parser: Parser, isCast = false): SyntaxNode {
  return parser.node('type', () => {
    const token = parser.expectKind('word');
    const name = token.text.toLowerCase();
    const rule = denied[name];
    if (rule !== undefined) {
      parser.report(rule, token.text, token);
      if (parser.is('(')) parser.bracketed(() => void parser.expectKind('number'));
      return;
    }
    if (name === 'long')
      return sizedType(parser, parser.expectKind('word').text.toLowerCase(), 32_000_000, false);
    if (name === 'double') return parser.expect('precision');
    if (plain.has(name)) return plainType(parser, name);
    if (numeric.has(name)) return numericType(parser);
    if (sized.has(name)) return sizedType(parser, name, 65_000, isCast && name === 'varchar');
    parser.report('type', token.text, token);
    if (parser.is('(')) parser.bracketed(() => parser.list(() => void parser.expectKind('number')));
  });
}

function plainType(parser: Parser, name: string): void {
  if (name !== 'time' && name !== 'timestamp') return;
  if (parser.accept('with')) parser.expect('time', 'zone');
  else if (parser.accept('without')) parser.expect('time', 'zone');
}

function numericType(parser: Parser): void {
  if (!parser.is('(')) return parser.report('numeric-precision', 'no precision');
  parser.bracketed(() => {
    const precision = Number(parser.expectKind('number').text);
    if (!parser.accept(',')) return parser.report('numeric-precision', 'no scale');
    const scale = Number(parser.expectKind('number').text);
    if (precision < 1 || precision > 1024 || scale > precision)
      parser.report('numeric-precision', `(${precision},${scale})`);
  });
}

function sizedType(parser: Parser, name: string, most: number, mayBeOpen: boolean): void {
  if (!sized.has(name)) parser.refuse('type', `long ${name}`);
  if (!parser.is('(')) {
    if (!mayBeOpen) parser.report('unsized-type', name);
    return;
  }
  parser.bracketed(() => {
    const token = parser.expectKind('number');
    const length = Number(token.text);
    if (!Number.isInteger(length) || length < 1 || length > most)
      parser.report('type-length', token.text, token);
  });
}
