import type { HashRules } from './hash-profile.ts';

/** Parts in the order in which the rules join them. */
export function inHashOrder<Part extends { readonly name: string }>(
  rules: HashRules,
  parts: readonly Part[],
): Part[] {
  return rules.sortColumns === 'byName' ? [...parts].sort(byName) : [...parts];
}

function byName(left: { readonly name: string }, right: { readonly name: string }): number {
  // Bytes of UTF-8 sort as code points do, which UTF-16 does not.
  return Buffer.compare(Buffer.from(folded(left.name)), Buffer.from(folded(right.name)));
}

function folded(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
