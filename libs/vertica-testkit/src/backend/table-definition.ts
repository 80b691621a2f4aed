import { nameText } from '../lint/literal-text.ts';
import {
  allTokens,
  childNode,
  childNodes,
  descendants,
  hasWords,
  ownTokens,
  printNode,
  type SyntaxNode,
} from '../lint/syntax-node.ts';
import { columnTypeOf, engineType, type ColumnType } from './column-type.ts';
import { translate, type Translation } from './translate-expression.ts';

export interface ColumnInfo {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** As it was written, or null. */
  readonly default: string | null;
}

/** A table as it was declared. */
export interface TableInfo {
  /** Null for a local temporary table. */
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly ColumnInfo[];
  /** True when the end of a transaction empties the table. */
  readonly isEmptiedAtEnd: boolean;
  readonly partition: string | null;
  readonly segmentation: string | null;
  readonly primaryKey: readonly string[];
}

/** Names of a `name` node, outermost first. */
export function namesOf(node: SyntaxNode): string[] {
  return ownTokens(node)
    .filter(({ text }) => text !== '.')
    .map(nameText);
}

/** The name of the object that a definition is about. */
export function objectName(root: SyntaxNode): string[] {
  return namesOf(childNode(root, 'name') as SyntaxNode);
}

/** Reads a `create table` or `create local temporary table` statement. */
export function tableInfo(root: SyntaxNode): TableInfo {
  const names = objectName(root);
  const list = childNode(root, 'columnList') as SyntaxNode;
  const clauses = childNodes(root, 'tableClause');
  const clause = (word: string): string | null => {
    const found = clauses.find((node) => hasWords(node, word));
    return found === undefined ? null : printNode(found).trim();
  };
  const rows = childNode(root, 'temporaryRows');
  const key = childNodes(list, 'tableConstraint').find((node) => hasWords(node, 'primary', 'key'));
  return {
    schema: names.length === 2 ? (names[0] ?? null) : null,
    name: names.at(-1) ?? '',
    columns: childNodes(list, 'columnDefinition').map(columnInfo),
    isEmptiedAtEnd: rows !== null && hasWords(rows, 'delete'),
    partition: clause('partition'),
    segmentation: clause('segmented'),
    primaryKey: key === undefined ? [] : columnNames(key),
  };
}

/** Reads one `columnDefinition` node. */
export function columnInfo(node: SyntaxNode): ColumnInfo {
  const constraints = childNodes(node, 'columnConstraint');
  const value = constraints.find((item) => hasWords(item, 'default'));
  return {
    name: nameText(ownTokens(node)[0] as never),
    type: columnTypeOf(childNode(node, 'type') as SyntaxNode),
    nullable: !constraints.some((item) => hasWords(item, 'not', 'null')),
    default: value === undefined ? null : printNode(value).trim().slice('default'.length).trim(),
  };
}

/** Quotes a name for the engine. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The engine's words for a column of a definition. */
export function engineColumn(node: SyntaxNode, state: Translation): string {
  const { name, type, nullable } = columnInfo(node);
  const value = childNodes(node, 'columnConstraint').find((item) => hasWords(item, 'default'));
  const printed = value === undefined ? '' : ` ${translate(value, state).trim()}`;
  return `${quoteName(name)} ${engineType(type)}${nullable ? '' : ' not null'}${printed}`;
}

/** Column names of the first list in a node. */
export function columnNames(node: SyntaxNode): string[] {
  const [list] = descendants(node, 'columnList');
  if (list === undefined) return [];
  return allTokens(list)
    .filter(({ kind }) => kind === 'quoted' || kind === 'word')
    .map(nameText);
}
