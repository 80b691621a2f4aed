import { parseExpression } from './parse-expression.ts';
import { parseStoredName, parseTableName } from './parse-name.ts';
import { parseQuery } from './parse-query.ts';
import { parseColumnList } from './parse-table.ts';
import type { Parser } from './parser.ts';

/** Reads `insert into name (columns)` with a query or one row of values. */
export function parseInsert(parser: Parser): void {
  parser.expect('insert', 'into');
  parseTableName(parser);
  parseColumnList(parser);
  if (parser.is('values')) {
    parser.node('values', () => {
      parser.expect('values');
      parser.bracketed(() => parser.list(() => parseExpression(parser)));
    });
    if (parser.is(',')) parser.refuse('multi-row-values', 'a second row');
    return;
  }
  parseQuery(parser);
}

/** Reads the update of a lock row. */
export function parseUpdate(parser: Parser): void {
  parser.expect('update');
  const token = parser.peek();
  const { parts } = parseStoredName(parser);
  if (!isBookkeeping(parser, parts) || !/lock$/i.test(parts[1] ?? ''))
    parser.report('update-target', parts.join('.'), token);
  parser.expect('set');
  parser.list(() =>
    parser.node('assignment', () => {
      parser.identifier();
      parser.expect('=');
      parseExpression(parser);
    }),
  );
  parser.expect('where');
  parseExpression(parser);
}

/** Reads a delete from a bookkeeping table or from one that a load computes anew. */
export function parseDelete(parser: Parser): void {
  parser.expect('delete', 'from');
  const token = parser.peek();
  const { parts } = parseStoredName(parser);
  const [schema = '', name = ''] = parts;
  const isReplaceable = parts.length === 2 && parser.options.replaceable?.({ schema, name }) === true;
  if (!isBookkeeping(parser, parts) && !isReplaceable) parser.report('delete-target', parts.join('.'), token);
  parser.expect('where');
  parseExpression(parser);
}

function isBookkeeping({ options }: Parser, parts: readonly string[]): boolean {
  const schemas = options.bookkeepingSchemas ?? ['ops'];
  return parts.length === 2 && schemas.some((schema) => schema.toLowerCase() === parts[0]?.toLowerCase());
}
