import { stagedRowsColumn } from '../model/work-columns.ts';
import { column, countRows, intLiteral, when, type Expression } from '../sql/expression.ts';
import { from, table, type FromTerm, type Query, type SelectColumn } from '../sql/query.ts';

/** The outcomes of a load that its work table tells apart, as conditions on `fresh`; absent = never happens. */
export interface OutcomeConditions {
  /** Null = every collected row. */
  readonly inserted: Expression | null;
  readonly unchanged?: Expression;
  readonly held?: Expression;
  readonly late?: Expression;
  readonly conflict?: Expression;
  /** Rows of the work table that repeat one of another source. */
  readonly repeated?: Expression;
  readonly ties?: Expression;
  readonly suspect?: Expression;
}

/**
 * Counts one load, or the part of it that `part`, a condition on `fresh`, selects.
 *
 * Shape: one row: read, keyed (rows with a key), collected (rows of the work table), collected_rows (input rows they
 * stand for), inserted, and of the other outcomes those that can happen. Units: rows.
 */
export function tallyQuery(
  input: { readonly rows: FromTerm; readonly where?: Expression; readonly workTable: string },
  keyed: Expression | null,
  outcomes: OutcomeConditions,
  part?: Expression,
): Query {
  const counted = (name: string, condition: Expression | null | undefined): SelectColumn[] =>
    condition === undefined
      ? []
      : [{ name, value: condition === null ? countRows() : countWhere(condition) }];
  const work = [
    ...counted('collected', null),
    { name: 'collected_rows', value: sumOrZero(column('fresh', stagedRowsColumn)) },
    ...counted('inserted', outcomes.inserted),
    ...counted('unchanged', outcomes.unchanged),
    ...counted('held', outcomes.held),
    ...counted('late', outcomes.late),
    ...counted('conflict', outcomes.conflict),
    ...counted('repeated', outcomes.repeated),
    ...counted('ties', outcomes.ties),
    ...counted('suspect', outcomes.suspect),
  ];
  const read = [...counted('read', null), ...counted('keyed', keyed)];
  return {
    node: 'select',
    columns: [
      ...read.map(({ name }) => ({ name, value: column('input', name) })),
      ...work.map(({ name }) => ({ name, value: column('outcome', name) })),
    ],
    from: {
      alias: 'input',
      relation: {
        node: 'select',
        columns: read,
        from: input.rows,
        ...(input.where ? { where: input.where } : {}),
      },
    },
    joins: [
      {
        kind: 'cross',
        alias: 'outcome',
        relation: {
          node: 'select',
          columns: work,
          from: from(table(null, input.workTable), 'fresh'),
          ...(part ? { where: part } : {}),
        },
      },
    ],
  };
}

function countWhere(condition: Expression): Expression {
  return { node: 'aggregate', function: 'count', operand: when(condition, intLiteral(1)) };
}

function sumOrZero(operand: Expression): Expression {
  return { node: 'coalesce', operands: [{ node: 'aggregate', function: 'sum', operand }, intLiteral(0)] };
}
