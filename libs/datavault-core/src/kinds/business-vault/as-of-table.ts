import { recordSource, loadDate } from '../../model/parameters.ts';
import { z } from 'zod';
import { duplicateKeyCheck } from '../checks/integrity-checks.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ColumnName, Source } from '../../metadata/source.ts';
import {
  and,
  column,
  equal,
  exists,
  intLiteral,
  isNotNull,
  not,
  type Expression,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type SelectNode,
  type TableDefinition,
  type WorkTable,
  columnsFrom,
} from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { asOfInstants, instantsSchema, type AsOfInstant, type InstantRules } from './as-of-instants.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { EntityLoad, PlanContext } from '../../stage/entity-load.ts';
import type { EntityBase, Feed } from '../../model/entity.ts';
import { stagedRowsColumn } from '../../model/work-columns.ts';
import { tallyQuery } from '../../stage/tally.ts';

const definition = z.strictObject({
  kind: z.literal('asOfTable'),
  name: z.string().min(1),
  asOf: z.string().min(1).default('as_of'),
  isActive: z.string().min(1).default('is_active'),
  generate: instantsSchema.optional(),
  /** Instead of generating: the source that lists the instants, and its column. */
  from: z.string().min(1).optional(),
  column: z.string().min(1).optional(),
});
export type AsOfTableDefinition = z.output<typeof definition>;

/** Instants at which the vault is looked at. */
export interface AsOfTableModel extends EntityBase {
  readonly kind: 'asOfTable';
  readonly asOf: string;
  /** Null in a table that a source feeds: all its instants count. */
  readonly isActive: string | null;
  readonly generate: InstantRules | null;
  readonly feeds: readonly Feed[];
}

export interface AsOfTable<Name extends string = string> {
  readonly kind: 'asOfTable';
  readonly name: Name;
  readonly definition: AsOfTableDefinition;
  readonly source?: Source;
}

/**
 * Declares the instants at which point-in-time tables and bridges look at the vault, made by rules or listed by a source.
 *
 * Example: `defineAsOfTable('as_of_month', { generate: { start: '2022-01-01', end: '2022-12-31', grains: { monthly: 'all' } } })`
 */
export function defineAsOfTable<const Name extends string, From extends Source>(
  name: Name,
  options: { readonly asOf?: string; readonly isActive?: string } & (
    | { readonly generate: z.input<typeof instantsSchema> }
    | { readonly from: From; readonly column: ColumnName<From> }
  ),
): AsOfTable<Name> {
  const { asOf, isActive } = knownOptions(definition, name, options);
  const origin =
    'from' in options ? { from: options.from.name, column: options.column } : { generate: options.generate };
  const parsed = parseDefinition(definition, { kind: 'asOfTable', name, asOf, isActive, ...origin });
  const own = { kind: 'asOfTable', name, definition: parsed } as const;
  return 'from' in options ? { ...own, source: options.from } : own;
}

export const asOfTable: EntityKind<typeof definition, AsOfTableModel> = {
  kind: 'asOfTable',
  wave: 'asOf',
  definition,
  refreshes: ({ generate }) => generate !== null,

  resolve({ name, asOf, isActive, generate, from: source, column: staged }, scope) {
    const base = { kind: 'asOfTable', name, hashKey: asOf, asOf } as const;
    if (generate !== undefined) {
      if (source !== undefined || staged !== undefined)
        scope.problem(name, 'instants are generated or come from a source, not both');
      if (Object.keys(generate.grains).length === 0)
        scope.problem(name, 'name at least one grain: daily, weekly, monthly, quarterly or yearly');
      if (generate.start > generate.end)
        scope.problem(name, `the start ${generate.start} lies after the end ${generate.end}`);
      scope.distinctColumns(name, [asOf, isActive]);
      return { ...base, isActive, generate, feeds: [] };
    }
    if (source === undefined || staged === undefined) {
      scope.problem(name, 'an as-of table needs `generate`, or `from` and `column`');
      return null;
    }
    const found = scope.column(`${name}.${asOf}`, source, staged);
    if (found === undefined) return null;
    if (found.type.kind !== 'timestamp')
      scope.problem(name, `column ${staged} is ${found.type.kind}, but instants are timestamps`);
    scope.distinctColumns(name, [asOf, ...arrivalColumns(scope.naming).map((item) => item.name)]);
    return { ...base, isActive: null, generate: null, feeds: [{ source, key: [staged], present: null }] };
  },

  tables: (model, vault) => [asOfDefinition(model, vault)],

  loads: (model, feeds, context) =>
    model.generate === null
      ? feeds.map((feed) => listed(model, feed, context))
      : [generated(model, asOfInstants(model.generate), context)],

  checks: (model, loads, { vault }) => {
    const target = asOfDefinition(model, vault);
    return loads.map((load) => duplicateKeyCheck(target, target.key, load));
  },
};

/** Holds for the instants that count. */
export function isActiveInstant({ isActive }: AsOfTableModel, relation: string): Expression | null {
  return isActive === null ? null : equal(column(relation, isActive), booleanLiteral(true));
}

