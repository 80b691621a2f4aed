import type { TableNode } from '../sql/query.ts';

/** Every table that a part of a statement names, as often as it does. */
export function tablesIn(part: unknown): TableNode[] {
  const found: TableNode[] = [];
  const visit = (inner: unknown): void => {
    if (typeof inner !== 'object' || inner === null) return;
    if (isTable(inner)) {
      found.push(inner);
      return;
    }
    for (const own of Object.values(inner)) visit(own);
  };
  visit(part);
  return found;
}

export function isTable(part: unknown): part is TableNode {
  return typeof part === 'object' && part !== null && 'node' in part && part.node === 'table';
}
