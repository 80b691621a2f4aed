import type { Expression } from '../sql/expression.ts';
import type { FromTerm, Query, SelectNode, TableDefinition, TableNode, WorkTable } from '../sql/query.ts';
import type { StoredType } from '../sql/stored-type.ts';
import { widerType } from '../stage/feed-columns.ts';

/** Name and type of each column that a query gives, in their order. */
export type ResultColumns = ReadonlyMap<string, StoredType>;
/** The columns of a table; null when they are not known. */
export type ColumnsOf = (table: TableNode) => ResultColumns | null;

/** Looks up the columns of stored tables and of work tables. */
export function columnsAmong(stored: readonly TableDefinition[], work: readonly WorkTable[]): ColumnsOf {
  return ({ schema, name }) => {
    const found =
      schema === null
        ? work.find((item) => item.name === name)
        : stored.find((item) => item.schema === schema && item.name === name);
    return found === undefined ? null : new Map(found.columns.map((item) => [item.name, item.type]));
  };
}

/** The columns that a query gives; null when the type of one cannot be told, as of an engine's own text. */
export function resultColumns(query: Query, columnsOf: ColumnsOf): ResultColumns | null {
  switch (query.node) {
    case 'with': {
      const known = new Map<string, ResultColumns | null>();
      const inside: ColumnsOf = (table) =>
        (table.schema === null ? known.get(table.name) : undefined) ?? columnsOf(table);
      for (const { name, query: inner } of query.tables) known.set(name, resultColumns(inner, inside));
      return resultColumns(query.body, inside);
    }
    case 'unionAll': {
      const [first, ...others] = query.queries.map((part) => resultColumns(part, columnsOf));
      return others.reduce<ResultColumns | null>(widest, first ?? null);
    }
    case 'pick': {
      const typeOf = scopeOf([query.from], columnsOf);
      return typed([
        ...query.keys.map(({ name, value }) => [name, typeOf(value)] as const),
        ...query.columns.map(({ name, type }) => [name, type] as const),
        ...(query.count === undefined ? [] : [[query.count, int] as const]),
      ]);
    }
    case 'select':
      return selected(query, columnsOf);
  }
}

const int: StoredType = { kind: 'int' };
const boolean: StoredType = { kind: 'boolean' };

type TypeOf = (expression: Expression) => StoredType | null;

function selected({ columns, from, joins = [] }: SelectNode, columnsOf: ColumnsOf): ResultColumns | null {
  const typeOf = scopeOf([...(from === undefined ? [] : [from]), ...joins], columnsOf);
  return typed(columns.map(({ name, value }) => [name, typeOf(value)] as const));
}

function typed(columns: readonly (readonly [string, StoredType | null])[]): ResultColumns | null {
  const known = columns.filter((item): item is readonly [string, StoredType] => item[1] !== null);
  return known.length === columns.length ? new Map(known) : null;
}

/** Columns are matched by their place, as the engine does. */
function widest(left: ResultColumns | null, right: ResultColumns | null): ResultColumns | null {
  if (left === null || right === null) return null;
  const others = [...right.values()];
  return typed([...left].map(([name, type], place) => [name, wider(type, others[place] ?? null)]));
}

function wider(left: StoredType | null, right: StoredType | null): StoredType | null {
  return left === null || right === null ? null : widerType(left, right);
}

function scopeOf(relations: readonly FromTerm[], columnsOf: ColumnsOf): TypeOf {
  const scope = new Map(
    relations.map(({ alias, relation }) => [
      alias,
      relation.node === 'table' ? columnsOf(relation) : resultColumns(relation, columnsOf),
    ]),
  );
  const typeOf: TypeOf = (expression) => expressionType(expression, typeOf, scope);
  return typeOf;
}

function expressionType(
  expression: Expression,
  typeOf: TypeOf,
  scope: ReadonlyMap<string, ResultColumns | null>,
): StoredType | null {
  const all = (operands: readonly Expression[]): StoredType | null => {
    const [first = null, ...others] = operands.map(typeOf);
    return others.reduce(wider, first);
  };
  switch (expression.node) {
    case 'column':
      return expression.relation === null
        ? null
        : (scope.get(expression.relation)?.get(expression.name) ?? null);
    case 'parameter':
      return expression.parameter.type;
    case 'literal':
    case 'cast':
    case 'extreme':
      return expression.type;
    case 'case':
      return all([
        ...expression.branches.map(({ result }) => result),
        ...(expression.otherwise === null ? [] : [expression.otherwise]),
      ]);
    case 'coalesce':
      return all(expression.operands);
    case 'aggregate':
      return int;
    case 'window':
      return expression.operand === null || expression.function === 'count'
        ? int
        : typeOf(expression.operand);
    case 'arithmetic':
      return all([expression.left, expression.right]);
    case 'compare':
    case 'same':
    case 'isNull':
    case 'isNotNull':
    case 'and':
    case 'or':
    case 'not':
    case 'oneOf':
    case 'inQuery':
    case 'exists':
    case 'matches':
      return boolean;
    case 'concat':
    case 'call':
    case 'dialectSql':
    case 'canonicalText':
    case 'digest':
      return null;
  }
}
