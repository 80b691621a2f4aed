import type { EffectivityFeed, EffectivityModel } from '@vaultwright/datavault-core/model';
import type { Vault } from '@vaultwright/datavault-core';
import { arrivalOf, keyOf, participantsOf } from './staged-row.ts';
import type { ReferenceBatch, ReferenceRow } from './state.ts';

/** The end of an activity that has none. */
export const openEnd = '9999-12-31 23:59:59.999999';

/** The staged rows of an effectivity satellite as they would be stored; those without link key have NULL there. */
export function effectivityRows(
  model: EffectivityModel,
  feed: EffectivityFeed,
  rows: readonly ReferenceRow[],
  batch: ReferenceBatch,
): readonly ReferenceRow[] {
  return rows.map((row) => {
    const keys = participantsOf(batch.vault, feed.source, feed.key, row);
    const places = [...model.driving, ...model.secondary];
    const arrival = arrivalOf(batch, feed.source, row);
    return {
      [model.hashKey]: keyOf(batch.vault, feed.source, feed.key, row),
      ...Object.fromEntries(places.map(({ name, place }) => [name, keys[place] ?? null])),
      [model.startColumn]:
        (feed.start === null ? arrival[batch.vault.naming.loadDate] : row[feed.start]) ?? null,
      [model.endColumn]: (feed.end === null ? null : row[feed.end]) ?? openEnd,
      ...arrival,
    };
  });
}

/** When a row takes effect: at its start, or at an end before it. A row without link key has no end. */
export function instantOf(row: ReferenceRow, model: EffectivityModel): string {
  const [start, end] = [row[model.startColumn] ?? '', row[model.endColumn] ?? ''];
  return row[model.hashKey] !== null && end < start ? end : start;
}

/** Rows by load date, instant, opening before closing, start, link key; equal ones by record source. */
export function inEffectivityOrder(
  rows: readonly ReferenceRow[],
  model: EffectivityModel,
  { naming }: Pick<Vault, 'naming'>,
): readonly ReferenceRow[] {
  const compare = (left: string, right: string) => Buffer.compare(Buffer.from(left), Buffer.from(right));
  const by = (name: string) => (left: ReferenceRow, right: ReferenceRow) =>
    compare(left[name] ?? '', right[name] ?? '');
  return rows.toSorted(
    (left, right) =>
      by(naming.loadDate)(left, right) ||
      compare(instantOf(left, model), instantOf(right, model)) ||
      by(model.endColumn)(right, left) ||
      by(model.startColumn)(left, right) ||
      by(model.hashKey)(left, right) ||
      by(naming.recordSource)(left, right),
  );
}

/** True for rows of one identity: link key, load date, start and end. */
export function isSame(
  left: ReferenceRow,
  right: ReferenceRow,
  { hashKey, startColumn, endColumn }: EffectivityModel,
  { naming }: Pick<Vault, 'naming'>,
): boolean {
  return [hashKey, naming.loadDate, startColumn, endColumn].every((name) => left[name] === right[name]);
}
