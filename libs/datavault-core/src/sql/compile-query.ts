import type { SqlCompiler } from './compile.ts';
import {
  and,
  column,
  countRows,
  equal,
  exists,
  intLiteral,
  isNull,
  not,
  type Expression,
  type OrderTerm,
} from './expression.ts';
import type { SqlDialect } from './dialect.ts';
import { clause, indent } from './indent.ts';
import {
  from,
  type AntiJoin,
  type FromTerm,
  type JoinTerm,
  type PickNode,
  type Query,
  type SelectColumn,
  type SelectNode,
  columnsFrom,
} from './query.ts';

export function compileQuery(query: Query, compiler: SqlCompiler): string {
  switch (query.node) {
    case 'select':
      return compileSelect(query, compiler);
    case 'pick':
      return compilePick(query, compiler);
    case 'unionAll':
      return query.queries.map((part) => compileQuery(part, compiler)).join('\nunion all\n');
    case 'with': {
      const tables = query.tables.map(
        ({ name, comment, query: inner }) =>
          `-- ${comment}\n${compiler.identifier(name)} as (\n${indent(compileQuery(inner, compiler))}\n)`,
      );
      return `with\n${tables.join(',\n')}\n${compileQuery(query.body, compiler)}`;
    }
  }
}

function compileSelect(select: SelectNode, compiler: SqlCompiler): string {
  const lines = [
    clause(
      'select',
      select.columns.map((item) => selectColumn(item, compiler)),
    ),
  ];
  if (select.from) lines.push(`from ${fromTerm(select.from, compiler)}`);
  for (const join of select.joins ?? []) lines.push(joinTerm(join, compiler));
  const { antiJoin } = compiler.dialect;
  const absent = (select.without ?? []).map((item) => absence(item, antiJoin));
  for (const { join } of absent) if (join !== null) lines.push(joinTerm(join, compiler));
  const conditions = [...(select.where ? [select.where] : []), ...absent.map(({ where }) => where)];
  if (conditions.length > 0) lines.push(condition('where', and(...conditions), compiler));
  if (select.groupBy?.length)
    lines.push(
      clause(
        'group by',
        select.groupBy.map((item) => compiler.expression(item)),
      ),
    );
  if (select.having) lines.push(condition('having', select.having, compiler));
  if (select.orderBy?.length) lines.push(clause('order by', rowOrder(select.orderBy, compiler)));
  if (select.limit !== undefined) lines.push(`limit ${select.limit}`);
  return lines.join('\n');
}

/** Says where NULL stands by a term of its own, because some engines know NULLS FIRST in windows only. */
function rowOrder(terms: readonly OrderTerm[], compiler: SqlCompiler): string[] {
  return terms.flatMap(({ by, direction = 'asc', nulls = 'first' }) => {
    const places = nulls === 'first' ? 'then 0 else 1' : 'then 1 else 0';
    return [
      `case when ${compiler.expression(isNull(by))} ${places} end asc`,
      `${compiler.expression(by)} ${direction}`,
    ];
  });
}

/** The join and the condition that leave out rows which the relation has. */
function absence(
  { relation, alias, on, key }: AntiJoin,
  form: SqlDialect['antiJoin'],
): { readonly join: JoinTerm | null; readonly where: Expression } {
  if (form === 'leftJoin' || !isEquality(on))
    return { join: { kind: 'left', ...from(relation, alias), on }, where: isNull(column(alias, key)) };
  const found: SelectNode = {
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(relation, alias),
    where: on,
  };
  return { join: null, where: not(exists(found)) };
}

/** Columns that equal columns: what every planner takes for a join when a subquery says it of an outer row. */
function isEquality(on: Expression): boolean {
  if (on.node === 'and') return on.operands.every(isEquality);
  return (
    on.node === 'compare' && on.operator === '=' && on.left.node === 'column' && on.right.node === 'column'
  );
}

/**
 * The engine's own form first; else the group form when any row of a key will do, the window form when the order
 * decides: grouping costs half of numbering rows.
 */
function compilePick(pick: PickNode, compiler: SqlCompiler): string {
  const own = compiler.dialect.pick?.(pick, compiler) ?? null;
  return own ?? compileSelect(isGroupable(pick) ? groupForm(pick) : windowForm(pick), compiler);
}

