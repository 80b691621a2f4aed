import { column, type Expression, type OrderTerm } from './expression.ts';
import type { StoredType } from './stored-type.ts';

/** A stored table, or a work table of the session when `schema` is null, or a common table of the query. */
export interface TableNode {
  readonly node: 'table';
  readonly schema: string | null;
  readonly name: string;
}

export interface QualifiedTable {
  readonly schema: string;
  readonly name: string;
}

export interface SelectColumn {
  readonly name: string;
  readonly value: Expression;
}

/** A column taken from a picked row; its type, because the least of a column may stand for any row's. */
export interface PickedColumn extends SelectColumn {
  readonly type: StoredType;
}

/** What a query can read under an alias. */
export type Relation = TableNode | SelectNode | UnionAllNode;

export interface FromTerm {
  readonly relation: Relation;
  readonly alias: string;
}

export type JoinTerm =
  | (FromTerm & { readonly kind: 'inner' | 'left'; readonly on: Expression })
  | (FromTerm & { readonly kind: 'cross' });

/** Only rows for which the relation has no row that meets `on`. */
export interface AntiJoin {
  readonly relation: Relation;
  readonly alias: string;
  readonly on: Expression;
  /** A column of the relation that is never NULL. */
  readonly key: string;
}

export interface SelectNode {
  readonly node: 'select';
  readonly columns: readonly SelectColumn[];
  readonly from?: FromTerm;
  readonly joins?: readonly JoinTerm[];
  readonly where?: Expression;
  readonly without?: readonly AntiJoin[];
  readonly groupBy?: readonly Expression[];
  readonly having?: Expression;
  readonly orderBy?: readonly OrderTerm[];
  readonly limit?: number;
}

/**
 * One row per key: the first in the given order.
 *
 * Shape: the keys, then `columns` taken from the picked row, then the number of rows per key when `count` names it.
 * With an empty `order` the columns must be equal in all rows of a key.
 * A dialect may print the aggregate form its engine runs fastest.
 */
export interface PickNode {
  readonly node: 'pick';
  readonly from: FromTerm;
  readonly where?: Expression;
  readonly without?: readonly AntiJoin[];
  readonly keys: readonly SelectColumn[];
  readonly order: readonly OrderTerm[];
  readonly columns: readonly PickedColumn[];
  readonly count?: string;
}

export interface UnionAllNode {
  readonly node: 'unionAll';
  readonly queries: readonly (SelectNode | PickNode)[];
}

/** Named intermediate results, each readable on its own. */
export interface WithNode {
  readonly node: 'with';
  readonly tables: readonly {
    readonly name: string;
    readonly comment: string;
    readonly query: SelectNode | PickNode | UnionAllNode;
  }[];
  readonly body: SelectNode | PickNode | UnionAllNode;
}

/** The closed set of relations. */
export type Query = SelectNode | PickNode | UnionAllNode | WithNode;

export interface TableColumn {
  readonly name: string;
  readonly type: StoredType;
  readonly nullable: boolean;
}

/** What a table is for; a dialect derives its physical design from it. */
export type TableRole =
  | 'staging'
  | 'rejects'
  | 'hub'
  | 'link'
  | 'satellite'
  | 'pending'
  | 'late'
  | 'reference'
  | 'asOf'
  | 'pointInTime'
  | 'bridge'
  | 'ledger';

export interface TableDefinition {
  readonly schema: string;
  readonly name: string;
  readonly role: TableRole;
  /** One sentence for people, printed above the DDL. */
  readonly comment: string;
  readonly columns: readonly TableColumn[];
  /** Identity of a row; enforced, declared or only checked, as the dialect decides. */
  readonly key: readonly string[];
  /** Columns that rows of joined tables share; segmentation and sort order follow it where an engine has them. */
  readonly clusterBy: readonly string[];
}

/** A named query; it has no parameters. */
export interface ViewDefinition {
  readonly schema: string;
  readonly name: string;
  /** One sentence for people, printed above the DDL. */
  readonly comment: string;
  /** What the query gives. */
  readonly columns: readonly TableColumn[];
  /** Columns that tell its rows apart. */
  readonly key: readonly string[];
  readonly query: Query;
}

/** A table of the session, emptied before each batch. */
export interface WorkTable {
  readonly name: string;
  readonly columns: readonly TableColumn[];
}

/** The closed set of statements; loading the raw vault uses neither drops nor `delete`, and only tests drop schemas. */
export type Statement =
  | { readonly node: 'createSchema'; readonly name: string }
  | { readonly node: 'createTable'; readonly table: TableDefinition }
  | { readonly node: 'createView'; readonly view: ViewDefinition }
  | { readonly node: 'createWorkTable'; readonly table: WorkTable }
  | { readonly node: 'addColumn'; readonly table: QualifiedTable; readonly column: TableColumn }
  | { readonly node: 'widenColumn'; readonly table: QualifiedTable; readonly column: TableColumn }
  | { readonly node: 'dropNotNull'; readonly table: QualifiedTable; readonly column: string }
  | {
      readonly node: 'renameColumn';
      readonly table: QualifiedTable;
      readonly from: string;
      readonly to: string;
    }
  | { readonly node: 'renameTable'; readonly table: QualifiedTable; readonly to: string }
  | {
      readonly node: 'insert';
      readonly into: TableNode;
      readonly columns: readonly string[];
      readonly query: Query;
    }
  | { readonly node: 'dropTable' | 'dropView'; readonly schema: string; readonly name: string }
  /** The schema with everything in it. */
  | { readonly node: 'dropSchema'; readonly name: string }
  | { readonly node: 'delete'; readonly from: TableNode; readonly where: Expression }
  | { readonly node: 'query'; readonly query: Query };

/** The type of one of some columns. */
export function columnType(columns: readonly TableColumn[], name: string): StoredType {
  const found = columns.find((column) => column.name === name);
  if (found === undefined) throw new TypeError(`there is no column ${name}`);
  return found.type;
}

export const table = (schema: string | null, name: string): TableNode => ({ node: 'table', schema, name });
export const from = (relation: Relation, alias: string): FromTerm => ({ relation, alias });
/** Columns of a relation under their own names. */
export const columnsFrom = (relation: string, names: readonly string[]): SelectColumn[] =>
  names.map((name) => ({ name, value: column(relation, name) }));
