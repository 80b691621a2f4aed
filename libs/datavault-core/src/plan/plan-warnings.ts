import { isCollisionSafe } from '../hash/collision-safety.ts';
import type { Vault } from '../vault/registry.ts';

/** What is allowed but may surprise, one sentence each: choices that lose rows or safety elsewhere. */
export function planWarnings(vault: Vault): string[] {
  const { hashProfile: profile } = vault;
  const safe = isCollisionSafe(profile.key) && isCollisionSafe(profile.diff);
  const own = vault.entities.flatMap((entity) =>
    'warnings' in entity ? entity.warnings.map((warning) => `${entity.name}: ${warning}`) : [],
  );
  return [
    ...(safe
      ? []
      : [
          `hash profile ${profile.name}: different values may share a hash, because a value can contain the delimiter or the null token`,
        ]),
    ...own,
  ];
}
