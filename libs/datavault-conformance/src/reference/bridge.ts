import { hashKey as hashOf, type HashPart } from '@vaultwright/datavault-core';

import type { BridgeModel, BridgeStep } from '@vaultwright/datavault-core/model';
import { instantsOf } from './as-of.ts';
import { replaceRows } from './computed-table.ts';
import {
  rowsOf,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';
import { compareValues } from './value-order.ts';

/**
 * A bridge: for each instant every path of hub and link keys whose link rows are in force.
 *
 * A link row is in force when it was loaded at or before the instant, and what keeps its activity, if anything does,
 * agrees: with `until`, the last version at the instant must exist and end later, NULL never ending; with `status`, the
 * last version, if there is one, must not be deleted. Always the whole table, as if it were built anew.
 */
export function applyBridge(
  state: ReferenceState,
  model: BridgeModel,
  { vault }: ReferenceBatch,
): EntityOutcome {
  const date = vault.naming.loadDate;
  const names = pathColumns(model);
  const rows: ReferenceRow[] = [];
  for (const instant of instantsOf(state, model.instants, model)) {
    let paths: (readonly string[])[] | null = null;
    for (const step of model.steps) {
      const active = rowsOf(state, step.link).filter(
        (row) => (row[date] ?? '') <= instant && isInForce(state, step, date, row, instant),
      );
      const [linkKey, start, end] = [step.linkKey, step.from, step.to];
      const next = active.map((row) => [row[start] ?? '', row[linkKey] ?? '', row[end] ?? '']);
      paths =
        paths === null
          ? next
          : paths.flatMap((path) =>
              next
                .filter(([hub]) => hub === path.at(-1))
                .map(([, link = '', hub = '']) => [...path, link, hub]),
            );
    }
    for (const path of paths ?? []) {
      const own = {
        [model.asOf]: instant,
        ...Object.fromEntries(names.map((name, at) => [name, path[at] ?? ''])),
      };
      rows.push(model.bridgeKey === null ? own : { ...own, [model.bridgeKey]: keyOf(instant, path) });
    }
  }
  return replaceRows(state, model.name, rows);

  function keyOf(instant: string, path: readonly string[]): string | null {
    const parts: HashPart[] = [
      { name: model.asOf, kind: 'timestamp', text: instant },
      ...path.map((text, at): HashPart => ({ name: names[at] ?? '', kind: 'hash', text })),
    ];
    const hash = hashOf(vault.hashProfile, parts);
    return hash && hash.toLowerCase();
  }
}

function isInForce(
  state: ReferenceState,
  { linkKey, activity }: BridgeStep,
  date: string,
  link: ReferenceRow,
  instant: string,
): boolean {
  if (activity === null) return true;
  const order = [{ column: date, descending: false }, ...activity.order];
  const text = { kind: 'text', length: 1 } as const;
  const last = rowsOf(state, activity.name)
    .filter((row) => row[activity.hashKey] === link[linkKey] && (row[date] ?? '') <= instant)
    .sort((left, right) => {
      for (const { column, descending } of order) {
        const [a, b] = [left[column] ?? null, right[column] ?? null];
        if (a === b) continue;
        // NULL first, or last where the order is turned round.
        const found = a === null ? -1 : b === null ? 1 : compareValues(text, a, b);
        return descending ? -found : found;
      }
      return 0;
    })
    .at(-1);
  const said = last?.[activity.rule.column] ?? null;
  if (activity.rule.kind === 'status') return said !== activity.rule.deleted;
  return last !== undefined && (said === null || said > instant);
}

/** The bridge's key columns in the order of the path. */
function pathColumns({ hashKey, steps }: BridgeModel): string[] {
  return [hashKey, ...steps.flatMap(({ keyColumn, hubColumn }) => [keyColumn, hubColumn])];
}
