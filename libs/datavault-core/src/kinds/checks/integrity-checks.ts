import type { CheckDefinition, EntityLoad } from '../../stage/entity-load.ts';
import {
  and,
  column,
  countRows,
  equal,
  intLiteral,
  isNull,
  same,
  type Expression,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type Query,
  type SelectNode,
  type TableDefinition,
  columnsFrom,
} from '../../sql/query.ts';

/**
 * Finds identities that a load would store more than once: the proof of uniqueness where the engine enforces none.
 *
 * Rows that are about to be inserted are held against each other and against the table, before they are; where a load
 * replaces rows, the table is looked at once it has.
 */
export function duplicateKeyCheck(
  target: TableDefinition,
  identity: readonly string[],
  load: Pick<EntityLoad, 'workTables' | 'actions'>,
): CheckDefinition {
  const workTable = collectedTable(load);
  const replaces = load.actions.some(({ statement }) => statement.node === 'delete');
  return {
    name: `${target.name}: one row per ${identity.join(', ')} (${workTable})`,
    finding: 'identity stored twice',
    severity: 'error',
    ...(replaces
      ? { query: storedTwice(target, identity, workTable) }
      : { beforeInsertOf: workTable, query: incomingTwice(target, identity, load) }),
  };
}

const moreThanOne: Expression = {
  node: 'compare',
  operator: '>',
  left: countRows(),
  right: intLiteral(1),
};

function incomingTwice(
  target: TableDefinition,
  identity: readonly string[],
  { actions }: Pick<EntityLoad, 'actions'>,
): Query {
  const names = columnsFrom('incoming', identity);
  const incoming = from(table(null, 'incoming'), 'incoming');
  const isSame = target.columns
    .filter(({ name }) => identity.includes(name))
    .map(({ name, nullable }) => (nullable ? same : equal)(column('stored', name), column('incoming', name)));
  return {
    node: 'with',
    tables: [
      {
        name: 'incoming',
        comment: `What goes into ${target.name}.`,
        query: { node: 'unionAll', queries: incomingRows(target, identity, actions) },
      },
    ],
    body: {
      node: 'unionAll',
      queries: [
        {
          node: 'select',
          columns: [...names, { name: 'row_count', value: countRows() }],
          from: incoming,
          groupBy: identity.map((name) => column('incoming', name)),
          having: moreThanOne,
        },
        {
          node: 'select',
          columns: [...names, { name: 'row_count', value: intLiteral(2) }],
          from: incoming,
          joins: [
            { kind: 'inner', ...from(table(target.schema, target.name), 'stored'), on: and(...isSame) },
          ],
        },
      ],
    },
  };
}

/** The rows that the statements of a load insert into its table, as far as they tell rows apart. */
function incomingRows(
  target: TableDefinition,
  identity: readonly string[],
  actions: EntityLoad['actions'],
): SelectNode[] {
  return actions.flatMap(({ statement }) => {
    if (statement.node !== 'insert' || statement.into.schema !== target.schema) return [];
    if (statement.into.name !== target.name || statement.query.node !== 'select') return [];
    const { columns, query } = statement;
    const value = (name: string): Expression => {
      const found = query.columns[columns.indexOf(name)];
      if (found === undefined) throw new TypeError(`${target.name} is inserted without ${name}`);
      return found.value;
    };
    return [{ ...query, columns: identity.map((name) => ({ name, value: value(name) })) }];
  });
}

function storedTwice(target: TableDefinition, identity: readonly string[], workTable: string): Query {
  const [first] = identity as readonly [string];
  const touched: Query = {
    node: 'select',
    columns: [{ name: first, value: column('fresh', first) }],
    from: from(table(null, workTable), 'fresh'),
  };
  return {
    node: 'select',
    columns: [...columnsFrom('stored', identity), { name: 'row_count', value: countRows() }],
    from: from(table(target.schema, target.name), 'stored'),
    where: { node: 'inQuery', operand: column('stored', first), query: touched },
    groupBy: identity.map((name) => column('stored', name)),
    having: moreThanOne,
  };
}

/** Finds rows of this batch whose parent does not hold their key. */
export function orphanCheck(
  target: TableDefinition,
  reference: {
    readonly column: string;
    readonly schema: string;
    readonly table: string;
    readonly key: string;
  },
  load: Pick<EntityLoad, 'workTables' | 'inserted'>,
): CheckDefinition {
  const workTable = collectedTable(load);
  return {
    name: `${target.name}: every ${reference.column} exists in ${reference.table} (${workTable})`,
    finding: 'row without its parent',
    severity: 'error',
    orphan: { column: reference.column, parent: reference.table, parentKey: reference.key },
    query: {
      node: 'select',
      columns: [{ name: reference.column, value: column('fresh', reference.column) }],
      from: from(table(null, workTable), 'fresh'),
      joins: [
        {
          kind: 'left',
          ...from(table(reference.schema, reference.table), 'parent'),
          on: equal(column('parent', reference.key), column('fresh', reference.column)),
        },
      ],
      where: and(isNull(column('parent', reference.key)), ...(load.inserted ? [load.inserted] : [])),
    },
  };
}

function collectedTable({ workTables: [first] }: Pick<EntityLoad, 'workTables'>): string {
  if (first === undefined) throw new TypeError('a load that collects rows has a work table');
  return first.name;
}
