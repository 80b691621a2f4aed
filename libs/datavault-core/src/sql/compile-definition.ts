import type { SqlDialect } from './dialect.ts';
import { indent } from './indent.ts';
import type { TableColumn, TableDefinition, WorkTable } from './query.ts';

export function compileDefinition(table: TableDefinition, dialect: SqlDialect): string {
  const name = `${dialect.quoteIdentifier(table.schema)}.${dialect.quoteIdentifier(table.name)}`;
  return [
    `create table if not exists ${name} (`,
    columnList(table.columns, dialect),
    [')', ...dialect.tableClauses(table)].join('\n'),
  ].join('\n');
}

export function compileWorkTable(table: WorkTable, dialect: SqlDialect): string {
  const opening = dialect.workTableOpening(dialect.quoteIdentifier(table.name));
  return [
    `${opening} (`,
    columnList(table.columns, dialect),
    [')', ...dialect.workTableClauses(table)].join('\n'),
  ].join('\n');
}

function columnList(columns: readonly TableColumn[], dialect: SqlDialect): string {
  const lines = columns.map(
    (column) =>
      `${dialect.quoteIdentifier(column.name)} ${dialect.typeName(column.type)}${dialect.nullability(column.nullable)}`,
  );
  return indent(lines.join(',\n'));
}
