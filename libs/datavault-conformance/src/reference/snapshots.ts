import type { StatusTrackingSatelliteModel } from '@vaultwright/datavault-core/model';
import { zeroKeyNames, zeroKeyText } from './reserved-rows.ts';
import { Counts } from './counts.ts';
import { RefusedBatch } from './refused-batch.ts';
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
 * Snapshots: each lists every key that there is at one load date.
 *
 * Rules: a batch without any key is one empty snapshot at the load date of the batch, and is refused unless that is
 * allowed. A key that a snapshot lists several times is listed once, with the greatest hash diff: the others are
 * duplicates. Then for each snapshot, in the order of load dates:
 * - Later than every stored row: a key that was not there before: inserted as I. One that was there, with another hash
 *   diff: inserted as U; else known. A key that was there and is not listed: derived as D, unless it is a zero key.
 * - Not later: all its rows are known when it lists what was there at its load date, or just before; otherwise they are
 *   all late: quarantined once, dropped, or the batch is refused. Zero keys do not count there.
 * An inserted key that its parent does not hold refuses the batch.
 */
export function applySnapshots(
  state: ReferenceState,
  model: StatusTrackingSatelliteModel,
  batch: ReferenceBatch,
): EntityOutcome {
  const { naming, hashProfile } = batch.vault;
  const diff = model.hashDiff;
  const late = `${model.name}${naming.lateSuffix}`;
  const zeroKeys = zeroKeyNames.map((name) => zeroKeyText(hashProfile, name).toLowerCase());
  const keyIn = (row: ReferenceRow): string => row[model.hashKey] ?? '';
  const dateOf = (row: ReferenceRow): string => row[naming.loadDate] ?? '';
  const diffIn = (row: ReferenceRow): string => (diff === null ? '' : (row[diff] ?? ''));
  const contentOf = (rows: readonly ReferenceRow[]): string =>
    JSON.stringify(
      rows
        .filter((row) => !zeroKeys.includes(keyIn(row)))
        .map((row) => [keyIn(row), diffIn(row)].join(' '))
        .sort(),
    );
  let current = state;
  const results = feedsIn(model.feeds, batch).map(({ feed, rows }) => {
    const counts = new Counts();
    const listed = new Map<string, ReferenceRow>();
    for (const row of rows) {
      const payload = payloadOf(model, feed, row);
      const own = {
        [model.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
        ...(diff === null ? {} : { [diff]: diffOf(batch.vault, model, payload) }),
        ...arrivalOf(batch, feed.source, row),
      };
      if (own[model.hashKey] === null) {
        counts.add('nullKey');
        continue;
      }
      const place = `${dateOf(own)} ${keyIn(own)}`;
      const other = listed.get(place);
      if (other !== undefined) counts.add('duplicate');
      const origin = (item: ReferenceRow): string => item[naming.recordSource] ?? '';
      const wins =
        other === undefined ||
        diffIn(own) > diffIn(other) ||
        (diffIn(own) === diffIn(other) &&
          Buffer.compare(Buffer.from(origin(own)), Buffer.from(origin(other))) < 0);
      if (wins) listed.set(place, own);
    }
    if (listed.size === 0 && !model.allowEmpty) throw new RefusedBatch(model.name, 'empty snapshot');
    const dates =
      listed.size === 0 ? [batch.loadDate] : [...new Set([...listed.values()].map(dateOf))].sort();
    const stored = rowsOf(current, model.name);
    const mark = stored.map(dateOf).sort().at(-1) ?? '';
    const thereAt = (isBefore: (date: string) => boolean): ReferenceRow[] =>
      lastOfEach(
        stored.filter((row) => isBefore(dateOf(row))).sort((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1)),
      );
    const lastOfEach = (sorted: readonly ReferenceRow[]): ReferenceRow[] =>
      [...new Map(sorted.map((row) => [keyIn(row), row])).values()].filter(
        (row) => row[model.status] !== 'D',
      );
    const there = new Map(thereAt(() => true).map((row) => [keyIn(row), row]));
    const written: ReferenceRow[] = [];
    const older: ReferenceRow[] = [];
    for (const date of dates) {
      const snapshot = [...listed.values()].filter((row) => dateOf(row) === date);
      if (date <= mark) {
        const isKnown = [thereAt((at) => at <= date), thereAt((at) => at < date)].some(
          (rowsThere) => contentOf(rowsThere) === contentOf(snapshot),
        );
        if (!isKnown && snapshot.length > 0 && model.onLate === 'fail')
          throw new RefusedBatch(model.name, 'late');
        for (const row of snapshot) {
          counts.add(isKnown ? 'known' : 'late');
          const isKept = rowsOf(current, late).some(
            (other) => dateOf(other) === date && keyIn(other) === keyIn(row) && diffIn(other) === diffIn(row),
          );
          if (isKnown || isKept || model.onLate !== 'quarantine') continue;
          counts.remark('lateStored');
          older.push(row);
        }
        continue;
      }
      for (const row of snapshot) {
        const before = there.get(keyIn(row));
        const isKnown = before !== undefined && diffIn(before) === diffIn(row);
        counts.add(isKnown ? 'known' : 'inserted');
        if (!isKnown && !holds(state, model.parent, model.hashKey, keyIn(row)))
          throw new RefusedBatch(model.name, 'orphan');
        if (!isKnown) written.push({ ...row, [model.status]: before === undefined ? 'I' : 'U' });
      }
      for (const [key, row] of there) {
        if (zeroKeys.includes(key) || snapshot.some((other) => keyIn(other) === key)) continue;
        counts.remark('derived');
        const { loadDate, recordSource } = naming;
        written.push({ ...row, [model.status]: 'D', [loadDate]: date, [recordSource]: batch.recordSource });
        there.delete(key);
      }
      for (const row of snapshot) there.set(keyIn(row), row);
    }
    current = withRows(current, { [model.name]: written, [late]: older });
    return counts.result(model.name, feed.source);
  });
  return { state: current, results };
}
