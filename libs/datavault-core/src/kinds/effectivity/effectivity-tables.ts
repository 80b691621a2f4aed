import { hashTypeOf } from '../../hash/hash-profile.ts';
import type { VaultModel } from '../../model/vault-model.ts';
import type { TableColumn, TableDefinition } from '../../sql/query.ts';
import { arrivalColumns } from '../../model/arrival-columns.ts';
import { lateTable, pendingTable } from '../../model/aside-tables.ts';
import type { EffectivityModel } from './effectivity-model.ts';

/** The satellite's own table. */
export function effectivityTable(
  model: EffectivityModel,
  { naming, hashProfile }: Pick<VaultModel, 'naming' | 'hashProfile'>,
): TableDefinition {
  const type = hashTypeOf(hashProfile);
  const instant = (name: string): TableColumn => ({ name, type: { kind: 'timestamp' }, nullable: false });
  const { hashKey, parent, driving, secondary } = model;
  const facts =
    model.mode === 'snapshot'
      ? {
          comment: `Effectivity satellite: from when on a key of ${parent} was active, and from when on not.`,
          own: [{ name: model.activeColumn, type: { kind: 'boolean' }, nullable: false } as const],
          key: [hashKey, naming.loadDate],
        }
      : {
          comment: `Effectivity satellite: which ${secondary.map(({ name }) => name).join(', ')} a ${driving.map(({ name }) => name).join(', ')} of ${parent} had, and when.`,
          own: [
            ...[...driving, ...secondary].map(({ name }) => ({ name, type, nullable: false })),
            instant(model.startColumn),
            instant(model.endColumn),
          ],
          key: [hashKey, naming.loadDate, model.startColumn, model.endColumn],
        };
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'satellite',
    comment: facts.comment,
    columns: [{ name: hashKey, type, nullable: false }, ...facts.own, ...arrivalColumns(naming)],
    key: facts.key,
    clusterBy: [hashKey, naming.loadDate],
  };
}

/** The satellite's tables: its own, that of late rows, that of held rows. */
export function effectivityTables(model: EffectivityModel, vault: VaultModel): TableDefinition[] {
  const own = effectivityTable(model, vault);
  const { naming } = vault;
  const pending = {
    ...pendingTable(own, model.parent, naming),
    comment: `Rows of ${model.name} whose ${model.parent} row, or that of another row of their driving key, is not known yet; tried again in every batch.`,
  };
  const keepsLate = model.onLate === 'quarantine' && model.mode !== 'automate-dv';
  return [
    own,
    ...(keepsLate ? [lateTable(own, naming)] : []),
    ...(model.orphans === 'hold' ? [pending] : []),
  ];
}
