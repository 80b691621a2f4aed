import { childNode, childNodes, isNode, type SyntaxNode } from '../lint/syntax-node.ts';
import { isText, type ColumnType } from './column-type.ts';
import { callOf } from './engine-function.ts';
import { BackendError } from './sql-backend.ts';
import {
  columnNames,
  engineColumn,
  objectName,
  quoteName,
  type ColumnInfo,
  type TableInfo,
} from './table-definition.ts';
import { printCast, translate, translateParameter, type Translation } from './translate-expression.ts';

/** Prints a query, a change or an explanation in the engine's words; `table` is what an insert fills. */
export function translateStatement(
  root: SyntaxNode,
  tag: string,
  state: Translation,
  table: TableInfo | null,
): string {
  if (tag === 'INSERT' && table !== null) return translateInsert(root, table, state);
  return translate(root, state).replace(/;\s*$/, '');
}

/** Prints the engine's `create table`: columns, defaults and NOT NULL; physical clauses and disabled keys mean nothing here. */
export function translateTable(root: SyntaxNode, table: TableInfo, state: Translation): string {
  const list = childNode(root, 'columnList') as SyntaxNode;
  const columns = childNodes(list, 'columnDefinition').map((column) => engineColumn(column, state));
  const name = quoteName(table.name);
  const opening =
    table.schema === null ? `create temp table ${name}` : `create table ${quoteName(table.schema)}.${name}`;
  return `${opening} (${columns.join(', ')})`;
}

/** Prints the engine's `create view`. */
export function translateView(root: SyntaxNode, state: Translation): string {
  const name = objectName(root).map(quoteName).join('.');
  const query = childNode(root, 'query') as SyntaxNode;
  return `create or replace view ${name} as ${translate(query, state)}`;
}

/**
 * The rows go through a check of every declared length, because the engine's own types have none.
 */
function translateInsert(root: SyntaxNode, table: TableInfo, state: Translation): string {
  const names = columnNames(root);
  const columns = names.map((name) => columnOf(table, name));
  const target = objectName(root).map(quoteName).join('.');
  const rows = columns.map((_, index) => quoteName(`c${index}`));
  const fitted = columns.map(({ type }, index) => fit(`"vw rows".${rows[index]}`, type));
  return `insert into ${target} (${names.map(quoteName).join(', ')})
select ${fitted.join(', ')}
from (
${insertedRows(root, columns, state)}
) as "vw rows" (${rows.join(', ')})`;
}

function insertedRows(root: SyntaxNode, columns: readonly ColumnInfo[], state: Translation): string {
  const values = childNode(root, 'values');
  if (values === null) return translate(childNode(root, 'query') as SyntaxNode, state);
  const items = values.children.filter(isNode);
  if (items.length !== columns.length)
    throw new BackendError(`INSERT has ${items.length} values for ${columns.length} columns`, '42601');
  const printed = items.map((item, index) => {
    const type = columns[index]?.type;
    if (item.kind !== 'parameter' || type === undefined) return translate(item, state);
    return printCast(translateParameter(state, type), isText(type) ? { ...type, length: null } : type, false);
  });
  return `select ${printed.join(', ')}`;
}

function columnOf(table: TableInfo, name: string): ColumnInfo {
  const column = table.columns.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (column === undefined)
    throw new BackendError(`Column "${name}" of relation "${table.name}" does not exist`, '42703');
  return column;
}

function fit(value: string, type: ColumnType): string {
  const { name, length } = type;
  if (isText(type)) {
    const text = callOf('as_text', value);
    return length === null ? text : callOf('fit_text', text, length, `'Varchar(${length})'`);
  }
  if (length === null) return value;
  const bytes = callOf('fit_bytes', value, length, `'${name}(${length})'`);
  return name === 'binary' ? callOf('binary', bytes, length) : bytes;
}
