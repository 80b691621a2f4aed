import { applyBatch, emptyState } from '@vaultwright/datavault-conformance';
import { describe, expect, it } from 'vitest';
import { delivered, recorded, smallVault } from './small-load.ts';

describe('what load-twice compares with', () => {
  const vault = smallVault('s');
  const load = (state: Parameters<typeof applyBatch>[0], day: string) =>
    applyBatch(state, vault, delivered, { loadDate: `${day} 00:00:00.000000`, recordSource: 'verify' });
  const first = load(emptyState, '2020-01-01');

  it('is what the definition of the kinds says', () => {
    const key = (row: readonly unknown[]): string => JSON.stringify(row);
    for (const [name, { columns, rows }] of Object.entries(recorded)) {
      const stored = (first.state.get(name) ?? [])
        .filter(({ load_src }) => load_src === 'verify')
        .map((row) => columns.map((column) => row[column]));
      expect([name, stored.map(key).toSorted()]).toEqual([name, rows.map(key).toSorted()]);
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  it('names every table of the vault, and stays the same when the rows come again', () => {
    expect(Object.keys(recorded).toSorted()).toEqual(vault.entities.map(({ name }) => name).toSorted());
    const again = load(first.state, '2020-01-02');
    for (const { name } of vault.entities) expect(again.state.get(name)).toEqual(first.state.get(name));
  });
});
