import type { TableNode } from '../sql/query.ts';

/** Every table that a part of a statement names, as often as it does. */
export function tablesIn(part: unknown): TableNode[] {
  if (typeof part !== 'object' || part === null) return [];
  if (isTable(part)) return [part];
  return Object.values(part).flatMap(tablesIn);
}

export function isTable(part: unknown): part is TableNode {
  return typeof part === 'object' && part !== null && 'node' in part && part.node === 'table';
}
