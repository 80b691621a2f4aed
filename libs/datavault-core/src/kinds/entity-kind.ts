import type { z } from 'zod';
import type { ResolveScope } from '../model/resolve-scope.ts';
import type { VaultModel } from '../model/vault-model.ts';
import type { TableDefinition, ViewDefinition } from '../sql/query.ts';
import type { EntityBase, Wave } from '../model/entity.ts';
import type { CheckDefinition, EntityLoad, PlanContext, VaultContext } from '../stage/entity-load.ts';

/**
 * One kind of entity: everything the rest of the library needs to know about it.
 *
 * Invariant: emits relational nodes only, never SQL text.
 */
export interface EntityKind<Definition extends z.ZodObject, Model extends EntityBase> {
  readonly kind: Model['kind'];
  readonly wave: Wave;
  readonly definition: Definition;
  /** Stored rows hold all that their hashes were made of, so that a rehash plan can compute them anew. */
  readonly rehashable?: boolean;
  /** Computed from the vault alone; a load of the raw vault may leave it for later. */
  readonly computed?: boolean;
  /** Whether the entity can be brought up to date without a batch; as `computed` says when absent. */
  refreshes?(model: Model): boolean;
  /** Fills in names and proves references; reports mistakes to the scope and then returns null. */
  resolve(definition: z.output<Definition>, scope: ResolveScope): Model | null;
  /** The entity's tables, its own first. */
  tables(model: Model, vault: VaultModel): readonly TableDefinition[];
  /** Views over the entity's tables. */
  views?(model: Model, context: VaultContext): readonly ViewDefinition[];
  /**
   * What a batch does to the entity, in order: rows held earlier, then the batch's rows of the given feeds (none when no
   * source of the batch feeds the entity), then what is computed from the vault.
   */
  loads(model: Model, feeds: readonly Model['feeds'][number][], context: PlanContext): readonly EntityLoad[];
  /** Checks over the rows that the given loads of this batch have just collected. */
  checks(model: Model, loads: readonly EntityLoad[], context: PlanContext): readonly CheckDefinition[];
}
