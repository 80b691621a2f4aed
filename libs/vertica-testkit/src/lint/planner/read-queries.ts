import { childNode, childNodes, hasWords, isNode, ownTokens, type SyntaxNode } from '../syntax-node.ts';
import type { Block, Clause, QueryReading, Subquery } from './query-reading.ts';
import { columnName, folded, nameParts, selectItems } from './select-items.ts';

type Columns = ReadonlySet<string> | null;
type CommonTables = ReadonlyMap<string, Columns>;

/** A place in an expression: the blocks in sight, innermost first, and what lies around it in its clause. */
interface Place {
  readonly blocks: readonly Block[];
  readonly clause: Clause;
  readonly above: readonly SyntaxNode[];
  readonly common: CommonTables;
}

/** Finds the subqueries of a statement and which of their columns belong to a query around them. */
export function readQueries(root: SyntaxNode): QueryReading {
  const reader = new QueryReader();
  reader.statement(root);
  return reader;
}

class QueryReader implements QueryReading {
  readonly blocks: Block[] = [];
  readonly queries: SyntaxNode[] = [];
  readonly subqueries: Subquery[] = [];
  readonly unplaced: SyntaxNode[] = [];

  statement(root: SyntaxNode): void {
    const query = childNode(root, 'query');
    if (query !== null) return this.#query(query, [], null, new Map());
    if (!hasWords(root, 'update') && !hasWords(root, 'delete', 'from')) return;
    const block = this.#block(root, null);
    const name = childNode(root, 'name');
    if (name !== null) block.relations.set(nameParts(name).at(-1) ?? '', null);
    const place: Place = { blocks: [block], clause: 'where', above: [], common: new Map() };
    for (const child of root.children) {
      if (!isNode(child) || child.kind === 'name') continue;
      this.#expression(child, child.kind === 'assignment' ? { ...place, clause: 'change' } : place);
    }
  }

  #block(node: SyntaxNode, subquery: Subquery | null): Block {
    const block: Block = { node, subquery, relations: new Map() };
    this.blocks.push(block);
    return block;
  }

  #query(query: SyntaxNode, outer: readonly Block[], subquery: Subquery | null, common: CommonTables): void {
    this.queries.push(query);
    const known = new Map(common);
    for (const table of childNodes(query, 'commonTable')) {
      const [name] = ownTokens(table);
      const inner = childNode(table, 'query');
      if (inner === null || name === undefined) continue;
      this.#query(inner, within(subquery, query, outer), null, known);
      known.set(folded(name), outputColumns(inner));
    }
    const parts = query.children.filter(isNode);
    const selects = parts.filter(({ kind }) => kind === 'select');
    const blocks = selects.map((select) => this.#select(select, outer, subquery, known));
    for (const group of parts.filter(({ kind }) => kind === 'group')) {
      const inner = childNode(group, 'query');
      if (inner !== null) this.#query(inner, outer, subquery, known);
    }
    const order = childNode(query, 'orderTerms');
    const [block] = blocks;
    if (order === null || block === undefined) return;
    this.#expression(order, { blocks: [block, ...outer], clause: 'order', above: [], common: known });
  }

  #select(
    select: SyntaxNode,
    outer: readonly Block[],
    subquery: Subquery | null,
    common: CommonTables,
  ): Block {
    const block = this.#block(select, subquery);
    const relations = childNodes(select, 'relation');
    for (const relation of relations)
      this.#relation(relation, block, within(subquery, select, outer), common);
    let clause: Clause = 'select';
    for (const child of select.children) {
      if (!isNode(child)) clause = clauseAfter(child.token.kind === 'word' ? child.token.text : '') ?? clause;
      else if (child.kind !== 'relation')
        this.#expression(child, { blocks: [block, ...outer], clause, above: [], common });
    }
    return block;
  }

  #relation(relation: SyntaxNode, block: Block, outer: readonly Block[], common: CommonTables): void {
    const name = childNode(relation, 'name');
    const query = childNode(relation, 'query');
    const alias = ownTokens(relation).findLast(
      ({ kind, text }) => kind === 'quoted' || isAliasWord(kind, text),
    );
    const parts = name === null ? [] : nameParts(name);
    const sight = alias === undefined ? parts.at(-1) : folded(alias);
    if (query !== null) this.#query(query, outer, null, common);
    if (sight === undefined) return;
    const isCommon = parts.length === 1;
    const columns = query === null ? (isCommon ? common.get(parts[0] ?? '') : null) : outputColumns(query);
    block.relations.set(sight, columns ?? null);
  }

  #expression(node: SyntaxNode, place: Place): void {
    if (node.kind === 'column') return this.#column(node, place);
    if (node.kind === 'query') return;
    const found = subqueryIn(node);
    if (found !== null) this.#subquery(node, found, place);
    const inside = { ...place, above: [...place.above, node] };
    for (const child of node.children) {
      if (isNode(child) && child !== found?.holder) this.#expression(child, inside);
    }
  }

  #subquery(node: SyntaxNode, { form, query }: FoundSubquery, place: Place): void {
    const [block] = place.blocks;
    if (block === undefined) return;
    const { clause, above } = place;
    const subquery: Subquery = { form, clause, above, node, query, block, references: [] };
    this.subqueries.push(subquery);
    this.#query(query, place.blocks, subquery, place.common);
  }

  #column(column: SyntaxNode, place: Place): void {
    const qualifier = nameParts(column).at(-2);
    const owner = place.blocks.findIndex((block, depth) =>
      qualifier === undefined
        ? holdsUnqualified(block, columnName(column), depth === 0 ? place.clause : 'where')
        : block.relations.has(qualifier),
    );
    if (owner < 0) return void (qualifier !== undefined && this.unplaced.push(column));
    const crossed = place.blocks.slice(0, owner).flatMap(({ subquery }) => subquery ?? []);
    const levels = new Set(crossed);
    const [innermost] = levels;
    const [block] = place.blocks;
    if (innermost === undefined || block === undefined) return;
    innermost.references.push({
      column,
      levels: levels.size,
      isNested: block.subquery !== innermost,
      clause: place.clause,
      above: place.above,
      block,
    });
  }
}