function asOfDefinition(
  { name, asOf, isActive }: AsOfTableModel,
  { naming }: PlanContext['vault'],
): TableDefinition {
  const instant = { name: asOf, type: loadDate.type, nullable: false };
  return {
    schema: naming.vaultSchema,
    name,
    role: 'asOf',
    comment: 'Instants at which the vault is looked at.',
    columns:
      isActive === null
        ? [instant, ...arrivalColumns(naming)]
        : [instant, { name: isActive, type: { kind: 'boolean' }, nullable: false }],
    key: [asOf],
    clusterBy: [asOf],
  };
}

/** Instants that a source lists: collected once, then inserted. */
function listed(model: AsOfTableModel, feed: Feed, context: PlanContext): EntityLoad {
  const stage = context.stage(feed.source);
  const target = asOfDefinition(model, context.vault);
  const [staged] = feed.key as readonly [string];
  const instant = column('staged', stage.plain(staged));
  const arrival = stage.arrival();
  const { loadDate: date, recordSource: origin } = context.vault.naming;
  const work = table(null, `new_${model.name}`);
  const rows = from(table(null, stage.tableName), 'staged');
  const stored = exists({
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(table(target.schema, target.name), 'known'),
    where: equal(column('known', model.asOf), instant),
  });
  const arrived = [
    { name: date, value: arrival.loadDate, type: loadDate.type },
    { name: origin, value: arrival.recordSource, type: recordSource.type },
  ];
  const columns = target.columns.map(({ name }) => name);
  return {
    entity: model.name,
    origin: 'batch',
    workTables: [
      {
        name: work.name,
        columns: [...target.columns, { name: stagedRowsColumn, type: { kind: 'int' }, nullable: false }],
      },
    ],
    inserted: null,
    tallies: [
      {
        source: feed.source,
        query: tallyQuery({ rows, workTable: work.name }, isNotNull(instant), { inserted: null }),
      },
    ],
    actions: [
      {
        action: 'collect',
        title: `Instants that ${model.name} does not hold yet.`,
        statement: {
          node: 'insert',
          into: work,
          columns: [...columns, stagedRowsColumn],
          query: {
            node: 'pick',
            from: rows,
            where: and(isNotNull(instant), not(stored)),
            keys: [{ name: model.asOf, value: instant }],
            order: arrived.map(({ value }) => ({ by: value, direction: 'asc', nulls: 'last' })),
            columns: arrived,
            count: stagedRowsColumn,
          },
        },
      },
      {
        action: 'insert',
        title: `New instants into ${model.name}.`,
        statement: {
          node: 'insert',
          into: table(target.schema, target.name),
          columns,
          query: {
            node: 'select',
            columns: columnsFrom('fresh', columns),
            from: from(work, 'fresh'),
          },
        },
      },
    ],
  };
}

/** Rows of one statement; engines take long texts badly. */
const blockRows = 200;

/** Makes the table equal to the generated instants. */
function generated(
  model: AsOfTableModel,
  instants: readonly AsOfInstant[],
  { vault }: PlanContext,
): EntityLoad {
  const target = asOfDefinition(model, vault);
  const stored = table(target.schema, target.name);
  const work = table(null, `generated_${model.name}`);
  const columns = target.columns.map(({ name }) => name);
  const workTable: WorkTable = { name: work.name, columns: target.columns };
  const blocks = Array.from({ length: Math.ceil(instants.length / blockRows) }, (_, place) =>
    instants.slice(place * blockRows, (place + 1) * blockRows),
  );
  const equalRow = (rows: string, relation: ReturnType<typeof table>, other: string): Expression =>
    exists({
      node: 'select',
      columns: [{ name: 'found', value: intLiteral(1) }],
      from: from(relation, rows),
      where: and(...columns.map((name) => equal(column(rows, name), column(other, name)))),
    });
  return {
    entity: model.name,
    origin: 'vault',
    workTables: [workTable],
    inserted: null,
    tallies: [],
    actions: [
      ...blocks.map((block) => ({
        action: 'collect' as const,
        title: `Instants ${block[0]?.asOf} to ${block.at(-1)?.asOf}.`,
        statement: {
          node: 'insert',
          into: work,
          columns,
          query: { node: 'unionAll', queries: block.map((instant) => instantRow(model, instant)) },
        } as const,
      })),
      {
        action: 'prune',
        title: `Instants of ${model.name} that the rules no longer give.`,
        statement: { node: 'delete', from: stored, where: not(equalRow('generated', work, target.name)) },
      },
      {
        action: 'derive',
        title: `Instants that ${model.name} does not hold yet.`,
        statement: {
          node: 'insert',
          into: stored,
          columns,
          query: {
            node: 'select',
            columns: columnsFrom('generated', columns),
            from: from(work, 'generated'),
            where: not(equalRow('stored', stored, 'generated')),
          },
        },
      },
    ],
  };
}

function instantRow({ asOf, isActive: active }: AsOfTableModel, instant: AsOfInstant): SelectNode {
  return {
    node: 'select',
    columns: [
      { name: asOf, value: { node: 'literal', value: instant.asOf, type: loadDate.type } },
      ...(active === null ? [] : [{ name: active, value: booleanLiteral(instant.isActive) }]),
    ],
  };
}

function booleanLiteral(value: boolean): Expression {
  return { node: 'literal', value: String(value), type: { kind: 'boolean' } };
}
