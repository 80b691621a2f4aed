import { hashDiff, type HashPart } from '@vaultwright/datavault-core';
import { keyColumns, type SatelliteModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { arrivalOf, diffOf, keyOf, partsOf, payloadOf } from './staged-row.ts';
import {
  feedsIn,
  holds,
  rowsOf,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';
import { applyVersions, type GivenVersion } from './versions.ts';

/**
 * A satellite: the versions of a key's payload, a row for every change. How versions are told apart, ordered and stored
 * is defined by `applyVersions`; here each staged row becomes one.
 *
 * Rules: rows held earlier whose parent holds their key by now come first, with the arrival they came with; then the
 * rows of all sources of the batch together. A row without the parent's key: null key.
 */
export function applySatellite(
  state: ReferenceState,
  model: SatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const released = model.orphans === 'hold' ? release(state, model, batch) : { state, results: [] };
  const given: GivenVersion[] = [];
  const all: [string, Counts][] = [];
  for (const { feed, rows } of feedsIn(model.feeds, batch)) {
    const counts = new Counts();
    all.push([feed.source, counts]);
    for (const row of rows) {
      const version = satelliteRow(model, feed, batch, row);
      if (version[model.hashKey] === null) counts.add('nullKey');
      else given.push({ row: version, counts, place: all.length, source: feed.source });
    }
  }
  const next = applyVersions(released.state, model, batch, given, all[0]?.[1]);
  return {
    state: next,
    results: [...released.results, ...all.map(([source, counts]) => counts.result(model.name, source))],
  };
}

function release(state: ReferenceState, model: SatelliteModel, batch: ReferenceBatch): EntityOutcome {
  const counts = new Counts();
  const rows = rowsOf(state, `${model.name}${batch.vault.naming.pendingSuffix}`).filter((row) =>
    holds(state, model.parent, model.hashKey, row[model.hashKey] ?? ''),
  );
  const given = rows.map((row) => ({ row, counts, place: 0, source: null }));
  return {
    state: applyVersions(state, model, batch, given),
    results: [counts.result(model.name, null)],
  };
}

/** A staged row as the satellite would store it; its key is null when the source names none. */
export function satelliteRow(
  model: SatelliteModel,
  feed: SatelliteModel['feeds'][number],
  batch: ReferenceBatch,
  row: ReferenceRow,
): ReferenceRow {
  const { vault } = batch;
  const columns = [...model.payload, ...model.sequence];
  const values = payloadOf({ payload: columns }, feed, row);
  const compared = model.payload.filter(({ name }) => model.compared.includes(name));
  const key = partsOf(vault, feed.source, keyColumns(feed.key), row);
  const prefix = model.keyInDiff.map((name, place): HashPart => ({ ...(key[place] as HashPart), name }));
  const diff =
    prefix.length === 0
      ? diffOf(vault, { payload: compared }, values)
      : hashDiff(vault.hashProfile, [
          ...prefix,
          ...compared.map(({ name, type }): HashPart => ({
            name,
            kind: type.kind,
            text: values[name] ?? null,
          })),
        ]).toLowerCase();
  return {
    [model.hashKey]: keyOf(vault, feed.source, feed.key, row),
    ...(model.hashDiff === null ? {} : { [model.hashDiff]: diff }),
    ...values,
    ...arrivalOf(batch, feed.source, row),
  };
}
