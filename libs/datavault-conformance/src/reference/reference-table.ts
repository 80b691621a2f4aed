import type { ReferenceTableModel } from '@vaultwright/datavault-core/model';
import { Counts } from './counts.ts';
import { applyEvents, type EventEntity } from './events.ts';
import { inArrivalOrder, valuesOf } from './first-seen.ts';
import { lacksKey, naturalCandidates } from './natural-rows.ts';
import { RefusedBatch } from './refused-batch.ts';
import {
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/**
 * A reference table: a code list.
 *
 * Rules of `insertOnly`: those of events, the natural key being the identity and the payload the content.
 *
 * Rules of `type1`: the delivery is the keyed rows with the latest load date of the batch. A NULL in the key: null key,
 * or the batch is refused. Equal in load date, key and payload to a row before it: duplicate. When the delivery is later
 * than every stored row, it replaces all of them: the first row of a key is inserted, another one is a conflict. Rows
 * that take no part, because they or the whole delivery are not the latest: known when the table held such a row before
 * the batch, else late; late rows are not kept.
 */
export function applyReferenceTable(
  state: ReferenceState,
  model: ReferenceTableModel,
  batch: ReferenceBatch,
): EntityOutcome {
  if (model.mode === 'type1') return replace(state, model, batch);
  const { sources, candidates } = naturalCandidates(model, batch);
  const entity: EventEntity = {
    name: model.name,
    identity: model.naturalKey,
    told: (row) =>
      valuesOf(
        row,
        model.naturalKey.map(({ name }) => name),
      ),
    content: model.content,
    conflicts: model.conflicts,
    orphans: 'fail',
    failsOnNullKey: model.onNullKey === 'fail',
    hasParents: () => true,
  };
  return applyEvents(state, entity, candidates, sources, batch);
}

function replace(state: ReferenceState, model: ReferenceTableModel, batch: ReferenceBatch): EntityOutcome {
  const { sources, candidates } = naturalCandidates(model, batch);
  const [source] = sources;
  if (source === undefined) return { state, results: [] };
  const { loadDate: date, lateSuffix } = batch.vault.naming;
  const counts = new Counts();
  const stored = rowsOf(state, model.name);
  const keys = model.naturalKey.map(({ name }) => name);
  const whole = [...keys, ...model.content.map(({ name }) => name)];
  const latest = (rows: readonly ReferenceRow[]): string =>
    rows.reduce((newest, row) => ((row[date] ?? '') > newest ? (row[date] ?? '') : newest), '');
  const rows = inArrivalOrder(candidates, batch.vault.naming, model.content).map(({ row }) => row);
  const newest = latest(rows.filter((row) => !lacksKey(model, row)));
  const replaces = newest > latest(stored);
  const seen = new Set<string>();
  const listed = new Map<string, ReferenceRow>();
  const contradicting: ReferenceRow[] = [];
  for (const row of rows) {
    if (lacksKey(model, row)) {
      if (model.onNullKey === 'fail') throw new RefusedBatch(model.name, 'nullKey');
      counts.add('nullKey');
      continue;
    }
    const own = valuesOf(row, [date, ...whole]);
    if (seen.has(own)) {
      counts.add('duplicate');
      continue;
    }
    seen.add(own);
    const content = valuesOf(row, whole);
    if (!replaces || row[date] !== newest) {
      counts.add(stored.some((other) => valuesOf(other, whole) === content) ? 'known' : 'late');
    } else if (!listed.has(valuesOf(row, keys))) {
      counts.add('inserted');
      listed.set(valuesOf(row, keys), row);
    } else {
      if (model.conflicts === 'fail') throw new RefusedBatch(model.name, 'conflict');
      counts.add('conflict');
      const aside = rowsOf(state, `${model.name}${lateSuffix}`);
      if (model.conflicts === 'quarantine' && !aside.some((other) => valuesOf(other, whole) === content)) {
        counts.remark('lateStored');
        contradicting.push(row);
      }
    }
  }
  const replaced = replaces ? new Map([...state, [model.name, [...listed.values()]]]) : state;
  return {
    state: withRows(replaced, { [`${model.name}${lateSuffix}`]: contradicting }),
    results: [counts.result(model.name, source)],
  };
}
