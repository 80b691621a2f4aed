import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntityModel } from '@vaultwright/datavault-core/model';
import { parseVault } from '@vaultwright/datavault-core';
import { dayOf, trackedVault } from '../subjects/tracking.ts';
import { applyBatch, emptyState } from './apply-batch.ts';
import { rowsOf, type ReferenceState } from './state.ts';

const vault = parseVault(
  trackedVault({
    onLate: 'insertRestore',
    ties: 'keepAll',
    composite: false,
    orphans: 'fail',
    twoSources: false,
    twoSatellites: false,
    identity: 'full',
    arrival: true,
    overtaken: false,
  }),
);

interface Delivery {
  readonly key: string;
  readonly day: number;
  readonly value: string | null;
}

const deliveries = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom('a', 'b'),
    day: fc.nat({ max: 6 }),
    value: fc.constantFrom('A', 'B', 'C', null),
  }),
  { selector: ({ key, day }) => `${key} ${day}`, minLength: 2, maxLength: 10, size: 'max' },
);

function load(state: ReferenceState, rows: readonly Delivery[]): ReferenceState {
  const values = rows.map(({ key, day, value }) => [key, dayOf(day), value, null, 'file']);
  return applyBatch(
    state,
    vault,
    { keys: [['a'], ['b']].map(([key]) => [key ?? '', dayOf(0), null, null, 'file']), own: values },
    { loadDate: dayOf(0), recordSource: 'file' },
  ).state;
}

/** What was in force from when on, for each key, with equal neighbours as one. */
function merged(state: ReferenceState): string[] {
  const rows = rowsOf(state, 's')
    .map((row) => `${row['hk']} ${row['load_dt']} ${row['value'] ?? 'NULL'}`)
    .sort();
  const contentOf = (row: string) => [row.slice(0, 32), row.slice(60)].join();
  return rows.filter((row, place) => {
    const before = rows[place - 1];
    return before === undefined || contentOf(before) !== contentOf(row);
  });
}

describe('late rows that are inserted and restored', () => {
  it('end in the history that delivery in order gives, in any order and any batches', () => {
    fc.assert(
      fc.property(deliveries, fc.array(fc.nat({ max: 9 }), { minLength: 10, maxLength: 10 }), (rows, cut) => {
        const inOrder = [...rows].sort((left, right) => left.day - right.day);
        const straight = inOrder.reduce((state, row) => load(state, [row]), emptyState);
        const batches = [0, 1, 2, 3].map((batch) =>
          rows.filter((_, place) => (cut[place] ?? 0) % 4 === batch),
        );
        const shuffled = batches.reduce(load, emptyState);
        expect(merged(shuffled)).toEqual(merged(straight));
        expect(batches.reduce(load, shuffled)).toEqual(shuffled);
      }),
      { numRuns: 60 },
    );
  });

  it('would not without the sightings', () => {
    const plain = {
      ...vault,
      entities: vault.entities.flatMap((entity): EntityModel[] =>
        entity.kind === 'satellite'
          ? [{ ...entity, trackedBy: null, rules: { ...entity.rules, late: 'insert' as const } }]
          : entity.kind === 'hub'
            ? [entity]
            : [],
      ),
    };
    const rows = (day: number, value: string) => ({
      keys: [['a', dayOf(0), null, null, 'file']],
      own: [['a', dayOf(day), value, null, 'file']],
    });
    const arrival = { loadDate: dayOf(0), recordSource: 'file' };
    const state = [rows(1, 'A'), rows(3, 'A'), rows(2, 'B')].reduce(
      (before, batch) => applyBatch(before, plain, batch, arrival).state,
      emptyState,
    );
    expect(merged(state).map((row) => row.slice(60))).toEqual(['A', 'B']);
  });
});
