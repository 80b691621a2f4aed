import { catalogueSpelling, isBinary, isText, typeNumber } from './column-type.ts';
import type { TableInfo } from './table-definition.ts';
import { quoteText } from './translate-expression.ts';

/** Names are compared without case, as Vertica does even when they are quoted. */
function fold(...names: readonly string[]): string {
  return JSON.stringify(names.map((name) => name.toLowerCase()));
}

/**
 * Stored tables and views of one server as they were declared; the engine alone would forget lengths and clauses.
 *
 * The same facts stand in the tables of `v_catalog`, which queries read; each change here comes with the statements that
 * make it there.
 */
export class Catalogue {
  readonly #schemas = new Set<string>([fold('public')]);
  readonly #tables = new Map<string, TableInfo>();
  readonly #views = new Set<string>();

  hasSchema(name: string): boolean {
    return this.#schemas.has(fold(name));
  }

  table(schema: string, name: string): TableInfo | null {
    return this.#tables.get(fold(schema, name)) ?? null;
  }

  hasView(schema: string, name: string): boolean {
    return this.#views.has(fold(schema, name));
  }

  addSchema(name: string): void {
    this.#schemas.add(fold(name));
  }

  setTable(table: TableInfo): void {
    this.#tables.set(fold(table.schema ?? '', table.name), table);
  }

  addView(schema: string, name: string): void {
    this.#views.add(fold(schema, name));
  }

  remove(schema: string, name: string): void {
    this.#tables.delete(fold(schema, name));
    this.#views.delete(fold(schema, name));
  }

  removeSchema(schema: string): void {
    this.#schemas.delete(fold(schema));
    const prefix = `${fold(schema).slice(0, -1)},`;
    for (const names of [this.#tables, this.#views])
      for (const key of names.keys()) if (key.startsWith(prefix)) names.delete(key);
  }
}

/** Statements that enter a table into `v_catalog`. */
export function entryStatements(table: TableInfo): string[] {
  const schema = text(table.schema);
  const name = text(table.name);
  const columns = table.columns.map(({ name: column, type, nullable, default: value }, index) => {
    const length = isText(type) || isBinary(type) ? type.length : null;
    const numeric = type.name === 'numeric' ? [type.precision, type.scale] : [null, null];
    const values = [
      schema,
      name,
      text(column),
      text(catalogueSpelling(type)),
      typeNumber(type),
      length ?? 8,
      isText(type) ? length : null,
      ...numeric,
      index + 1,
      nullable,
      text(value),
      false,
    ];
    return `(${values.map(String).join(', ')})`;
  });
  const segmentation = table.segmentation;
  return [
    `insert into v_catalog.tables values (${schema}, ${name}, false, false, ${text(table.partition)})`,
    `insert into v_catalog.columns values ${columns.join(', ')}`,
    `insert into v_catalog.projections values (${schema}, ${text(`${table.name}_super`)}, ${name}, ${name}, ${segmentation !== null}, ${text(segmentation)}, true, false)`,
    ...table.primaryKey.map(
      (column, index) =>
        `insert into v_catalog.primary_keys values ('C_PRIMARY', ${text(column)}, ${index + 1}, ${name}, 'p', false, ${schema})`,
    ),
  ];
}

/** Statements that take an object, or all of a schema when `name` is null, out of `v_catalog`. */
export function removalStatements(schema: string, name: string | null): string[] {
  const objects = [
    ['tables', 'table_schema', 'table_name'],
    ['columns', 'table_schema', 'table_name'],
    ['views', 'table_schema', 'table_name'],
    ['primary_keys', 'table_schema', 'table_name'],
    ['projections', 'projection_schema', 'anchor_table_name'],
  ] as const;
  const statements = objects.map(([table, schemaColumn, nameColumn]) => {
    const isNamed = name === null ? '' : ` and lower(${nameColumn}) = lower(${text(name)})`;
    return `delete from v_catalog.${table} where lower(${schemaColumn}) = lower(${text(schema)})${isNamed}`;
  });
  return name === null
    ? [...statements, `delete from v_catalog.schemata where lower(schema_name) = lower(${text(schema)})`]
    : statements;
}

function text(value: string | null): string {
  return value === null ? 'null' : quoteText(value);
}
