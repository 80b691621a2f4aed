import { defaultHistoryRules, applyVersions, type GivenVersion } from './versions.ts';
import type {
  ReferenceSatelliteModel,
  SatelliteModel,
  PayloadColumn,
} from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { valuesOf } from './first-seen.ts';
import { lacksKey, naturalCandidates } from './natural-rows.ts';
import { RefusedBatch } from './refused-batch.ts';
import { diffOf } from './staged-row.ts';
import {
  rowsOf,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/** Holds the natural key as one value while versions are compared. */
const keyColumn = 'natural key as one value';

/**
 * A reference satellite: the versions of a code's payload, a row for every change.
 *
 * Rules: those of a satellite, the natural key being its key: rows held earlier whose code its hub holds by now come
 * first, then the rows of the batch; a NULL in the key: null key, or the batch is refused.
 */
export function applyReferenceSatellite(
  state: ReferenceState,
  model: ReferenceSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const { naming } = batch.vault;
  const names = model.naturalKey.map(({ name }) => name);
  const own = [model.name, `${model.name}${naming.lateSuffix}`, `${model.name}${naming.pendingSuffix}`];
  const keyed = (row: ReferenceRow): ReferenceRow => ({ ...row, [keyColumn]: valuesOf(row, names) });
  const satellite = asVersionedSatellite(model);
  const payload = satellite.payload;

  let current: ReferenceState = new Map(state);
  for (const table of [...own, model.parent])
    current = new Map([...current, [table, rowsOf(state, table).map(keyed)]]);

  const results = [];
  if (model.orphans === 'hold') {
    const counts = new Counts();
    const parents = new Set(rowsOf(current, model.parent).map((row) => row[keyColumn]));
    const waiting = rowsOf(current, own[2] ?? '').filter((row) => parents.has(row[keyColumn]));
    const given = waiting.map((row): GivenVersion => ({ row, counts, place: 0, source: null }));
    current = applyVersions(current, satellite, batch, given);
    results.push(counts.result(model.name, null));
  }

  const { sources, candidates } = naturalCandidates(model, batch);
  const counts = sources.map(() => new Counts());
  const given: GivenVersion[] = [];
  for (const { feed, row } of candidates) {
    const counted = counts[feed] as Counts;
    if (lacksKey(model, row)) {
      if (model.onNullKey === 'fail') throw new RefusedBatch(model.name, 'nullKey');
      counted.add('nullKey');
    } else {
      const diff = { [model.hashDiff]: diffOf(batch.vault, { payload }, row) };
      given.push({
        row: keyed({ ...row, ...diff }),
        counts: counted,
        place: feed,
        source: sources[feed] ?? null,
      });
    }
  }
  current = applyVersions(current, satellite, batch, given);
  results.push(...counts.map((count, feed) => count.result(model.name, sources[feed] ?? null)));

  const next = new Map(state);
  for (const table of own) next.set(table, rowsOf(current, table).map(withoutKey));
  return { state: next, results };
}

function withoutKey({ [keyColumn]: _key, ...row }: ReferenceRow): ReferenceRow {
  return row;
}

/** The model as that of a satellite with the plain rules, keyed by one value. */
function asVersionedSatellite(model: ReferenceSatelliteModel): SatelliteModel {
  const payload = model.payload as readonly PayloadColumn[];
  return {
    kind: 'satellite',
    name: model.name,
    hashKey: keyColumn,
    parent: model.parent,
    hashDiff: model.hashDiff,
    payload,
    compared: payload.map(({ name }) => name),
    sequence: [],
    keyInDiff: [],
    orphans: model.orphans,
    rules: defaultHistoryRules,
    trackedBy: null,
    warnings: [],
    feeds: [],
  };
}
