import type { Naming } from '../metadata/naming.ts';
import type { ResolveScope } from './resolve-scope.ts';

/** Number of input rows that a row of a work table stands for. */
export const stagedRowsColumn = 'vw_rows';
/** Name of the first parent that does not hold a row's key. */
export const missingParentColumn = 'vw_missing_parent';
/** Position of the feed that a row came from. */
export const feedColumn = 'vw_feed';
/** What becomes of a row. */
export const outcomeColumn = 'vw_outcome';
/** Position of a row among those of its identity. */
export const placeColumn = 'vw_place';
/** Position of a row among those that are equal to it in all that counts. */
export const copyColumn = 'vw_copy';

/** Notes columns of a table whose names its work tables, or its tables of rows set aside, need for themselves. */
export function refuseWorkColumns(where: string, names: readonly string[], scope: ResolveScope): void {
  const taken = workColumns(scope.naming);
  for (const name of names) {
    if (taken.includes(name.toLowerCase()))
      scope.problem(where, `column ${name} has a name that loading uses itself; give it another`);
  }
}

function workColumns({ loadId }: Naming): readonly string[] {
  return [
    stagedRowsColumn,
    missingParentColumn,
    feedColumn,
    outcomeColumn,
    placeColumn,
    copyColumn,
    'tied',
    'suspect',
    'reason',
    loadId.toLowerCase(),
  ];
}
