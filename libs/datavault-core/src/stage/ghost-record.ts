import type { VaultModel } from '../model/vault-model.ts';
import { and, column, equal, exists, intLiteral, type Expression } from '../sql/expression.ts';
import { from, table, type SelectColumn, type TableDefinition } from '../sql/query.ts';
import type { EntityLoad, VaultContext } from './entity-load.ts';
import type { EntityBase } from '../model/entity.ts';
import { loadDate, recordSource } from '../model/parameters.ts';
import { ghostLoadDate, ghostRecordSource, zeroKey } from './zero-keys.ts';
import { asVersionedSatellite, type VersionedSatellite } from '../model/versioned-satellite.ts';

export const ghostDateLiteral: Expression = { node: 'literal', value: ghostLoadDate, type: loadDate.type };
const ghostSourceLiteral: Expression = {
  node: 'literal',
  value: ghostRecordSource,
  type: recordSource.type,
};

/** Holds for the ghost record of a satellite. */
export function isGhost(
  { hashKey }: Pick<VersionedSatellite, 'hashKey'>,
  { naming, hashProfile }: VaultModel,
  relation: string,
): Expression {
  return and(
    equal(column(relation, hashKey), zeroKey(hashProfile, 'unknown')),
    equal(column(relation, naming.loadDate), ghostDateLiteral),
    equal(column(relation, naming.recordSource), ghostSourceLiteral),
  );
}

/** True when an entity of the vault answers "no version yet" with the ghost record of this satellite. */
function hasGhost(entity: Pick<EntityBase, 'name'>, vault: VaultModel): boolean {
  return vault.entities.some(({ ghosts = [] }) => ghosts.includes(entity.name));
}

/** The tables of an entity; where it has a ghost record, columns that a ghost leaves empty may be NULL. */
export function withGhosts(
  entity: EntityBase,
  vault: VaultModel,
  tables: readonly TableDefinition[],
): readonly TableDefinition[] {
  const satellite = asVersionedSatellite(entity);
  const [own, ...others] = tables;
  if (satellite === null || own === undefined || !hasGhost(entity, vault)) return tables;
  const filled = ghostValues(satellite, vault).map(({ name }) => name);
  const columns = own.columns.map((item) =>
    filled.includes(item.name) ? item : { ...item, nullable: true },
  );
  return [{ ...own, columns }, ...others];
}

/** Inserts the ghost record of a satellite that needs one, unless it is there. */
export function ghostLoads(entity: EntityBase, { vault, tableOf }: VaultContext): EntityLoad[] {
  const satellite = asVersionedSatellite(entity);
  if (satellite === null || !hasGhost(entity, vault)) return [];
  const { schema, name } = tableOf(entity.name);
  const target = table(schema, name);
  const values = ghostValues(satellite, vault);
  const stored = exists({
    node: 'select',
    columns: [{ name: 'found', value: intLiteral(1) }],
    from: from(target, 'stored'),
    where: isGhost(satellite, vault, 'stored'),
  });
  return [
    {
      entity: entity.name,
      origin: 'vault',
      workTables: [],
      inserted: null,
      tallies: [],
      actions: [
        {
          action: 'derive',
          title: `The ghost record of ${name}: what point-in-time tables name where no version was in force.`,
          statement: {
            node: 'insert',
            into: target,
            columns: values.map((item) => item.name),
            query: {
              node: 'select',
              columns: values.map((item) => ({ name: item.name, value: column('ghost', item.name) })),
              from: { relation: { node: 'select', columns: values }, alias: 'ghost' },
              where: { node: 'not', operand: stored },
            },
          },
        },
      ],
    },
  ];
}

/** What a ghost record fills; all other columns are NULL. */
function ghostValues(
  { hashKey, hashDiff }: VersionedSatellite,
  { naming, hashProfile }: VaultModel,
): SelectColumn[] {
  const zero = zeroKey(hashProfile, 'unknown');
  return [
    { name: hashKey, value: zero },
    ...(hashDiff === null ? [] : [{ name: hashDiff, value: zero }]),
    { name: naming.loadDate, value: ghostDateLiteral },
    { name: naming.recordSource, value: ghostSourceLiteral },
  ];
}
