import type { HashProfile } from '../hash/hash-profile.ts';
import type { Naming } from '../metadata/naming.ts';
import type { SourceContract } from '../metadata/source.ts';
import type { EntityBase } from './entity.ts';

/** A vault with every name filled in and every reference proven: what planning reads. */
export interface VaultModel<Entity extends EntityBase = EntityBase> {
  readonly name: string;
  readonly hashProfile: HashProfile;
  readonly naming: Naming;
  /** `entity.column` to the name the column had before. */
  readonly renamed: Readonly<Record<string, string>>;
  readonly sources: readonly SourceContract[];
  /** In load order: hubs, links, satellites; declared order inside a wave. */
  readonly entities: readonly Entity[];
}
