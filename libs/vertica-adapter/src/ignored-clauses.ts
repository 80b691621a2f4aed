import { unsupported } from './knex-unsupported.ts';

type Change = 'insert' | 'update' | 'del';

/** What a builder has gathered, as knex' compiler keeps it. */
interface Gathered {
  readonly single: Readonly<Record<string, unknown>>;
  readonly grouped: Readonly<Record<string, readonly unknown[] | undefined>>;
}

/** A clause by its member of the builder: how people call it, and what does what they want. */
type Clause = readonly [member: string, called: string, instead: string];

const condition = 'a condition with whereIn or whereExists';
const selected = 'an insert from a select that has the clause';

/** Clauses that no change has: knex' PostgreSQL compiler drops most of them, and then every row of the table is changed. */
const ofNoChange: readonly Clause[] = [
  ['columns', 'select columns', 'a select of its own'],
  ['union', 'a union', 'a condition over the union, or an insert from it'],
  ['group', 'groupBy', 'a condition over a grouped subquery, or an insert from one'],
  ['having', 'having', 'a condition over a grouped subquery, or an insert from one'],
  ['order', 'orderBy', 'a condition that names the rows'],
  ['limit', 'limit', 'a condition that names the rows'],
  ['offset', 'offset', 'a condition that names the rows'],
  ['lock', 'forUpdate', 'the lock that the change takes by itself'],
  ['returning', 'returning', 'a select of its own'],
  ['with', 'a with clause', 'an insert from a select that holds the with clause, or a condition'],
];

const refused: Readonly<Record<Change, readonly Clause[]>> = {
  insert: [
    ['onConflict', 'onConflict', 'an insert from a select with whereNotExists'],
    ['join', 'a join', selected],
    ['where', 'a condition', selected],
    ...ofNoChange,
  ],
  update: [['join', 'a join', condition], ['updateFrom', 'updateFrom', condition], ...ofNoChange],
  del: [['using', 'using', condition], ['join', 'a join', condition], ...ofNoChange],
};

const verbs: Readonly<Record<Change, string>> = { insert: 'an insert', update: 'an update', del: 'a delete' };

/**
 * Refuses a change with a clause that knex would leave out of the statement, or that Vertica does not have.
 *
 * Errors: `E-KNEX-UNSUPPORTED`.
 */
export function refuseIgnoredClauses(method: string, { single, grouped }: Gathered): void {
  if (!isChange(method)) return;
  for (const [member, called, instead] of refused[method]) {
    const given = (grouped[member]?.length ?? 0) > 0 || (single[member] ?? null) !== null;
    if (given) throw unsupported(`${verbs[method]} with ${called}`, instead);
  }
}

function isChange(method: string): method is Change {
  return Object.hasOwn(refused, method);
}
