import { ghostLoadDate, ghostRecordSource, zeroKeyText, type ZeroKeyName } from './reserved-rows.ts';
import { Counts } from './counts.ts';
import {
  holds,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/** Zero-key rows, each once: every hash is the zero key, every other column NULL. They are counted as derived. */
export function addZeroKeyRows(
  state: ReferenceState,
  entity: string,
  names: readonly ZeroKeyName[],
  {
    hashKeys,
    others,
  }: { readonly hashKeys: readonly string[]; readonly others: readonly { readonly name: string }[] },
  { vault }: ReferenceBatch,
): EntityOutcome {
  const [first = ''] = hashKeys;
  const rows = names.flatMap((name): ReferenceRow[] => {
    const zero = zeroKeyText(vault.hashProfile, name).toLowerCase();
    if (holds(state, entity, first, zero)) return [];
    return [
      {
        ...Object.fromEntries(hashKeys.map((column) => [column, zero])),
        ...Object.fromEntries(others.map((column) => [column.name, null])),
        [vault.naming.loadDate]: ghostLoadDate,
        [vault.naming.recordSource]: ghostRecordSource,
      },
    ];
  });
  return { state: withRows(state, { [entity]: rows }), results: derivedResult(entity, rows.length) };
}

/** The result of rows that no source brought; none when there are none. */
export function derivedResult(entity: string, rows: number): EntityOutcome['results'] {
  if (rows === 0) return [];
  const counts = new Counts();
  counts.remark('derived', rows);
  return [counts.result(entity, null)];
}