/** What a query in FROM or WITH sees: no relation beside it, though it lies inside its subquery. */
function within(subquery: Subquery | null, node: SyntaxNode, outer: readonly Block[]): readonly Block[] {
  return subquery === null ? outer : [{ node, subquery, relations: new Map() }, ...outer];
}

interface FoundSubquery {
  readonly form: Subquery['form'];
  /** The child that need not be walked again. */
  readonly holder: SyntaxNode | null;
  readonly query: SyntaxNode;
}

function subqueryIn(node: SyntaxNode): FoundSubquery | null {
  const group = childNodes(node, 'group').at(-1) ?? null;
  const inGroup = group === null ? null : childNode(group, 'query');
  if (group !== null && inGroup !== null) {
    if (node.kind === 'unary' && hasWords(node, 'exists'))
      return { form: 'exists', holder: group, query: inGroup };
    if (node.kind === 'predicate' && hasWords(node, 'in'))
      return { form: 'in', holder: group, query: inGroup };
  }
  const query = node.kind === 'group' ? childNode(node, 'query') : null;
  return query === null ? null : { form: 'scalar', holder: null, query };
}

/** Invariant: a name that no relation is known to lack is taken for the nearest one's. */
function holdsUnqualified(block: Block, name: string, clause: Clause): boolean {
  const isOutput = ['order', 'group', 'having'].includes(clause);
  if (isOutput && selectItems(block.node)?.some((item) => item.name === name) === true) return true;
  return [...block.relations.values()].some((columns) => columns === null || columns.has(name));
}

function outputColumns(query: SyntaxNode): Columns {
  const select = childNode(query, 'select');
  const items = select === null ? null : selectItems(select);
  return items === null ? null : new Set(items.flatMap(({ name }) => name ?? []));
}

function clauseAfter(word: string): Clause | null {
  const folds = word.toLowerCase();
  return (['on', 'where', 'group', 'having'] as const).find((clause) => clause === folds) ?? null;
}

function isAliasWord(kind: string, text: string): boolean {
  return kind === 'word' && text.toLowerCase() !== 'as';
}
