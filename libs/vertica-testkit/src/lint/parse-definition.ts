import { nameText } from './literal-text.ts';
import { parseExpression } from './parse-expression.ts';
import { parseStoredName } from './parse-name.ts';
import { parseQuery } from './parse-query.ts';
import { parseColumnDefinition, parseTable, parseTemporaryTable } from './parse-table.ts';
import { parseType } from './parse-type.ts';
import type { Parser } from './parser.ts';

/** Reads `create schema`, `create table`, `create local temporary table` or `create view`. */
export function parseCreate(parser: Parser): void {
  parser.expect('create');
  if (parser.is('table')) return parseTable(parser);
  if (parser.is('local')) return parseTemporaryTable(parser);
  if (parser.accept('schema')) {
    parser.accept('if', 'not', 'exists');
    parser.node('name', () => void parser.identifier());
    return;
  }
  parser.accept('or', 'replace');
  parser.expect('view');
  parseStoredName(parser);
  parser.expect('as');
  parseQuery(parser);
}

/** Reads `drop table | view | schema [if exists] name [cascade]`. */
export function parseDrop(parser: Parser): void {
  parser.expect('drop');
  const isSchema = parser.accept('schema');
  if (!isSchema && !parser.accept('table')) parser.expect('view');
  parser.accept('if', 'exists');
  if (isSchema) parser.node('name', () => void parser.identifier());
  else if (isWorkTable(parser)) parser.node('name', () => void parser.identifier());
  else parseStoredName(parser);
  parser.accept('cascade');
}

/**
 * Reads `alter table name` with `add column`, `alter column .. set data type` or
 * `.. drop not null`, `rename column .. to` or `rename to`.
 */
export function parseAlter(parser: Parser): void {
  parser.expect('alter', 'table');
  parseStoredName(parser);
  if (parser.accept('add', 'column')) return void parseColumnDefinition(parser);
  if (parser.accept('alter', 'column')) {
    parser.node('column', () => void parser.identifier());
    if (parser.accept('drop', 'not', 'null')) return;
    parser.expect('set', 'data', 'type');
    return void parseType(parser);
  }
  parser.expect('rename');
  if (parser.accept('column')) parser.node('column', () => void parser.identifier());
  parser.expect('to');
  parser.node('newName', () => void parser.identifier());
}

/** Reads the value of a setting. */
export function parseSettingValue(parser: Parser): void {
  const token = parser.peek();
  if (token?.kind === 'word') parser.take();
  else parseExpression(parser);
}

function isWorkTable(parser: Parser): boolean {
  const name = parser.peek();
  const names = parser.options.workTables;
  if (name?.kind !== 'quoted' || names === undefined || parser.peek(1)?.text === '.') return false;
  const folded = nameText(name).toLowerCase();
  return [...names].some((other) => other.toLowerCase() === folded);
}
