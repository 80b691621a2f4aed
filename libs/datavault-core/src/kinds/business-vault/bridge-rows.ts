import { openEndLiteral } from '../../model/open-end.ts';
import { hashTypeOf } from '../../hash/hash-profile.ts';
import { and, coalesce, column, equal, isNull, textLiteral, type Expression } from '../../sql/expression.ts';
import { keyHash } from '../../sql/hash-expression.ts';
import {
  from,
  table,
  type JoinTerm,
  type Query,
  type SelectColumn,
  type SelectNode,
} from '../../sql/query.ts';
import { compare } from './as-of-scope.ts';
import { pathColumns, type BridgeModel, type BridgeStep } from './bridge-model.ts';
import type { PlanContext } from '../../stage/entity-load.ts';
import { loadDate } from '../../model/parameters.ts';
import type { LinkActivity } from '../../model/link-activity.ts';

/**
 * The rows of a bridge at the instants of a work table.
 *
 * Each step gives the link rows in force at each instant, by half-open ranges; steps meet at the hub between them.
 */
export function bridgeRows(model: BridgeModel, instants: string, context: PlanContext): Query {
  return {
    node: 'with',
    tables: model.steps.flatMap((step, place) => [
      ...(step.activity === null
        ? []
        : [
            {
              name: `ranges_${place + 1}`,
              comment: `What ${step.activity.name} said, from one version until before the next.`,
              query: activityRanges(step.activity, context),
            },
          ]),
      {
        name: `step_${place + 1}`,
        comment: `Rows of ${step.link} in force at each instant.`,
        query: activeRows(step, place, instants, context),
      },
    ]),
    body: path(model, context),
  };
}

function activityRanges(activity: LinkActivity, { vault }: PlanContext): SelectNode {
  const { loadDate: date } = vault.naming;
  const own = (name: string): Expression => column('version', name);
  const next: Expression = {
    node: 'window',
    function: 'lead',
    operand: own(date),
    partitionBy: [own(activity.hashKey)],
    orderBy: [
      { by: own(date), nulls: 'first' },
      ...activity.order.map(({ column: name, descending }) => ({
        by: own(name),
        direction: descending ? ('desc' as const) : ('asc' as const),
        nulls: descending ? ('last' as const) : ('first' as const),
      })),
    ],
  };
  return {
    node: 'select',
    columns: [
      { name: activity.hashKey, value: own(activity.hashKey) },
      { name: 'instant', value: own(date) },
      { name: 'says', value: own(activity.rule.column) },
      { name: 'next_instant', value: next },
    ],
    from: from(table(activity.schema, activity.name), 'version'),
  };
}

function activeRows(
  { link, linkKey, from: start, to, activity }: BridgeStep,
  place: number,
  instants: string,
  { vault, tableOf }: PlanContext,
): SelectNode {
  const own = tableOf(link);
  const instant = column('instants', 'as_of');
  const kept = activity === null ? null : inForce(activity, `ranges_${place + 1}`, linkKey, instant);
  return {
    node: 'select',
    columns: [
      { name: 'as_of', value: instant },
      { name: linkKey, value: column('link', linkKey) },
      { name: start, value: column('link', start) },
      { name: to, value: column('link', to) },
    ],
    from: from(table(own.schema, own.name), 'link'),
    joins: [
      {
        kind: 'inner',
        ...from(table(null, instants), 'instants'),
        on: compare(column('link', vault.naming.loadDate), '<=', instant),
      },
      ...(kept === null ? [] : [kept.join]),
    ],
    ...(kept?.where === undefined ? {} : { where: kept.where }),
  };
}

/** An end needs a version that is open; a status needs no version that is deleted. */
function inForce(
  { hashKey, rule }: LinkActivity,
  ranges: string,
  linkKey: string,
  instant: Expression,
): { readonly join: JoinTerm; readonly where?: Expression } {
  const says = column('ranges', 'says');
  const covers = and(
    equal(column('ranges', hashKey), column('link', linkKey)),
    compare(instant, '>=', column('ranges', 'instant')),
    compare(instant, '<', coalesce(column('ranges', 'next_instant'), openEndLiteral)),
  );
  const relation = from(table(null, ranges), 'ranges');
  if (rule.kind === 'until') {
    const open = compare(instant, '<', coalesce(says, openEndLiteral));
    return { join: { kind: 'inner', ...relation, on: and(covers, open) } };
  }
  return {
    join: { kind: 'left', ...relation, on: and(covers, equal(says, textLiteral(rule.deleted))) },
    where: isNull(column('ranges', hashKey)),
  };
}

function path(model: BridgeModel, { vault }: PlanContext): SelectNode {
  const alias = (place: number): string => `step_${place + 1}`;
  const first = model.steps[0] as BridgeStep;
  const instant = column(alias(0), 'as_of');
  const names = pathColumns(model);
  const keys = [
    column(alias(0), first.from),
    ...model.steps.flatMap(({ linkKey, to }, place) => [
      column(alias(place), linkKey),
      column(alias(place), to),
    ]),
  ];
  const columns = names.map((name, place): SelectColumn => ({ name, value: keys[place] as Expression }));
  const whole = keyHash(vault.hashProfile, [
    { name: model.asOf, value: instant, type: loadDate.type, nullable: false },
    ...columns.map((item) => ({ ...item, type: hashTypeOf(vault.hashProfile), nullable: false })),
  ]);
  return {
    node: 'select',
    columns: [
      ...(model.bridgeKey === null ? [] : [{ name: model.bridgeKey, value: whole }]),
      { name: model.asOf, value: instant },
      ...columns,
    ],
    from: from(table(null, alias(0)), alias(0)),
    joins: model.steps.slice(1).map((step, index) => {
      const before = model.steps[index] as BridgeStep;
      return {
        kind: 'inner',
        ...from(table(null, alias(index + 1)), alias(index + 1)),
        on: and(
          equal(column(alias(index + 1), 'as_of'), column(alias(index), 'as_of')),
          equal(column(alias(index + 1), step.from), column(alias(index), before.to)),
        ),
      };
    }),
  };
}
