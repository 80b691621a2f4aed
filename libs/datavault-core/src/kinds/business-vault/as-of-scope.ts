import {
  extreme,
  column,
  equal,
  intLiteral,
  isNull,
  not,
  when,
  type Expression,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type SelectNode,
  type TableDefinition,
  type WithNode,
  type WorkTable,
} from '../../sql/query.ts';
import { isActiveInstant, type AsOfTableModel } from './as-of-table.ts';
import type { LoadAction, PlanContext } from '../../stage/entity-load.ts';
import { loadDate } from '../../model/parameters.ts';

/** A table with rows for instants of an as-of table: a point-in-time table or a bridge. */
export interface AsOfTarget {
  readonly target: TableDefinition;
  /** Column of the target. */
  readonly asOf: string;
  readonly instants: AsOfTableModel;
  /** Schema of the as-of table. */
  readonly schema: string;
  /** Removes rows of instants that are no longer active. */
  readonly prune: boolean;
}

export const compare = (
  left: Expression,
  operator: '<' | '<=' | '>' | '>=',
  right: Expression,
): Expression => ({ node: 'compare', operator, left, right });

/** The instants of this refresh, each with `is_new`: 1 when the target has no row of it. */
export function instantsTable({ target }: AsOfTarget): WorkTable {
  return {
    name: `instants_${target.name}`,
    columns: [
      { name: 'as_of', type: loadDate.type, nullable: false },
      { name: 'is_new', type: { kind: 'int' }, nullable: false },
    ],
  };
}

/** Of a point-in-time table or a bridge. */
export function asOfTarget(
  { asOf, instants, prune }: Pick<AsOfTarget, 'asOf' | 'instants' | 'prune'>,
  target: TableDefinition,
  { vault }: PlanContext,
): AsOfTarget {
  return { target, asOf, instants, schema: vault.naming.vaultSchema, prune };
}

/** Statements that find the instants of this refresh: active ones, and others that the target keeps. */
export function findInstants(scope: AsOfTarget): LoadAction[] {
  const { target, instants, schema, prune } = scope;
  const active = isActiveInstant(instants, 'listed');
  const listed: SelectNode = {
    node: 'select',
    columns: [{ name: 'as_of', value: column('listed', instants.asOf) }],
    from: from(table(schema, instants.name), 'listed'),
    ...(active === null ? {} : { where: active }),
  };
  const collect: LoadAction = {
    action: 'collect',
    title: `Instants of ${target.name}, and which of them are new.`,
    statement: {
      node: 'insert',
      into: table(null, instantsTable(scope).name),
      columns: ['as_of', 'is_new'],
      query: instantsQuery(scope, listed),
    },
  };
  return prune ? [pruneInstants(scope, listed), collect] : [collect];
}

function instantsQuery({ target, asOf, prune }: AsOfTarget, listed: SelectNode): WithNode {
  const present = {
    node: 'pick',
    from: from(table(target.schema, target.name), 'stored'),
    keys: [{ name: 'as_of', value: column('stored', asOf) }],
    order: [],
    columns: [],
  } as const;
  const isNew = isNull(column('present', 'as_of'));
  const wanted: SelectNode = {
    node: 'select',
    columns: [
      { name: 'as_of', value: column('wanted', 'as_of') },
      { name: 'is_new', value: when(isNew, intLiteral(1), intLiteral(0)) },
    ],
    from: from(table(null, 'wanted'), 'wanted'),
    joins: [
      {
        kind: 'left',
        ...from(table(null, 'present'), 'present'),
        on: equal(column('present', 'as_of'), column('wanted', 'as_of')),
      },
    ],
  };
  const kept: SelectNode = {
    node: 'select',
    columns: [
      { name: 'as_of', value: column('present', 'as_of') },
      { name: 'is_new', value: intLiteral(0) },
    ],
    from: from(table(null, 'present'), 'present'),
    joins: [
      {
        kind: 'left',
        ...from(table(null, 'wanted'), 'wanted'),
        on: equal(column('wanted', 'as_of'), column('present', 'as_of')),
      },
    ],
    where: isNull(column('wanted', 'as_of')),
  };
  return {
    node: 'with',
    tables: [
      { name: 'wanted', comment: 'Active instants.', query: listed },
      { name: 'present', comment: `Instants that ${target.name} has rows of.`, query: present },
    ],
    body: { node: 'unionAll', queries: prune ? [wanted] : [wanted, kept] },
  };
}

function pruneInstants({ target, asOf }: AsOfTarget, listed: SelectNode): LoadAction {
  const of = equal(column('active', 'as_of'), column(target.name, asOf));
  return {
    action: 'prune',
    title: `Rows of ${target.name} whose instant is no longer active.`,
    statement: {
      node: 'delete',
      from: table(target.schema, target.name),
      where: not({
        node: 'exists',
        query: {
          node: 'select',
          columns: [{ name: 'found', value: intLiteral(1) }],
          from: from(listed, 'active'),
          where: of,
        },
      }),
    },
  };
}

/** One row `edge` with the latest instant that a condition on `instants` selects; NULL when there is none. */
export function latestInstant(scope: AsOfTarget, condition: Expression | null): SelectNode {
  return {
    node: 'select',
    columns: [
      {
        name: 'latest',
        value: extreme('max', column('instants', 'as_of'), loadDate.type),
      },
    ],
    from: from(table(null, instantsTable(scope).name), 'instants'),
    ...(condition === null ? {} : { where: condition }),
  };
}

/** Rows whose `since` is not later than the latest stored instant: the others change no stored row. */
export function beforeLatest(scope: AsOfTarget, query: SelectNode, key: string | null): SelectNode {
  const old = equal(column('instants', 'is_new'), intLiteral(0));
  return {
    node: 'select',
    columns: [
      ...(key === null ? [] : [{ name: key, value: column('written', key) }]),
      { name: 'since', value: column('written', 'since') },
    ],
    from: from(query, 'written'),
    joins: [
      {
        kind: 'inner',
        ...from(latestInstant(scope, old), 'edge'),
        on: compare(column('written', 'since'), '<=', column('edge', 'latest')),
      },
    ],
  };
}
