import type { SyntaxNode } from '../syntax-node.ts';

/** Where in its query an expression stands. */
export type Clause = 'select' | 'on' | 'where' | 'group' | 'having' | 'order' | 'change';

/** One SELECT, or the table that an UPDATE or DELETE is about. */
export interface Block {
  readonly node: SyntaxNode;
  /** The subquery that this block is the top of, or one of the parts of its UNION; null in FROM and WITH. */
  readonly subquery: Subquery | null;
  /** Folded names in sight, each with its folded columns; null when the columns are not known from the text. */
  readonly relations: Map<string, ReadonlySet<string> | null>;
}

/** A query within an expression. */
export interface Subquery {
  readonly form: 'exists' | 'in' | 'scalar';
  readonly clause: Clause;
  /** The nodes around it within its clause, the outermost first. */
  readonly above: readonly SyntaxNode[];
  readonly node: SyntaxNode;
  readonly query: SyntaxNode;
  /** The block that it stands in. */
  readonly block: Block;
  /** Columns of outer queries that are used in it, at any depth of FROM and WITH; each belongs to the innermost subquery. */
  readonly references: OuterReference[];
}

/** A column that belongs to a query around the subquery it stands in. */
export interface OuterReference {
  readonly column: SyntaxNode;
  /** How many subqueries lie between the column and its relation; 1 is the query right outside. */
  readonly levels: number;
  /** It stands in FROM or WITH of the subquery and not in its own clauses. */
  readonly isNested: boolean;
  readonly clause: Clause;
  readonly above: readonly SyntaxNode[];
  readonly block: Block;
}

/** What a statement's queries say of one another. */
export interface QueryReading {
  readonly blocks: readonly Block[];
  /** Every query with its common tables, parts and closing clauses. */
  readonly queries: readonly SyntaxNode[];
  readonly subqueries: readonly Subquery[];
  /** Qualified columns whose relation is not in sight. */
  readonly unplaced: readonly SyntaxNode[];
}
