import { describe, expect, it } from 'vitest';
import {
  hashKey,
  defineHub,
  defineSatellite,
  text,
  timestamp,
  defineSource,
  withDerivedKey,
  defineVault,
} from '@vaultwright/datavault-core';
import { smallVault } from '../small-vault.ts';
import { applyBatch, emptyState } from './apply-batch.ts';
import { RefusedBatch } from './refused-batch.ts';
import { rowsOf, type ReferenceState } from './state.ts';
import { compareValues } from './value-order.ts';

const onDay = (day: number) => ({
  loadDate: `2022-01-${String(day).padStart(2, '0')} 00:00:00.000000`,
  recordSource: 'test',
});

/** The state after customer 1 had each of these names, a batch a day. */
function named(names: readonly (readonly string[])[], from: ReferenceState = emptyState): ReferenceState {
  return names.reduce(
    (state, batch, day) =>
      applyBatch(
        state,
        smallVault,
        { customers: batch.map((name) => ['1', name, null, null]) },
        onDay(day + 1),
      ).state,
    from,
  );
}

const stored = (state: ReferenceState) => rowsOf(state, 's_customer').map((row) => row['name']);

describe('the definition of a load', () => {
  it('keeps A, B, A over three batches, and A, A once', () => {
    expect(stored(named([['A'], ['B'], ['A']]))).toEqual(['A', 'B', 'A']);
    expect(stored(named([['A'], ['A']]))).toEqual(['A']);
  });

  it('keeps an older version aside', () => {
    const late = applyBatch(
      named([['A'], ['B']]),
      smallVault,
      { customers: [['1', 'C', null, null]] },
      onDay(1),
    );
    expect(late.results.find(({ entity }) => entity === 's_customer')).toMatchObject({ read: 1n, late: 1n });
    expect(rowsOf(late.state, 's_customer_late')).toMatchObject([{ name: 'C', load_dt: onDay(1).loadDate }]);
  });

  it('never changes the state it was given', () => {
    const state = named([['A']]);
    const before = structuredClone(state);
    applyBatch(state, smallVault, { customers: [['1', 'B', null, null]] }, onDay(2));
    expect(state).toEqual(before);
  });

  it('refuses a batch whose rows name an unknown key, where the policy is to fail', () => {
    const { entities, ...rest } = smallVault;
    const strict = {
      ...rest,
      entities: entities.map((entity) =>
        entity.kind === 'link' ? { ...entity, orphans: 'fail' as const } : entity,
      ),
    };
    const use = ['1', '7', onDay(1).loadDate, null];
    expect(() => applyBatch(emptyState, strict, { uses: [use] }, onDay(1))).toThrow(RefusedBatch);
  });

  it('holds a row again that waits for its parent, whatever was stored since', () => {
    const keys = defineSource('keys', { columns: { id: text(9) } });
    const facts = defineSource('facts', {
      columns: { id: text(9), v: text(9), at: timestamp() },
      arrival: { loadDate: 'at' },
    });
    const hub = defineHub('h', { from: keys, businessKey: { id: 'id' } });
    const satellite = defineSatellite('s', {
      of: hub,
      from: facts,
      key: ['id'],
      payload: ['v'],
      orphans: 'hold',
      candidates: 'tableMark',
    });
    const vault = defineVault('v', { entities: [hub, satellite] });
    const waiting = { facts: [['a', 'x', onDay(1).loadDate]] };
    const held = applyBatch(emptyState, vault, waiting, onDay(1)).state;
    const passed = { keys: [['b']], facts: [['b', 'x', onDay(2).loadDate]] };
    const before = applyBatch(held, vault, passed, onDay(2)).state;
    expect(rowsOf(before, 's')).toHaveLength(1);
    expect(applyBatch(before, vault, waiting, onDay(1)).state).toEqual(before);
  });

  it('knows columns that are derived while staging', () => {
    const plain = defineSource('notes', { columns: { a: text(9), b: text(9).nullable() } });
    const notes = withDerivedKey(plain, 'id', ['a', 'b']);
    const hub = defineHub('h_note', { from: notes, businessKey: { note_id: 'id' } });
    const vault = defineVault('notes', { entities: [hub] });
    const { state } = applyBatch(emptyState, vault, { notes: [['x', null]] }, onDay(1));
    const id = hashKey(vault.hashProfile, [
      { name: 'a', kind: 'text', text: 'x' },
      { name: 'b', kind: 'text', text: null },
    ]);
    expect(rowsOf(state, 'h_note')).toMatchObject([{ note_id: id }]);
  });
});

describe('the order of values', () => {
  it.each([
    [{ kind: 'int' }, ['-7', '0', '2', '10', null]],
    [{ kind: 'decimal', precision: 9, scale: 2 }, ['-0.5', '-0.01', '0', '1.5', '2', '10', null]],
    [{ kind: 'text', length: 9 }, ['', 'A', 'a', '\uff5e', '\u{1f44d}', null]],
  ] as const)('is that of %o', (type, sorted) => {
    expect([...sorted].reverse().sort((left, right) => compareValues(type, left, right))).toEqual(sorted);
  });
});
