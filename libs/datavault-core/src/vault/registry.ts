import { z } from 'zod';
import type { EntityKind } from '../kinds/entity-kind.ts';
import type { EntityBase } from '../model/entity.ts';
import type { VaultModel } from '../model/vault-model.ts';
import * as kinds from './kinds.ts';

type Kind = (typeof kinds)[keyof typeof kinds];

/** An entity as plain data, of any kind. */
export type EntityDefinition = z.output<Kind['definition']>;
/** An entity with every name filled in, of any kind. */
export type EntityModel = NonNullable<ReturnType<Kind['resolve']>>;
/** A vault of any of these kinds. */
export type Vault = VaultModel<EntityModel>;

const byName = new Map(Object.values<Kind>(kinds).map((kind) => [kind.kind as string, kind]));

/** What `kind` may be. */
export const kindNames = [...byName.keys()] as [EntityModel['kind'], ...EntityModel['kind'][]];

const [first, ...others] = Object.values<Kind>(kinds).map(({ definition }) => definition);
export const entityDefinitionSchema = z.discriminatedUnion('kind', [first, ...others] as unknown as [
  Kind['definition'],
  ...Kind['definition'][],
]);

/** The kind of a definition or model; its methods must be given values of the same kind. */
export function kindOf({ kind: name }: Pick<EntityBase, 'kind'>): EntityKind<z.ZodObject, EntityBase> {
  const kind = byName.get(name);
  if (kind === undefined) throw new TypeError(`there is no kind ${name}`);
  return kind as unknown as EntityKind<z.ZodObject, EntityBase>;
}
