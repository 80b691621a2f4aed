import { parameter, type SqlCompiler } from '@vaultwright/datavault-core/sql';
import type { BulkLoad } from '@vaultwright/datavault-core/warehouse';

/** A staged column and the printed expression of its value. */
interface StagedValue {
  readonly name: string;
  readonly value: string;
}

/**
 * The insert of staged rows: values of the source's columns, then constants.
 *
 * Shape: `rows` is the printed relation that `values` read.
 */
export function insertStaged(
  load: BulkLoad,
  values: readonly StagedValue[],
  rows: string,
  compiler: SqlCompiler,
): string {
  // Every parameter must be bound as text and cast in a step of its own: one that the engine expects in another type
  // makes it plan each execution anew, which folds a block of rows into constants at three times the cost of storing it.
  const bound = load.constants.map((_, index) => ({
    name: `${constantName(index)} as text`,
    value: compiler.expression(parameter({ name: constantName(index), type: { kind: 'text', length: 1 } })),
  }));
  const constants = load.constants.map(({ column: name, type }, index) => ({
    name,
    value: `cast(${compiler.identifier(`${constantName(index)} as text`)} as ${compiler.dialect.typeName(type)})`,
  }));
  const named = (items: readonly StagedValue[]): string =>
    items.map(({ name, value }) => `${value} as ${compiler.identifier(name)}`).join(',\n    ');
  const columns = [...values.map(({ name }) => ({ name, value: compiler.identifier(name) })), ...constants];
  return `insert into ${compiler.table({ node: 'table', ...load.target })} (${columns.map(({ name }) => compiler.identifier(name)).join(', ')})
select
  ${columns.map(({ value }) => value).join(',\n  ')}
from (
  select
    ${named([...values, ...bound])}
  from ${rows}
) as staged`;
}

/** Values of the constants' parameters. */
export function constantValues({ constants }: BulkLoad): Record<string, string> {
  return Object.fromEntries(constants.map(({ value }, index) => [constantName(index), value]));
}

function constantName(index: number): string {
  return `constant_${index}`;
}
