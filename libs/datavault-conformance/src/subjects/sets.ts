import fc from 'fast-check';
import type { Vault } from '@vaultwright/datavault-core';
import { rowsOf, type ReferenceState } from '../reference/state.ts';
import { zeroKeyText } from '../reference/reserved-rows.ts';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { loadDateOf, type LawBatch, type LawCase } from '../law-history.ts';
import type { LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';
import { setShape, setVault, type SetShape } from './set-metadata.ts';

const columnsAtMost = 12;
const rowArbitrary = fc.array(fc.nat({ max: 15 }), { minLength: columnsAtMost, maxLength: columnsAtMost });
const batchArbitrary = fc.record({
  sources: fc.constantFrom<readonly string[]>(
    ['a', 'b'],
    ['b', 'a'],
    ['l', 'm'],
    ['l', 'm', 'a'],
    ['c'],
    ['l'],
    ['a'],
  ),
  rows: fc.array(rowArbitrary, { maxLength: 7, size: 'max' }),
  /** Places of an earlier batch that is delivered once more, under its own load date or a new one. */
  again: fc.oneof(
    { weight: 5, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ back: fc.nat({ max: 2 }), sameDate: fc.boolean() }) },
  ),
});
type BatchShape = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

const histories = (minLength: number, maxLength: number): fc.Arbitrary<BatchShape[]> =>
  fc.noBias(fc.array(batchArbitrary, { minLength, maxLength, size: 'max' }));

const cases = fc
  .record({ shape: fc.noBias(setShape), batches: histories(4, 6) })
  .map(({ shape, batches }): LawCase => {
    const vault = setVault(shape);
    return { vault, batches: buildBatches(vault, batches) };
  });

/** No policy refuses a batch, and what is kept of an event does not depend on which batch tells it. */
const ordered = fc
  .record({ shape: fc.noBias(setShape), batches: histories(2, 4) })
  .map(({ shape, batches }): LawCase => {
    const vault = setVault(tolerant(shape));
    return {
      vault,
      batches: buildBatches(
        vault,
        batches.map((batch) => ({ ...batch, again: null })),
      ),
    };
  });

function tolerant(shape: SetShape): SetShape {
  const lets = <Policy extends string>(policy: Policy) => (policy === 'fail' ? ('hold' as const) : policy);
  const keeps = (policy: SetShape['events']['conflicts']) =>
    policy === 'fail' || policy === 'keepAll' ? ('quarantine' as const) : policy;
  const { events, details, hubNulls } = shape;
  return {
    ...shape,
    hubNulls: hubNulls === 'fail' ? 'skip' : hubNulls,
    linkOrphans: lets(shape.linkOrphans) as SetShape['linkOrphans'],
    linkNulls: 'skip',
    events: {
      ...events,
      nulls: 'skip',
      orphans: lets(events.orphans) as SetShape['linkOrphans'],
      conflicts: keeps(events.conflicts),
    },
    details: { ...details, orphans: 'hold', conflicts: keeps(details.conflicts) },
  };
}

/** Hubs, links, events: several sources in a batch, several load dates in a source, few keys and few values. */
export const setsSubject: LawSubject = {
  name: 'sets of several sources',
  cases,
  ordered,
  orderFree: ['hub', 'link', 'nonHistorizedLink', 'nonHistorizedSatellite'],
  classes: [
    'inserted',
    'known',
    'duplicate',
    'nullKey',
    'held',
    'released',
    'conflict',
    'lateStored',
    'derived',
    'refused batch',
    'unknown participant',
  ],
  countEnd: (vault, state) => ({ 'unknown participant': unknownParticipants(vault, state) }),
};

/** Link rows whose optional participant is missing. */
function unknownParticipants(vault: Vault, state: ReferenceState): number {
  const zero = zeroKeyText(vault.hashProfile, 'unknown').toLowerCase();
  return vault.entities.reduce((sum, entity) => {
    if (!('participants' in entity)) return sum;
    const optional = entity.participants.filter((participant) => participant.optional);
    const rows = rowsOf(state, entity.name).filter((row) => row[entity.hashKey] !== zero);
    return sum + rows.filter((row) => optional.some(({ name }) => row[name] === zero)).length;
  }, 0);
}

/** The rows of a batch are dealt to its sources in turn. */
function buildBatches(vault: LawVault, shapes: readonly BatchShape[]): LawBatch[] {
  const built: LawBatch[] = [];
  shapes.forEach(({ sources, rows, again }, place) => {
    const arrival = { loadDate: loadDateOf(place), recordSource: `file-${place}` };
    const earlier = again === null ? undefined : built.at(-1 - again.back);
    if (earlier !== undefined) {
      built.push({ ...earlier, ...(again?.sameDate ? {} : arrival) });
      return;
    }
    const first = place === 0 ? ['l', 'm'] : place === 1 ? ['a', 'b'] : place === 2 ? ['c', 'a'] : sources;
    const dealt = first.map((source, turn) => {
      const contract = vault.sources.find(({ name }) => name === source);
      const columns = Object.entries(contract?.columns ?? {});
      const own = rows.filter((_, index) => index % first.length === turn);
      return [
        source,
        own.map((cells): CanonicalRow =>
          columns.map(([name, { type, nullable }], index) =>
            valueOf(name, type, nullable ?? false, cells[index] ?? 0, place),
          ),
        ),
      ] as const;
    });
    built.push({ ...arrival, rows: Object.fromEntries(dealt) });
  });
  return built;
}

const texts = ['A', 'a', ' A', '', 'b', '\u{1f44d}'] as const;
const numbers = ['1', '2', '10'] as const;

/** Few values, the frequent ones first; load dates of rows lie around those of their batch. */
function valueOf(
  name: string,
  type: LawVault['sources'][number]['columns'][string]['type'],
  nullable: boolean,
  cell: number,
  place: number,
): string | null {
  if (name === 'at') return loadDateOf(place).replace('00:00:00', `0${cell % 3}:00:00`);
  if (name === 'org') return cell < 8 ? 'feed 2' : 'feed 1';
  if (nullable && cell > 12) return null;
  switch (type.kind) {
    case 'int':
      return numbers[cell < 8 ? 0 : cell % 3] ?? null;
    case 'hash':
      return (cell < 7 ? '11' : '22').repeat(type.bytes);
    default:
      return texts[cell < 6 ? 0 : cell % texts.length] ?? null;
  }
}
