import type { ConflictPolicy } from '@vaultwright/datavault-core/model';
import type { TableColumn } from '@vaultwright/datavault-core/sql';
import { Counts } from './counts.ts';
import { inArrivalOrder, valuesOf, type Candidate } from './first-seen.ts';
import { RefusedBatch } from './refused-batch.ts';
import {
  rowsOf,
  withRows,
  type EntityOutcome,
  type ReferenceBatch,
  type ReferenceRow,
  type ReferenceState,
} from './state.ts';

/** What a kind that stores events says about them. */
export interface EventEntity {
  readonly name: string;
  /** Columns that tell events apart, the hash key first. */
  readonly identity: readonly Pick<TableColumn, 'name' | 'type'>[];
  /** What they say, in the form in which it is compared. */
  readonly told: (row: ReferenceRow) => string;
  readonly content: readonly Pick<TableColumn, 'name' | 'type'>[];
  readonly conflicts: ConflictPolicy | null;
  readonly orphans: 'hold' | 'fail';
  readonly failsOnNullKey: boolean;
  /** True when the parents of a row are there. */
  readonly hasParents: (state: ReferenceState, row: ReferenceRow) => boolean;
}

/**
 * Events: each is stored once and never changes.
 *
 * Spellings of an identity that its hash key does not tell apart are one identity; the first of them is stored.
 * Rules, for each row, in arrival order, then the smallest content, then the smallest spelling: no key: null key. Stored
 * before this batch with the same content: known. Equal in identity and content to a row of this batch that comes before
 * it: duplicate. Parent missing: held, and kept in the pending table unless that has a row of its identity and content;
 * or the batch is refused. A held row contradicts nothing: it is judged when it is let in. Stored with other content, or
 * not the first content of its identity in this batch: conflict. Else: inserted. A conflict is kept in the table of late rows unless it is there, or only
 * counted, or the batch is refused; with `keepAll` different contents of one batch are all inserted.
 */
export function applyEvents(
  state: ReferenceState,
  entity: EventEntity,
  candidates: readonly Candidate[],
  sources: readonly (string | null)[],
  { vault: { naming } }: ReferenceBatch,
): EntityOutcome {
  const counts = sources.map(() => new Counts());
  const pending = `${entity.name}${naming.pendingSuffix}`;
  const late = `${entity.name}${naming.lateSuffix}`;
  const content = entity.content.map(({ name }) => name);
  const whole = (row: ReferenceRow): string => JSON.stringify([entity.told(row), valuesOf(row, content)]);
  const stored = new Set(rowsOf(state, entity.name).map(whole));
  const told = new Set(rowsOf(state, entity.name).map(entity.told));
  const toldNow = new Set<string>();
  const seen = new Set<string>();
  const added = {
    [entity.name]: [] as ReferenceRow[],
    [pending]: [] as ReferenceRow[],
    [late]: [] as ReferenceRow[],
  };
  for (const { feed, row } of inArrivalOrder(candidates, naming, [...entity.content, ...entity.identity])) {
    const own = whole(row);
    const isAside = (table: string): boolean => rowsOf(state, table).some((other) => whole(other) === own);
    const absent = entity.identity.find(({ name }) => row[name] === undefined);
    if (absent !== undefined) throw new TypeError(`a row without ${absent.name}`);
    if (row[entity.identity[0]?.name ?? ''] === null) {
      if (entity.failsOnNullKey) throw new RefusedBatch(entity.name, 'nullKey');
      counts[feed]?.add('nullKey');
    } else if (stored.has(own)) {
      counts[feed]?.add('known');
    } else if (seen.has(own)) {
      counts[feed]?.add('duplicate');
    } else if (!entity.hasParents(state, row)) {
      if (entity.orphans === 'fail') throw new RefusedBatch(entity.name, 'orphan');
      seen.add(own);
      counts[feed]?.add('held');
      if (!isAside(pending)) added[pending]?.push(row);
    } else if (
      told.has(entity.told(row)) ||
      (entity.conflicts !== 'keepAll' && toldNow.has(entity.told(row)))
    ) {
      if (entity.conflicts === 'fail') throw new RefusedBatch(entity.name, 'conflict');
      seen.add(own);
      counts[feed]?.add('conflict');
      if (entity.conflicts === 'quarantine' && !isAside(late)) {
        counts[0]?.remark('lateStored');
        added[late]?.push(row);
      }
    } else {
      seen.add(own);
      toldNow.add(entity.told(row));
      counts[feed]?.add('inserted');
      added[entity.name]?.push(row);
    }
  }
  return {
    state: withRows(state, added),
    results: counts.map((count, index) => count.result(entity.name, sources[index] ?? null)),
  };
}
