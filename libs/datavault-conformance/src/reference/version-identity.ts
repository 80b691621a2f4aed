import type { VersionedSatellite } from '@vaultwright/datavault-core/model';

/** Rows of a group stay together: they are one version. */
export function isGrouped({ childKey = [], membership }: VersionedSatellite): boolean {
  return childKey.length > 0 && membership !== 'delta';
}

/** Columns of what has a history of its own: a key, or a member of its group. */
export function historyKey({ hashKey, childKey = [], membership }: VersionedSatellite): string[] {
  return membership === 'delta' ? [hashKey, ...childKey.map(({ name }) => name)] : [hashKey];
}

/** Columns that order versions of one load date and sequence, NULL first. */
export function contentOrder({ hashDiff, payload = [], compared = [] }: VersionedSatellite) {
  if (hashDiff === null) return payload.filter(({ name }) => compared.includes(name));
  return [{ name: hashDiff, type: { kind: 'text', length: 1 } } as const];
}
