import { distance as editDistance } from 'fastest-levenshtein';

/**
 * The candidate a person most likely meant, or null when none is close.
 *
 * Shape: compares without case, `-` and `_`; close = at most a third of the letters differ, or two
 * letters (an edit distance; two letters swapped count 2), in names of less than four letters one.
 */
export function nearestName(written: string, candidates: Iterable<string>): string | null {
  const plain = plainName(written);
  let best: { readonly name: string; readonly distance: number } | null = null;
  for (const name of candidates) {
    const distance = editDistance(plain, plainName(name));
    if (best === null || distance < best.distance) best = { name, distance };
  }
  if (best === null) return null;
  const length = Math.max(plain.length, plainName(best.name).length);
  return best.distance <= (length < 4 ? 1 : Math.max(2, Math.floor(length / 3))) ? best.name : null;
}

/** Lower case, letters and digits only: `MAX_REJECTS` and `maxRejects` are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}
