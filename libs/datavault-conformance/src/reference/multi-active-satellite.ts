import { defaultHistoryRules, applyVersions, type GivenVersion } from './versions.ts';
import type { MultiActiveSatelliteModel, SatelliteModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { valuesOf } from './first-seen.ts';
import { applyGroups } from './groups.ts';
import { arrivalOf, diffOf, keyOf, payloadOf } from './staged-row.ts';
import {
  feedsIn,
  holds,
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/**
 * A multi-active satellite: the rows that a parent has at once, told apart by a child key.
 *
 * Rules: rows held earlier whose parent holds their key by now come first, with the arrival they came with; then the
 * rows of the batch. A row without the parent's key, or without part of the child key unless NULL is a value there: null
 * key. With `membership: 'snapshot'` the rows of a parent at one load date are one group, see `applyGroups`; with
 * `'delta'` the rows of each child key are a satellite of their own, see `applyVersions`.
 */
export function applyMultiActiveSatellite(
  state: ReferenceState,
  model: MultiActiveSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const apply = model.membership === 'snapshot' ? applyGroups : applyEachChild;
  let current = state;
  const results: EntityOutcome['results'][number][] = [];
  if (model.orphans === 'hold') {
    const counts = new Counts();
    const rows = rowsOf(state, `${model.name}${batch.vault.naming.pendingSuffix}`)
      .filter((row) => holds(state, model.parent, model.hashKey, row[model.hashKey] ?? ''))
      .map((row) => ({ row, counts, place: 0, source: null }));
    current = apply(current, model, batch, rows);
    results.push(counts.result(model.name, null));
  }
  for (const { feed, rows } of feedsIn(model.feeds, batch)) {
    const counts = new Counts();
    const given: GivenVersion[] = [];
    for (const staged of rows) {
      const row = satelliteRow(model, feed, batch, staged);
      const isKeyed =
        row[model.hashKey] !== null &&
        (model.childNull === 'value' || model.childKey.every(({ name }) => row[name] !== null));
      if (isKeyed) given.push({ row, counts, place: 0, source: feed.source });
      else counts.add('nullKey');
    }
    current = apply(current, model, batch, given);
    results.push(counts.result(model.name, feed.source));
  }
  return { state: current, results };
}

function satelliteRow(
  model: MultiActiveSatelliteModel,
  feed: MultiActiveSatelliteModel['feeds'][number],
  batch: ReferenceBatch,
  row: ReferenceRow,
): ReferenceRow {
  const payload = payloadOf(model, feed, row);
  const child = model.childKey.map(({ name }, place) => [
    name,
    row[feed.childKey[place]?.name ?? ''] ?? null,
  ]);
  return {
    [model.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
    ...(Object.fromEntries(child) as ReferenceRow),
    [model.hashDiff]: diffOf(batch.vault, model, payload),
    ...payload,
    ...arrivalOf(batch, feed.source, row),
  };
}

/** The rows of each child key by themselves, in a satellite that holds only rows of that child key. */
function applyEachChild(
  state: ReferenceState,
  model: MultiActiveSatelliteModel,
  batch: ReferenceBatch,
  given: readonly GivenVersion[],
): ReferenceState {
  const { lateSuffix, pendingSuffix } = batch.vault.naming;
  const names = model.childKey.map(({ name }) => name);
  const own: SatelliteModel = {
    ...model,
    kind: 'satellite',
    sequence: [],
    compared: model.payload.map(({ name }) => name),
    keyInDiff: [],
    rules: { ...defaultHistoryRules, ties: model.ties, late: model.onLate },
    trackedBy: null,
    warnings: [],
  };
  let current = state;
  for (const child of new Set(given.map(({ row }) => valuesOf(row, names)))) {
    const tables = [model.name, `${model.name}${lateSuffix}`, `${model.name}${pendingSuffix}`];
    const before = tables.map((name) =>
      rowsOf(current, name).filter((row) => valuesOf(row, names) === child),
    );
    const alone = new Map([...current, ...tables.map((name, place) => [name, before[place] ?? []] as const)]);
    const rows = given.filter(({ row }) => valuesOf(row, names) === child);
    const after = applyVersions(alone, own, batch, rows);
    const added = tables.map(
      (name, place) => [name, rowsOf(after, name).slice(before[place]?.length ?? 0)] as const,
    );
    current = withRows(current, Object.fromEntries(added));
  }
  return current;
}
