import type { Statement, TableNode } from './query.ts';

/** Scans by name: `schema.table` of a stored table, the bare name of a work table. */
export type Scans = ReadonlyMap<string, number>;

/**
 * How often a statement reads each table when common tables are computed anew wherever they are named.
 *
 * Some engines expand `with` that way: a table that is named once in a common table, which is named twice in another, of
 * which the statement joins two, is read four times. The target of an insert is not read; that of a delete is. A view
 * counts as itself.
 */
export function countScans(statement: Statement): Scans {
  const scans = new Map<string, number>();
  add(scans, statement.node === 'insert' ? statement.query : statement, new Map());
  return scans;
}

type CommonTables = ReadonlyMap<string, Scans>;

/** Walks any node: whatever holds a table or a query is plain data. */
function add(scans: Map<string, number>, value: unknown, common: CommonTables): void {
  if (typeof value !== 'object' || value === null) return;
  if (isTable(value)) {
    for (const [name, count] of scansOf(value, common)) scans.set(name, (scans.get(name) ?? 0) + count);
    return;
  }
  if (!isWith(value)) {
    for (const part of Object.values(value)) add(scans, part, common);
    return;
  }
  const known = new Map(common);
  for (const { name, query } of value.tables) {
    const own = new Map<string, number>();
    add(own, query, known);
    known.set(name, own);
  }
  add(scans, value.body, known);
}

function scansOf({ schema, name }: TableNode, common: CommonTables): Iterable<readonly [string, number]> {
  if (schema !== null) return [[`${schema}.${name}`, 1]];
  return common.get(name) ?? [[name, 1]];
}

interface CommonTableQuery {
  readonly tables: readonly { readonly name: string; readonly query: unknown }[];
  readonly body: unknown;
}

const isNode = (value: object, node: string): boolean => 'node' in value && value.node === node;
const isTable = (value: object): value is TableNode => isNode(value, 'table');
const isWith = (value: object): value is CommonTableQuery => isNode(value, 'with');
