import { column, type Expression } from '../sql/expression.ts';
import {
  columnType,
  from,
  table,
  type AntiJoin,
  type Query,
  type Relation,
  type SelectColumn,
  type SelectNode,
  type Statement,
  type TableDefinition,
  type TableNode,
} from '../sql/query.ts';
import type { Phase, Step } from './step.ts';
import { isTable, tablesIn } from './tables-in.ts';

/** The part of a step that decides where it may run. */
interface Movable {
  readonly kind: Step['kind'];
  readonly phase: Phase;
  readonly statement: Statement;
}

/** A step with its place. */
export interface Placed<Draft> {
  readonly draft: Draft;
  /** True when it runs before the transaction. */
  readonly ahead: boolean;
  /** A query as the step must put it at its place. */
  readonly asOf: <Read extends Query>(query: Read) => Read;
}

/** Phases whose rows are collected ahead; computed tables read what the transaction has written. */
const collected: readonly Phase[] = [
  'stage',
  'hubs',
  'links',
  'satellites',
  'tracking',
  'references',
  'checks',
];

/**
 * The steps in an order in which everything that fills work tables or only looks comes before everything that writes.
 *
 * For engines that read rows of the running transaction slowly. A step that is moved finds in a stored table what the
 * table holds and what the statements it has overtaken will insert: the same rows as in the order given.
 * Invariant: steps that are not moved keep their order, statements and all.
 */
export function readAhead<Draft extends Movable>(
  drafts: readonly Draft[],
  stored: readonly TableDefinition[],
): Placed<Draft>[] {
  const pending = new PendingRows(stored);
  const placed = drafts.map((draft) => place(draft, pending));
  return [...placed.filter(({ ahead }) => ahead), ...placed.filter(({ ahead }) => !ahead)];
}

/** Every step where it is. */
export function inOrder<Draft>(drafts: readonly Draft[]): Placed<Draft>[] {
  return drafts.map((draft) => ({ draft, ahead: false, asOf: (query) => query }));
}

function place<Draft extends Movable>(draft: Draft, pending: PendingRows): Placed<Draft> {
  const { kind, phase, statement } = draft;
  const stays: Placed<Draft> = { draft, ahead: false, asOf: (query) => query };
  const moves = (moved: Statement): Placed<Draft> => {
    const asOf = pending.reader();
    return { draft: { ...draft, statement: moved }, ahead: true, asOf };
  };
  if (kind === 'check' && statement.node === 'query' && pending.isKnown(statement.query))
    return moves({ ...statement, query: pending.reader()(statement.query) });
  if (kind === 'rules' || kind === 'held') return { ...stays, ahead: true };
  if (kind !== 'write') return stays;
  if (statement.node === 'insert' && statement.into.schema === null) {
    if (collected.includes(phase) && pending.isKnown(statement.query))
      return moves({ ...statement, query: pending.reader()(statement.query) });
    pending.leaveOpen(statement.into);
    return stays;
  }
  if (statement.node === 'insert') pending.add(statement);
  if (statement.node === 'delete') pending.leaveOpen(statement.from);
  return stays;
}

/** Rows that a statement will insert, and its place among those that do. */
interface Insertion {
  readonly place: number;
  readonly rows: SelectNode;
}

/** What the statements so far will have written, by table. */
class PendingRows {
  readonly #stored: ReadonlyMap<string, TableDefinition>;
  readonly #inserted = new Map<string, Insertion[]>();
  /** Tables whose rows cannot be told before the transaction. */
  readonly #open = new Set<string>();
  #count = 0;

  constructor(stored: readonly TableDefinition[]) {
    this.#stored = new Map(stored.map((item) => [nameOf(item), item]));
  }

