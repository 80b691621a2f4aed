import { table, type Query, type TableNode, type WithNode, type WorkTable } from '../sql/query.ts';
import type { EntityLoad, LoadAction } from '../stage/entity-load.ts';
import { resultColumns, type ColumnsOf, type ResultColumns } from './result-columns.ts';
import { isTable, tablesIn } from './tables-in.ts';

type CommonTable = WithNode['tables'][number];

/**
 * The load with every common table that is read more than once as a work table, filled by a statement of its own.
 *
 * For engines that compute a common table anew at each place that reads it, so that one statement may scan a table dozens
 * of times. Invariant: the same rows. `isTaken` tells names of work tables that other loads have.
 */
export function shareSteps(
  load: EntityLoad,
  columnsOf: ColumnsOf,
  isTaken: (name: string) => boolean,
): EntityLoad {
  const shared: WorkTable[] = [];
  const freeName = (base: string): string => {
    const isUsed = (name: string): boolean => isTaken(name) || shared.some((item) => item.name === name);
    if (!isUsed(base)) return base;
    for (let place = 2; ; place += 1) if (!isUsed(`${base}_${place}`)) return `${base}_${place}`;
  };
  const actions = load.actions.flatMap((action): LoadAction[] => {
    const { statement } = action;
    if (statement.node !== 'insert' || statement.query.node !== 'with') return [action];
    const steps = new SharedSteps(statement.query, columnsOf, (name) =>
      freeName(`${statement.into.name}_${name}`),
    );
    shared.push(...steps.workTables);
    return [...steps.actions, { ...action, statement: { ...statement, query: steps.body } }];
  });
  return { ...load, workTables: [...load.workTables, ...shared], actions };
}

/** One statement taken apart: what fills its shared tables, and what is left of it. */
class SharedSteps {
  readonly workTables: WorkTable[] = [];
  readonly actions: LoadAction[] = [];
  readonly body: Query;
  readonly #columns = new Map<string, ResultColumns | null>();
  readonly #names = new Map<string, string>();
  /** Common tables that stay in the statement that reads them. */
  #inline: CommonTable[] = [];

  constructor(
    { tables, body }: WithNode,
    private readonly columnsOf: ColumnsOf,
    private readonly nameFor: (name: string) => string,
  ) {
    const reads = [...tables.map(({ query }) => query), body].flatMap(tablesIn);
    for (const common of tables) {
      const columns = resultColumns(common.query, (own) => this.#lookup(own));
      this.#columns.set(common.name, columns);
      const isShared = reads.filter((read) => isCommon(read, common.name)).length > 1;
      if (isShared && columns !== null) this.#share(common, columns);
      else this.#inline.push(common);
    }
    this.body = this.#withInline(body);
  }

  #lookup(own: TableNode): ResultColumns | null {
    return (own.schema === null ? this.#columns.get(own.name) : undefined) ?? this.columnsOf(own);
  }

  #share({ name, comment, query }: CommonTable, columns: ResultColumns): void {
    const own = this.nameFor(name);
    this.workTables.push({
      name: own,
      columns: [...columns].map(([item, type]) => ({ name: item, type, nullable: true })),
    });
    this.actions.push({
      action: 'share',
      title: comment,
      statement: {
        node: 'insert',
        into: table(null, own),
        columns: [...columns.keys()],
        query: this.#withInline(query),
      },
    });
    this.#names.set(name, own);
  }

  /** A query with the common tables that it alone reads, and the names of the shared ones. */
  #withInline(query: Exclude<Query, WithNode>): Query {
    const needed: CommonTable[] = [];
    let reads = tablesIn(query);
    for (const common of [...this.#inline].reverse()) {
      if (!reads.some((read) => isCommon(read, common.name))) continue;
      needed.unshift(common);
      reads = [...reads, ...tablesIn(common.query)];
    }
    this.#inline = this.#inline.filter((common) => !needed.includes(common));
    const whole: Query = needed.length === 0 ? query : { node: 'with', tables: needed, body: query };
    return renamed(whole, this.#names);
  }
}

const isCommon = ({ schema, name }: TableNode, common: string): boolean => schema === null && name === common;

function renamed<T>(part: T, names: ReadonlyMap<string, string>): T {
  if (typeof part !== 'object' || part === null) return part;
  if (Array.isArray(part)) return part.map((item: unknown) => renamed(item, names)) as T;
  if (isTable(part)) {
    const name = part.schema === null ? names.get(part.name) : undefined;
    return name === undefined ? part : { ...part, name };
  }
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, renamed(value, names)])) as T;
}
