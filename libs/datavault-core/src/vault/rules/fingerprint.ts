import { createHash } from 'node:crypto';
import type { HashProfile, HashRules } from '../../hash/hash-profile.ts';
import { kindOf, type EntityModel, type Vault } from '../registry.ts';
import type { TableColumn } from '../../sql/query.ts';
import { canonicalJson } from './canonical-json.ts';

/** A column as it enters a hash or a table. */
export interface RuleColumn {
  readonly name: string;
  readonly type: TableColumn['type'];
  readonly nullable: boolean;
}

/** What decides the hashes of an entity; the profile's content, never its name. */
export interface EntityHashRules {
  readonly kind: string;
  readonly digest: Pick<HashProfile, 'algorithm' | 'encoding' | 'text' | 'linkKeyFrom'>;
  /** Parts of the entity's own key in hashing order; absent where the key is another entity's. */
  readonly key?: { readonly rules: HashRules; readonly parts: readonly unknown[] };
  /** Columns of the hash diff in declared order; absent where there is none. */
  readonly diff?: { readonly rules: HashRules; readonly columns: readonly RuleColumn[] };
}

/** One entity as the warehouse remembers it. */
export interface EntityFingerprint {
  readonly entity: string;
  /** Units: sha256, 64 lower-case hexadecimal digits. */
  readonly hashFingerprint: string;
  readonly structureFingerprint: string;
  readonly rules: EntityHashRules;
  /** Columns of the entity's own table; empty for views. */
  readonly structure: readonly RuleColumn[];
}

/** The fingerprints of a vault's entities, in load order. */
export function fingerprints(vault: Vault): EntityFingerprint[] {
  return vault.entities.map((entity) => {
    const rules = hashRulesOf(entity, vault);
    const [table] = kindOf(entity).tables(entity, vault);
    const structure = (table?.columns ?? []).map(plainColumn);
    return {
      entity: entity.name,
      hashFingerprint: sha256(rules),
      structureFingerprint: sha256(structure),
      rules,
      structure,
    };
  });
}

function hashRulesOf(entity: EntityModel, { hashProfile }: Vault): EntityHashRules {
  const { key, diff, algorithm, encoding, text, linkKeyFrom } = hashProfile;
  const parts = keyParts(entity);
  const columns = diffColumns(entity);
  return {
    kind: entity.kind,
    digest: { algorithm, encoding, text, linkKeyFrom },
    ...(parts === null ? {} : { key: { rules: key, parts } }),
    ...(columns === null ? {} : { diff: { rules: diff, columns } }),
  };
}

function keyParts(entity: EntityModel): readonly unknown[] | null {
  if ('businessKey' in entity) {
    const rule = 'nullKeyRule' in entity ? [{ nullKeyRule: entity.nullKeyRule }] : [];
    return [...entity.businessKey.map(plainColumn), ...rule];
  }
  if (!('participants' in entity) || !('childKey' in entity)) return null;
  const participants = entity.participants.map(({ name, hub }) => ({ name, hub }));
  const symmetric = entity.feeds.some(({ key }) => key.symmetric) ? [{ symmetric: true }] : [];
  return [...participants, ...entity.childKey.map(plainColumn), ...symmetric];
}

/** The columns that a diff hashes; null for kinds without one. */
function diffColumns(entity: EntityModel): readonly RuleColumn[] | null {
  if (!('hashDiff' in entity) || entity.hashDiff === null || !('payload' in entity)) return null;
  const compared: readonly string[] =
    'compared' in entity ? entity.compared : entity.payload.map(({ name }) => name);
  const key = 'keyInDiff' in entity ? entity.keyInDiff.map(keyColumn) : [];
  return [...key, ...entity.payload.filter(({ name }) => compared.includes(name)).map(plainColumn)];
}

/** A part of the parent's key at the beginning of a diff; its type is the parent's affair. */
function keyColumn(name: string): RuleColumn {
  return { name, type: { kind: 'text', length: 1 }, nullable: true };
}

function plainColumn({ name, type, nullable }: TableColumn): RuleColumn {
  return { name, type, nullable };
}

function sha256(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}