/** The minimum of each column is the picked row's value: nothing is ordered, or the one column orders itself. */
function isGroupable({ order, columns }: PickNode): boolean {
  const [first] = order;
  if (first === undefined) return true;
  const [only] = columns;
  return (
    order.length === 1 &&
    columns.length === 1 &&
    only !== undefined &&
    JSON.stringify(only.value) === JSON.stringify(first.by) &&
    first.direction !== 'desc' &&
    first.nulls === 'last'
  );
}

/** Constants are neither grouped by nor aggregated: to some engines two places of a parameter are two values. */
function groupForm(pick: PickNode): SelectNode {
  const columns = pick.columns.map(({ name, value, type }): SelectColumn => ({
    name,
    value: isConstant(value) ? value : { node: 'extreme', function: 'min', operand: value, type },
  }));
  const varying = pick.keys.filter(({ value }) => !isConstant(value));
  const count = pick.count === undefined ? [] : [{ name: pick.count, value: countRows() }];
  return {
    node: 'select',
    columns: [...pick.keys, ...columns, ...count],
    from: pick.from,
    ...(pick.where ? { where: pick.where } : {}),
    ...(pick.without ? { without: pick.without } : {}),
    groupBy: (varying.length === 0 ? pick.keys : varying).map(({ value }) => value),
  };
}

function isConstant(value: Expression): boolean {
  return value.node === 'parameter' || value.node === 'literal';
}

function windowForm(pick: PickNode): SelectNode {
  const partitionBy = pick.keys.map(({ value }) => value);
  const number: Expression = {
    node: 'window',
    function: 'rowNumber',
    operand: null,
    partitionBy,
    orderBy: pick.order,
  };
  const rows: Expression = { node: 'window', function: 'count', operand: null, partitionBy, orderBy: [] };
  const kept: readonly SelectColumn[] = [...pick.keys, ...pick.columns];
  const numbered: SelectNode = {
    node: 'select',
    columns: [
      ...kept,
      ...(pick.count === undefined ? [] : [{ name: pick.count, value: rows }]),
      { name: 'vw_place', value: number },
    ],
    from: pick.from,
    ...(pick.where ? { where: pick.where } : {}),
    ...(pick.without ? { without: pick.without } : {}),
  };
  const names = [...kept.map(({ name }) => name), ...(pick.count === undefined ? [] : [pick.count])];
  return {
    node: 'select',
    columns: columnsFrom('numbered', names),
    from: { relation: numbered, alias: 'numbered' },
    where: equal(column('numbered', 'vw_place'), intLiteral(1)),
  };
}

function selectColumn({ name, value }: SelectColumn, compiler: SqlCompiler): string {
  const text = compiler.expression(value);
  return value.node === 'column' && value.name === name ? text : `${text} as ${compiler.identifier(name)}`;
}

function fromTerm({ relation, alias }: FromTerm, compiler: SqlCompiler): string {
  if (relation.node !== 'table')
    return `(\n${indent(compileQuery(relation, compiler))}\n) as ${compiler.identifier(alias)}`;
  const name = compiler.table(relation);
  return relation.schema === null && relation.name === alias
    ? name
    : `${name} as ${compiler.identifier(alias)}`;
}

function joinTerm(join: JoinTerm, compiler: SqlCompiler): string {
  if (join.kind === 'cross') return `cross join ${fromTerm(join, compiler)}`;
  return `${join.kind === 'left' ? 'left join' : 'join'} ${fromTerm(join, compiler)}\n  on ${conjunction(join.on, compiler, '\n  and ')}`;
}

function condition(keyword: string, expression: Expression, compiler: SqlCompiler): string {
  return `${keyword} ${conjunction(expression, compiler, '\n  and ')}`;
}

/** The parts of a top-level conjunction on lines of their own. */
function conjunction(expression: Expression, compiler: SqlCompiler, separator: string): string {
  if (expression.node !== 'and') return compiler.expression(expression);
  return expression.operands
    .map((part) => {
      const text = compiler.expression(part);
      return indent(part.node === 'or' || part.node === 'and' ? `(${text})` : text).trimStart();
    })
    .join(separator);
}