  add({ into, columns, query }: Extract<Statement, { node: 'insert' }>): void {
    if (query.node !== 'select' || !this.isKnown(query)) return this.leaveOpen(into);
    const rows = this.reader()({
      ...query,
      columns: query.columns.map(({ value }, place) => ({ name: columns[place] ?? '', value })),
    });
    this.#count += 1;
    const earlier = this.#inserted.get(nameOf(into));
    if (earlier === undefined) this.#inserted.set(nameOf(into), [{ place: this.#count, rows }]);
    else earlier.push({ place: this.#count, rows });
  }

  leaveOpen(target: TableNode): void {
    this.#open.add(nameOf(target));
  }

  isKnown(query: Query): boolean {
    return tablesIn(query).every((read) => !this.#open.has(nameOf(read)));
  }

  /** Turns a query into one that finds the pending rows, as they are by now. */
  reader(): <Read extends Query>(query: Read) => Read {
    const until = this.#count;
    const pending = (read: TableNode): readonly SelectNode[] =>
      (this.#inserted.get(nameOf(read)) ?? []).flatMap(({ place, rows }) => (place > until ? [] : [rows]));
    return (query) => {
      if (!tablesIn(query).some((read) => pending(read).length > 0)) return query;
      const used = columnsIn(query);
      return withRelations(query, (relation, alias) => {
        const rows = pending(relation);
        return rows.length === 0 ? relation : this.#united(relation, rows, used.get(alias) ?? new Set());
      });
    };
  }

  /** A stored table together with the pending rows, as far as its columns are used. */
  #united(relation: TableNode, inserted: readonly SelectNode[], used: ReadonlySet<string>): Relation {
    const definition = this.#stored.get(nameOf(relation));
    if (definition === undefined) throw new TypeError(`no table ${nameOf(relation)} is planned`);
    const names = definition.columns.map(({ name }) => name).filter((name) => used.has(name));
    const needed = names.length > 0 ? names : definition.key.slice(0, 1);
    const columnOf = (rows: SelectNode, name: string): SelectColumn => {
      const found = rows.columns.find((item) => item.name === name);
      return found ?? { name, value: nullOf(definition, name) };
    };
    return {
      node: 'unionAll',
      queries: [
        {
          node: 'select',
          columns: needed.map((name) => ({ name, value: column('stored', name) })),
          from: from(table(relation.schema, relation.name), 'stored'),
        },
        ...inserted.map((rows) => ({ ...rows, columns: needed.map((name) => columnOf(rows, name)) })),
      ],
    };
  }
}

function nullOf({ columns }: TableDefinition, name: string): Expression {
  return { node: 'literal', value: null, type: columnType(columns, name) };
}

function nameOf({ schema, name }: Pick<TableNode, 'schema' | 'name'>): string {
  return schema === null ? name : `${schema}.${name}`;
}

/** The columns that a query names, by the alias they are read under. */
function columnsIn(query: Query): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  const add = (alias: string, name: string) => used.set(alias, (used.get(alias) ?? new Set()).add(name));
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    if (isColumn(part)) add(part.relation, part.name);
    if (isAntiJoin(part)) add(part.alias, part.key);
    for (const inner of Object.values(part)) visit(inner);
  };
  visit(query);
  return used;
}

/** The part with other relations; whatever holds none of them is taken over as it is. */
function withRelations<Part>(part: Part, replaced: (relation: TableNode, alias: string) => Relation): Part {
  if (typeof part !== 'object' || part === null) return part;
  let copy: Record<string, unknown> | null = null;
  for (const [key, value] of Object.entries(part) as [string, unknown][]) {
    const isRelation = key === 'relation' && isTable(value) && 'alias' in part;
    const inside = isRelation ? replaced(value, String(part.alias)) : withRelations(value, replaced);
    if (inside === value) continue;
    copy ??= (Array.isArray(part) ? [...(part as unknown[])] : { ...part }) as Record<string, unknown>;
    copy[key] = inside;
  }
  return (copy ?? part) as Part;
}

function isAntiJoin(part: object): part is AntiJoin {
  return 'relation' in part && 'key' in part && 'on' in part;
}

function isColumn(part: object): part is { readonly relation: string; readonly name: string } {
  return 'node' in part && part.node === 'column' && 'relation' in part && part.relation !== null;
}
