import type { ObjectStore } from './object-store.ts';

const SHOWN = 3;
const PAGE = 1000;

/** Keys of the same folder that look most like a missing one; none when listing fails. */
export async function nearestKeys(
  store: ObjectStore,
  key: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const prefix = key.slice(0, key.lastIndexOf('/') + 1);
  try {
    const { objects } = await store.list({ prefix, limit: PAGE }, signal);
    return rankByLikeness(
      objects.map((object) => object.key),
      key,
    ).slice(0, SHOWN);
  } catch {
    return [];
  }
}

/** Most shared characters at both ends first; ties by text. */
export function rankByLikeness(keys: readonly string[], wanted: string): string[] {
  return keys
    .map((key) => ({ key, shared: sharedEnds(key, wanted) }))
    .sort((a, b) => b.shared - a.shared || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key);
}

function sharedEnds(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return start + end;
}
