import type { EntityLoad } from '../stage/entity-load.ts';
import { column, countRows, textLiteral } from '../sql/expression.ts';
import { from, table, type Query, type SelectNode, type TableDefinition } from '../sql/query.ts';
import type { WarehouseRow } from '../warehouse/warehouse.ts';
import { tablesIn } from './tables-in.ts';

const name = 'name';
const waiting = 'waiting';

/** Which statements of a plan only try rows again that were held earlier, and where those wait. */
export class HeldRows {
  readonly #pending: readonly TableDefinition[];
  /** Tables of held rows by the work tables that are filled from them alone. */
  readonly #released = new Map<string, readonly string[]>();

  constructor(stored: readonly TableDefinition[]) {
    this.#pending = stored.filter(({ role }) => role === 'pending');
  }

  /** The tables of held rows that a load tries again; none for a load of anything else. */
  triedBy({ origin, workTables, actions }: EntityLoad): readonly string[] {
    if (origin !== 'held') return [];
    const read = tablesIn(actions).map((item) => item.name);
    const tried = this.#pending.map((item) => item.name).filter((item) => read.includes(item));
    for (const work of workTables) this.#released.set(work.name, tried);
    return tried;
  }

  /** The same of a check, which must look at nothing that another load has collected. */
  checkedBy(query: Query): readonly string[] {
    const common = query.node === 'with' ? query.tables.map(({ name: own }) => own) : [];
    const work = tablesIn(query).filter(({ schema, name: own }) => schema === null && !common.includes(own));
    const tried = work.map((read) => this.#released.get(read.name));
    return tried.some((tables) => tables === undefined) ? [] : tried.flatMap((tables) => tables ?? []);
  }

  /** Counts the rows of every table of held rows that some load tries; null when none does. */
  question(): Query | null {
    const tried = new Set([...this.#released.values()].flat());
    const counts = this.#pending
      .filter((item) => tried.has(item.name))
      .map(({ schema, name: own }): SelectNode => ({
        node: 'select',
        columns: [
          { name, value: textLiteral(own) },
          { name: waiting, value: column('held', waiting) },
        ],
        from: {
          alias: 'held',
          relation: {
            node: 'select',
            columns: [{ name: waiting, value: countRows() }],
            from: from(table(schema, own), 'held'),
          },
        },
      }));
    const [only, ...others] = counts;
    if (only === undefined) return null;
    return others.length === 0 ? only : { node: 'unionAll', queries: counts };
  }
}

/** The tables that hold rows, as the answer to the question says. */
export function tablesWithRows(answer: readonly WarehouseRow[]): ReadonlySet<string> {
  return new Set(answer.filter((row) => Number(row[waiting]) > 0).map((row) => String(row[name])));
}
