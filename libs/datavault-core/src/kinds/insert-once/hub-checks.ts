import type { CheckDefinition, PlanContext } from '../../stage/entity-load.ts';
import type { HubFeed, HubModel } from './hub.ts';
import { and, column, equal, isNotNull, not, or, same, type Expression } from '../../sql/expression.ts';
import { comparable } from '../../sql/hash-expression.ts';
import { from, table, type SelectColumn, type SelectNode } from '../../sql/query.ts';

/** Staged rows that would have written other attributes than the hub has kept. */
export function attributeConflicts(
  model: HubModel,
  feed: HubFeed,
  hashed: Expression,
  context: PlanContext,
): CheckDefinition {
  const prepared = context.stage(feed.source);
  const staged = (index: number): Expression => column('staged', prepared.plain(feed.extra[index] as string));
  return {
    name: `${model.name}: attributes as first seen (${feed.source})`,
    finding: 'key with another attribute than the hub keeps',
    severity: 'warning',
    query: besideStored(
      model,
      hashed,
      context,
      prepared.tableName,
      [
        ...model.businessKey.map(({ name }) => ({ name, value: column('stored', name) })),
        ...model.extra.flatMap(({ name }, index) => [
          { name, value: column('stored', name) },
          { name: `${name}_staged`, value: staged(index) },
        ]),
      ],
      or(...model.extra.map(({ name }, index) => not(same(column('stored', name), staged(index))))),
    ),
  };
}

/** Staged business keys that have the hash key of another one, in the form in which the profile compares them. */
export function collisions(
  model: HubModel,
  { source, businessKey }: { readonly source: string; readonly businessKey: readonly string[] },
  hashed: Expression,
  context: PlanContext,
  severity: CheckDefinition['severity'] = 'warning',
  part = source,
): CheckDefinition {
  const { key: rules } = context.vault.hashProfile;
  const prepared = context.stage(source);
  const staged = (index: number): Expression =>
    column('staged', prepared.plain(businessKey[index] as string));
  const differs = model.businessKey.map((item, index) => {
    const form = (value: Expression): Expression => comparable(rules, { ...item, value });
    return not(same(form(column('stored', item.name)), form(staged(index))));
  });
  return {
    name: `${model.name}: one business key per hash key (${part})`,
    finding: 'hash key shared by two business keys',
    code: 'E-HASH-COLLISION',
    severity,
    query: besideStored(
      model,
      hashed,
      context,
      prepared.tableName,
      model.businessKey.flatMap(({ name }, index) => [
        { name, value: column('stored', name) },
        { name: `${name}_staged`, value: staged(index) },
      ]),
      or(...differs),
    ),
  };
}

function besideStored(
  model: HubModel,
  hashed: Expression,
  { vault }: PlanContext,
  stageName: string,
  columns: readonly SelectColumn[],
  differs: Expression,
): SelectNode {
  return {
    node: 'select',
    columns,
    from: from(table(null, stageName), 'staged'),
    joins: [
      {
        kind: 'inner',
        ...from(table(vault.naming.vaultSchema, model.name), 'stored'),
        on: equal(column('stored', model.hashKey), hashed),
      },
    ],
    where: and(isNotNull(hashed), differs),
  };
}
