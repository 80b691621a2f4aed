import type { StagingRules } from '../metadata/staging-rules.ts';
import {
  and,
  column,
  countRows,
  equal,
  intLiteral,
  isNotNull,
  parameter,
  type Expression,
} from '../sql/expression.ts';
import { from, table, type FromTerm, type JoinTerm, type SelectNode } from '../sql/query.ts';
import type { CheckDefinition } from './entity-load.ts';
import { loadId } from '../model/parameters.ts';
import type { StageInput } from './stage-builder.ts';

type Lookup = StagingRules['lookups'][string];
type Rank = StagingRules['ranked'][string];

/** The rows a lookup reads: an entity's table, or what another source staged in the same load. */
function target({ from: place, on, take }: Lookup, input: StageInput): SelectNode {
  const columns = [...new Set([...Object.keys(on), take])].map((name) => ({
    name,
    value: column('there', name),
  }));
  if ('entity' in place)
    return { node: 'select', columns, from: from(table(input.vaultSchema, place.entity), 'there') };
  const { schema, name } = input.tableOf(place.source);
  return {
    node: 'select',
    columns,
    from: from(table(schema, name), 'there'),
    ...(input.loadIdColumn === null
      ? {}
      : { where: equal(column('there', input.loadIdColumn), parameter(loadId)) }),
  };
}

/** Joins a lookup to the staged rows; a row that finds nothing stays, with NULL. */
export function lookupJoin(
  name: string,
  lookup: Lookup,
  input: StageInput,
  here: (column: string) => Expression,
): JoinTerm {
  const alias = `lookup_${name}`;
  return {
    kind: 'left',
    relation: target(lookup, input),
    alias,
    on: and(...Object.entries(lookup.on).map(([there, own]) => equal(column(alias, there), here(own)))),
  };
}

/** Keys of staged rows that a lookup finds more than once: the staged rows would be multiplied. */
export function ambiguousLookup(
  stage: string,
  name: string,
  lookup: Lookup,
  input: StageInput,
  here: (column: string) => string,
): CheckDefinition {
  const keys = Object.keys(lookup.on);
  const matches = Object.entries(lookup.on).map(([there, own]) =>
    equal(column('found', there), column('staged', here(own))),
  );
  const found: FromTerm = from(
    {
      node: 'select',
      columns: [
        ...keys.map((key) => ({ name: key, value: column('target', key) })),
        { name: 'row_count', value: countRows() },
      ],
      from: from(target(lookup, input), 'target'),
      where: and(...keys.map((key) => isNotNull(column('target', key)))),
      groupBy: keys.map((key) => column('target', key)),
      having: { node: 'compare', operator: '>', left: countRows(), right: intLiteral(1) },
    },
    'found',
  );
  return {
    name: `${stage}: one row for each lookup of ${name}`,
    finding: 'lookup that finds more than one row',
    severity: 'error',
    query: {
      node: 'select',
      columns: [...keys, 'row_count'].map((key) => ({ name: key, value: column('found', key) })),
      from: from(table(null, stage), 'staged'),
      joins: [{ kind: 'inner', ...found, on: and(...matches) }],
    },
  };
}

/** Rows that a rank cannot tell apart: an error where each must have a number of its own. */
export function tiedRanks(
  stage: string,
  name: string,
  { by, partition, order }: Rank,
  here: (column: string) => string,
): CheckDefinition {
  const columns = [...new Set([...partition, ...order.map((term) => term.column)])].map(here);
  return {
    name: `${stage}: an order without ties for ${name}`,
    finding: 'place in the order that several rows share',
    severity: by === 'rowNumber' ? 'error' : 'warning',
    query: {
      node: 'select',
      columns: [
        ...columns.map((part) => ({ name: part, value: column('staged', part) })),
        { name: 'row_count', value: countRows() },
      ],
      from: from(table(null, stage), 'staged'),
      groupBy: columns.map((part) => column('staged', part)),
      having: { node: 'compare', operator: '>', left: countRows(), right: intLiteral(1) },
    },
  };
}
