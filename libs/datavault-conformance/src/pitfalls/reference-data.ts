import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vaultwright1, parseVault } from '@vaultwright/datavault-core';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from '../describe-warehouse.ts';
import { LawBench, type LoadedVault } from '../law-bench.ts';
import { loadDateOf } from '../law-history.ts';
import type { LawVault } from '../law-metadata.ts';

const nullable = { type: { kind: 'text', length: 20 }, nullable: true } as const;
const columns = { code: nullable, part: nullable, title: nullable };
const naturalKey = { country_code: 'code' };
const payload = { title: 'title' };
const furtherSources = [{ from: 'b', naturalKey, payload }];

/** Country codes of two sources, and the same as a table that each delivery replaces. */
const countries: LawVault = {
  name: 'pitfalls',
  hashProfile: vaultwright1,
  sources: [
    { name: 'a', columns },
    { name: 'b', columns },
    { name: 'parts', columns },
  ],
  entities: [
    {
      kind: 'referenceHub',
      name: 'rh',
      from: 'a',
      naturalKey,
      extra: { first_title: 'title' },
      furtherSources: [{ from: 'b', naturalKey, extra: { first_title: 'title' } }],
    },
    { kind: 'referenceTable', name: 'first', from: 'a', naturalKey, payload, furtherSources },
    { kind: 'referenceTable', name: 'latest', mode: 'type1', from: 'a', naturalKey, payload },
    { kind: 'referenceSatellite', name: 'rs', of: 'rh', from: 'b', payload },
    {
      kind: 'referenceTable',
      name: 'pairs',
      from: 'parts',
      naturalKey: { code: 'code', part: 'part' },
      payload,
    },
  ],
};

/** What loads of code lists must not get wrong, on a real engine. */
export function describeReferenceDataPitfalls({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: pitfalls of reference data`, () => {
    let warehouse: Warehouse;
    let bench: LawBench;
    beforeAll(async () => {
      warehouse = await open();
      bench = await LawBench.open(warehouse);
    });
    afterAll(async () => {
      await bench.close();
      await warehouse.close();
    });

    const load = async (vault: LoadedVault, place: number, rows: Record<string, (string | null)[][]>) => {
      const results = await vault.load({ rows, loadDate: loadDateOf(place), recordSource: 'test' });
      return new Map((results ?? []).map((one) => [`${one.entity} ${one.source ?? 'held'}`, one]));
    };
    const stored = async (vault: LoadedVault, entity: string, names: readonly string[]) =>
      ((await vault.rows()).get(entity) ?? []).map((row) => names.map((item) => row[item]).join(' ')).sort();

    it('further trap: a load of several sources takes the codes of all of them, each once, the earlier source first', async () => {
      const vault = await bench.create(countries);
      const results = await load(vault, 1, {
        b: [
          ['DE', null, 'Deutschland'],
          ['FR', null, 'France'],
        ],
        a: [
          ['DE', null, 'Germany'],
          ['NO', null, 'Norway'],
        ],
      });
      const expected = ['DE Germany', 'FR France', 'NO Norway'];
      expect(await stored(vault, 'rh', ['country_code', 'first_title'])).toEqual(expected);
      expect(await stored(vault, 'first', ['country_code', 'title'])).toEqual(expected);
      expect(await stored(vault, 'first_late', ['country_code', 'title'])).toEqual(['DE Deutschland']);
      expect(results.get('rh b')).toMatchObject({ read: 2n, inserted: 1n, duplicate: 1n });
      expect(results.get('first b')).toMatchObject({ read: 2n, inserted: 1n, conflict: 1n });
      expect(await stored(vault, 'rs', ['country_code', 'title'])).toEqual(['DE Deutschland', 'FR France']);
    });

    it('further trap: a table that deliveries replace has one source, or a batch would drop the rows of the others', () => {
      const [, , latest] = countries.entities;
      const entities = [{ ...latest, furtherSources }] as LawVault['entities'];
      expect(() => parseVault({ ...countries, entities })).toThrow(
        expect.objectContaining({ details: [expect.stringContaining('has one source')] }),
      );
    });

    it('pitfall 04: neither an older delivery nor an empty one undoes what replaced it', async () => {
      const vault = await bench.create(countries);
      const shown = () => stored(vault, 'latest', ['country_code', 'title']);
      const first = [
        ['DE', null, 'Germany'],
        ['YU', null, 'Yugoslavia'],
      ];
      await load(vault, 1, { a: first });
      await load(vault, 2, {
        a: [
          ['DE', null, 'Germany'],
          ['RS', null, 'Serbia'],
        ],
      });
      expect(await shown()).toEqual(['DE Germany', 'RS Serbia']);
      const again = await load(vault, 1, { a: first });
      expect(again.get('latest a')).toMatchObject({ read: 2n, inserted: 0n, known: 1n, late: 1n });
      await load(vault, 3, { a: [] });
      await load(vault, 4, { a: [[null, null, 'nowhere']] });
      expect(await shown()).toEqual(['DE Germany', 'RS Serbia']);
    });

    it('pitfall 08: a natural key with a NULL part is no key, and its row is counted', async () => {
      const vault = await bench.create(countries);
      const results = await load(vault, 1, {
        parts: [
          ['DE', null, 'x'],
          [null, 'BY', 'x'],
          ['DE', 'BY', 'Bavaria'],
        ],
      });
      expect(await stored(vault, 'pairs', ['code', 'part'])).toEqual(['DE BY']);
      expect(results.get('pairs parts')).toMatchObject({ read: 3n, inserted: 1n, nullKey: 2n });
    });
  });
}
