import { hashTypeOf } from '../hash/hash-profile.ts';
import { column, type Expression } from '../sql/expression.ts';
import type { HashOperand } from '../sql/hash-expression.ts';
import type { PlanContext } from './entity-load.ts';
import type { Constant, PayloadValue, SatelliteBase } from '../model/satellite-base.ts';
import type { ParentReference, SetColumn } from './set-column.ts';
import type { StageBuilder } from './stage-builder.ts';

export function parentReference(model: SatelliteBase, { vault }: PlanContext): ParentReference {
  return { column: model.hashKey, schema: vault.naming.vaultSchema, table: model.parent, key: model.hashKey };
}

/** The parent's hash key and the payload as columns of the prepared stage named `staged`. */
export function stagedRow(
  model: SatelliteBase,
  feed: SatelliteBase['feeds'][number],
  context: PlanContext,
): { key: SetColumn; payload: SetColumn[] } {
  const stage = context.stage(feed.source);
  const hashed = stage.key(feed.key, model.hashKey);
  return {
    key: {
      name: model.hashKey,
      type: hashTypeOf(context.vault.hashProfile),
      nullable: hashed.nullable,
      value: column('staged', hashed.name),
    },
    payload: model.payload.map((item, index) => ({
      ...item,
      value: stagedValue(feed.values[index] as PayloadValue, stage),
    })),
  };
}

/** A payload value as the prepared stage `staged` holds it. */
export function stagedValue(value: PayloadValue, stage: StageBuilder): Expression {
  return typeof value === 'string' ? column('staged', stage.plain(value)) : constantValue(value);
}

/** A boolean is a literal, which every dialect has a form of its own for; other types are read from their canonical text. */
function constantValue({ constant: value, type }: Constant): Expression {
  if (type.kind === 'boolean') return { node: 'literal', value, type };
  return { node: 'cast', operand: { node: 'literal', value, type: { kind: 'text', length: 1 } }, type };
}

/** Some of the payload as operands of a hash diff, under the names the satellite gives its columns. */
export function diffOperands(
  model: SatelliteBase,
  compared: readonly string[],
  feed: SatelliteBase['feeds'][number],
  stage: StageBuilder,
): HashOperand[] {
  return model.payload.flatMap(({ name, type, nullable }, index): HashOperand[] => {
    if (!compared.includes(name)) return [];
    const value = feed.values[index] as PayloadValue;
    return [
      typeof value === 'string'
        ? stage.operand(value, name)
        : { name, type, nullable, value: constantValue(value) },
    ];
  });
}
