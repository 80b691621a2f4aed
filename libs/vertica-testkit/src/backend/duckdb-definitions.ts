import type { DuckDBConnection } from '@duckdb/node-api';
import { childNode, descendants, hasWords, printNode, type SyntaxNode } from '../lint/syntax-node.ts';
import { alterTable } from './alter-table.ts';
import { entryStatements, removalStatements, type Catalogue } from './catalogue.ts';
import { BackendError } from './sql-backend.ts';
import { objectName, quoteName, tableInfo, type TableInfo } from './table-definition.ts';
import { quoteText, type Translation } from './translate-expression.ts';
import { translateTable, translateView } from './translate-statement.ts';

/** The local temporary tables of one session, by folded name. */
export type WorkTables = Map<string, TableInfo>;

/** What a definition changes: statements of the engine, then what is remembered once they are committed. */
export interface Change {
  readonly statements: readonly string[];
  readonly remember: () => void;
}

const nothing: Change = { statements: [], remember: () => undefined };

/** Runs one DDL statement in a transaction of its own. */
export async function runDefinition(
  root: SyntaxNode,
  place: {
    readonly connection: DuckDBConnection;
    readonly catalogue: Catalogue;
    readonly workTables: WorkTables;
  },
  state: Translation,
): Promise<void> {
  const { connection } = place;
  const { statements, remember } = changeOf(root, place, state);
  if (statements.length === 0) return;
  try {
    await connection.run(['begin transaction', ...statements, 'commit'].join(';\n'));
  } catch (error) {
    await connection.run('rollback');
    throw error;
  }
  remember();
}

type Place = Parameters<typeof runDefinition>[1];

function changeOf(root: SyntaxNode, place: Place, state: Translation): Change {
  const names = objectName(root);
  if (names[0]?.toLowerCase() === 'v_catalog')
    throw new BackendError('The system catalogue cannot be changed', '42501');
  if (hasWords(root, 'create', 'schema')) return createSchema(root, names[0] ?? '', place);
  if (hasWords(root, 'create', 'local')) return createWorkTable(root, place, state);
  if (hasWords(root, 'create', 'table')) return createTable(root, place, state);
  if (childNode(root, 'query') !== null) return createView(root, names, place, state);
  if (hasWords(root, 'alter', 'table')) return alterTable(root, names, place, state);
  return drop(root, names, place);
}

function createSchema(root: SyntaxNode, name: string, { catalogue }: Place): Change {
  if (catalogue.hasSchema(name)) return existing(root, 'Schema', name);
  return {
    statements: [
      `create schema ${quoteName(name)}`,
      `insert into v_catalog.schemata values (${quoteText(name)}, false)`,
    ],
    remember: () => catalogue.addSchema(name),
  };
}

function createTable(root: SyntaxNode, { catalogue }: Place, state: Translation): Change {
  const table = tableInfo(root);
  const schema = table.schema ?? '';
  if (catalogue.table(schema, table.name) !== null) return existing(root, 'Table', table.name);
  if (!catalogue.hasSchema(schema)) throw new BackendError(`Schema "${schema}" does not exist`, '3F000');
  return {
    statements: [translateTable(root, table, state), ...entryStatements(table)],
    remember: () => catalogue.setTable(table),
  };
}

function createWorkTable(root: SyntaxNode, { workTables }: Place, state: Translation): Change {
  const table = tableInfo(root);
  const folded = table.name.toLowerCase();
  if (workTables.has(folded)) return existing(root, 'Table', table.name);
  return {
    statements: [translateTable(root, table, state)],
    remember: () => void workTables.set(folded, table),
  };
}

function createView(
  root: SyntaxNode,
  [schema = '', name = '']: string[],
  { catalogue }: Place,
  state: Translation,
): Change {
  if (
    catalogue.table(schema, name) !== null ||
    (catalogue.hasView(schema, name) && !hasWords(root, 'or', 'replace'))
  )
    throw new BackendError(`Object "${name}" already exists`, '42710');
  const [query] = descendants(root, 'query');
  const text = query === undefined ? '' : printNode(query).trim();
  return {
    statements: [
      translateView(root, state),
      ...removalStatements(schema, name),
      `insert into v_catalog.views values (${quoteText(schema)}, ${quoteText(name)}, ${quoteText(text)})`,
    ],
    remember: () => catalogue.addView(schema, name),
  };
}

function drop(root: SyntaxNode, names: string[], { catalogue, workTables }: Place): Change {
  const cascade = hasWords(root, 'cascade') ? ' cascade' : '';
  const isSchema = hasWords(root, 'schema');
  const [first = '', second] = names;
  if (isSchema) {
    if (!catalogue.hasSchema(first)) return missing(root, 'Schema', first);
    return {
      statements: [`drop schema ${quoteName(first)}${cascade}`, ...removalStatements(first, null)],
      remember: () => catalogue.removeSchema(first),
    };
  }
  if (second === undefined) {
    return {
      statements: [`drop table temp.${quoteName(first)}`],
      remember: () => void workTables.delete(first.toLowerCase()),
    };
  }
  const isView = hasWords(root, 'drop', 'view');
  const isThere = isView ? catalogue.hasView(first, second) : catalogue.table(first, second) !== null;
  if (!isThere) return missing(root, isView ? 'View' : 'Table', second);
  return {
    statements: [
      `drop ${isView ? 'view' : 'table'} ${quoteName(first)}.${quoteName(second)}${cascade}`,
      ...removalStatements(first, second),
    ],
    remember: () => catalogue.remove(first, second),
  };
}

function existing(root: SyntaxNode, what: string, name: string): Change {
  if (hasWords(root, 'if', 'not', 'exists')) return nothing;
  throw new BackendError(`${what} "${name}" already exists`, what === 'Schema' ? '42P06' : '42710');
}

function missing(root: SyntaxNode, what: string, name: string): Change {
  if (hasWords(root, 'if', 'exists')) return nothing;
  throw new BackendError(`${what} "${name}" does not exist`, what === 'Schema' ? '3F000' : '42V01');
}
