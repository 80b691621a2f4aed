import { nameText } from '../lint/literal-text.ts';
import { childNode, ownTokens, type NodeKind, type SyntaxNode } from '../lint/syntax-node.ts';
import { entryStatements, removalStatements, type Catalogue } from './catalogue.ts';
import { columnTypeOf, engineType, isBinary, isText, type ColumnType } from './column-type.ts';
import type { Change } from './duckdb-definitions.ts';
import { BackendError } from './sql-backend.ts';
import { columnInfo, engineColumn, quoteName, type ColumnInfo, type TableInfo } from './table-definition.ts';
import type { Translation } from './translate-expression.ts';

/** What becomes of a table, and the engine's words for it. */
interface Altered {
  readonly table: TableInfo;
  readonly clause: string;
}

/** Adds, widens, relaxes or renames a column, or renames the table; definition and catalogue follow. */
export function alterTable(
  root: SyntaxNode,
  [schema = '', name = '']: string[],
  { catalogue }: { readonly catalogue: Catalogue },
  state: Translation,
): Change {
  const table = catalogue.table(schema, name);
  if (table === null) throw new BackendError(`Relation "${schema}.${name}" does not exist`, '42V01');
  const { table: altered, clause } = alteration(root, table, state);
  const isMoved = altered.name !== table.name;
  if (isMoved && (catalogue.table(schema, altered.name) !== null || catalogue.hasView(schema, altered.name)))
    throw new BackendError(`Object "${altered.name}" already exists`, '42710');
  return {
    statements: [
      `alter table ${quoteName(schema)}.${quoteName(name)} ${clause}`,
      ...removalStatements(schema, name),
      ...entryStatements(altered),
    ],
    remember: () => {
      if (isMoved) catalogue.remove(schema, name);
      catalogue.setTable(altered);
    },
  };
}

function alteration(root: SyntaxNode, table: TableInfo, state: Translation): Altered {
  const added = childNode(root, 'columnDefinition');
  if (added !== null) return addColumn(added, table, state);
  const column = nameIn(root, 'column');
  const name = nameIn(root, 'newName');
  if (name === null)
    return childNode(root, 'type') === null
      ? relaxColumn(table, column ?? '')
      : widenColumn(root, table, column ?? '');
  if (column === null) return { table: { ...table, name }, clause: `rename to ${quoteName(name)}` };
  const former = columnOf(table, column);
  refuseKnown(table, name);
  return {
    table: {
      ...table,
      columns: replaced(table, former, { ...former, name }),
      primaryKey: table.primaryKey.map((item) => (item === former.name ? name : item)),
    },
    clause: `rename column ${quoteName(column)} to ${quoteName(name)}`,
  };
}

function addColumn(node: SyntaxNode, table: TableInfo, state: Translation): Altered {
  const column = columnInfo(node);
  refuseKnown(table, column.name);
  if (!column.nullable) throw new BackendError('emulator: ADD COLUMN .. NOT NULL is not emulated', '0A000');
  return {
    table: { ...table, columns: [...table.columns, column] },
    clause: `add column ${engineColumn(node, state)}`,
  };
}

function relaxColumn(table: TableInfo, name: string): Altered {
  const former = columnOf(table, name);
  return {
    table: { ...table, columns: replaced(table, former, { ...former, nullable: true }) },
    clause: `alter column ${quoteName(name)} drop not null`,
  };
}

function widenColumn(root: SyntaxNode, table: TableInfo, name: string): Altered {
  const former = columnOf(table, name);
  const type = columnTypeOf(childNode(root, 'type') as SyntaxNode);
  if (!holdsAll(former.type, type))
    throw new BackendError(
      `emulator: only wider types of the same kind are emulated for column "${name}"`,
      '0A000',
    );
  return {
    table: { ...table, columns: replaced(table, former, { ...former, type }) },
    clause: `alter column ${quoteName(name)} set data type ${engineType(type)}`,
  };
}

/** True when every value of the one type is a value of the other. */
function holdsAll(former: ColumnType, wanted: ColumnType): boolean {
  const longer = (wanted.length ?? 0) >= (former.length ?? 0);
  if (isText(former)) return isText(wanted) && longer;
  if (isBinary(former)) return former.name === wanted.name && former.name !== 'binary' && longer;
  if (wanted.name !== 'numeric') return former.name === wanted.name;
  const whole = wanted.precision - wanted.scale;
  if (former.name === 'int') return whole >= 19;
  return (
    former.name === 'numeric' && wanted.scale >= former.scale && whole >= former.precision - former.scale
  );
}

function replaced(table: TableInfo, former: ColumnInfo, column: ColumnInfo): readonly ColumnInfo[] {
  return table.columns.map((item) => (item === former ? column : item));
}

function columnOf(table: TableInfo, name: string): ColumnInfo {
  const found = table.columns.find((item) => item.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  throw new BackendError(`Column "${name}" of relation "${table.name}" does not exist`, '42703');
}

function refuseKnown(table: TableInfo, name: string): void {
  if (table.columns.some((item) => item.name.toLowerCase() === name.toLowerCase()))
    throw new BackendError(`Column "${name}" already exists in table "${table.name}"`, '42701');
}

function nameIn(root: SyntaxNode, kind: NodeKind): string | null {
  const node = childNode(root, kind);
  const token = node === null ? undefined : ownTokens(node)[0];
  return token === undefined ? null : nameText(token);
}
