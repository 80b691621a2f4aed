import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  VaultwrightError,
  applyEvolution,
  planEvolution,
  automateDv,
  vaultwright1,
  parseVault,
  type VaultDefinition,
  type Vault,
  vaultTables,
} from '@vaultwright/datavault-core';
import { VaultDriver } from './vault-driver.ts';
import type { WarehouseUnderTest } from './describe-warehouse.ts';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';

const text = (length: number) => ({ type: { kind: 'text' as const, length }, nullable: true });
const decimal = (precision: number, scale: number) =>
  ({ type: { kind: 'decimal' as const, precision, scale }, nullable: true }) as const;
const hub = { kind: 'hub', name: 'h_person', from: 'people', businessKey: { person: 'id' } } as const;
const satellite = {
  kind: 'satellite',
  name: 's_person',
  of: 'h_person',
  from: 'people',
  payload: { name: 'name' },
} as const;
const base = {
  name: 'evolving',
  hashProfile: vaultwright1,
  sources: [
    { name: 'people', columns: { id: text(20), name: text(20), town: text(20), size: decimal(4, 1) } },
  ],
  entities: [hub, satellite],
} satisfies VaultDefinition;
const payload = (columns: Readonly<Record<string, string>>): VaultDefinition['entities'] => [
  hub,
  { ...satellite, payload: columns },
];

/**
 * How a stored vault follows its metadata, as a vitest suite: additive changes by plan and apply, other hashes refused.
 *
 * Example: `describeEvolution({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) })`
 */
export function describeEvolution({ name, open }: WarehouseUnderTest): void {
  describe(`${name}: metadata evolution`, () => {
    let warehouse: Warehouse;
    beforeEach(async () => {
      warehouse = await open();
    });
    afterEach(() => warehouse.close());

    const loaded = async (definition: VaultDefinition): Promise<VaultDriver> => {
      const driver = await VaultDriver.open(parseVault(definition), warehouse);
      await driver.load('people', [['1', 'Ann', 'Rome', '1.5']]);
      return driver;
    };
    const plan = async ({ session }: VaultDriver, vault: Vault) => {
      const schemas = [...new Set(vaultTables(vault).map(({ schema }) => schema))];
      return planEvolution(vault, warehouse.dialect, await session.describe(schemas));
    };
    const codeOf = async (work: Promise<unknown>): Promise<string> =>
      work.then(
        () => 'nothing refused',
        (error: unknown) =>
          error instanceof VaultwrightError ? [error.code, ...error.details].join('\n') : String(error),
      );

    it('plans nothing for what is there already', async () => {
      const driver = await loaded(base);
      expect(await plan(driver, driver.vault)).toMatchObject({ changes: [], refused: [] });
      await driver.session.close();
    });

    it('adds entities, sources, nullable columns and wider types, and no stored hash changes', async () => {
      const first = await loaded(base);
      const before = await first.rows('s_person', ['hk_person', 'hash_diff', 'name']);
      const next = parseVault({
        ...base,
        sources: [
          {
            name: 'people',
            columns: { id: text(20), name: text(20), town: text(20), size: decimal(9, 2), note: text(9) },
          },
          { name: 'towns', columns: { town: text(20) } },
        ],
        entities: [
          ...payload({ name: 'name', town: 'town' }),
          { kind: 'hub', name: 'h_town', from: 'towns', businessKey: { town: 'town' } },
        ],
      });
      const changes = await plan(first, next);
      expect(changes.refused).toEqual([]);
      expect(changes.changes.map(({ change, title }) => `${change}: ${title}`)).toEqual(
        expect.arrayContaining([
          'add-column: Column town of s_person.',
          'add-column: Column note of people.',
          'widen-column: Column size of people takes wider values.',
        ]),
      );
      await applyEvolution(first.session, next, warehouse.dialect, changes);
      expect((await plan(first, next)).changes).toEqual([]);
      await first.session.close();

      const again = await VaultDriver.open(next, warehouse);
      const same = await again.load(
        'people',
        [['1', 'Ann', null, '1.5', null]],
        '2022-02-01 00:00:00.000000',
      );
      expect(same.get('s_person')).toMatchObject({ read: 1n, known: 1n, inserted: 0n });
      expect(await again.rows('s_person', ['hk_person', 'hash_diff', 'name'])).toEqual(before);
      await again.session.close();
    });

    it('lets a column be empty where the metadata has come to allow that', async () => {
      const people = (nullable: boolean): VaultDefinition => ({
        ...base,
        sources: [
          {
            name: 'people',
            columns: { id: text(20), name: { ...text(20), nullable }, town: text(20), size: text(9) },
          },
        ],
      });
      const first = await loaded(people(false));
      const before = await first.rows('s_person', ['hk_person', 'hash_diff', 'name']);
      const next = parseVault(people(true));
      const changes = await plan(first, next);
      expect(changes.refused).toEqual([]);
      expect(changes.changes.map(({ change, title }) => `${change}: ${title}`)).toEqual([
        'relax-column: Column name of people may be empty.',
        'relax-column: Column name of s_person may be empty.',
        'relax-column: Column name of s_person_late may be empty.',
      ]);
      await applyEvolution(first.session, next, warehouse.dialect, changes);
      expect((await plan(first, next)).changes).toEqual([]);
      await first.session.close();

      const again = await VaultDriver.open(next, warehouse);
      await again.load('people', [['2', null, null, null]], '2022-02-01 00:00:00.000000');
      const rows = await again.rows('s_person', ['hk_person', 'hash_diff', 'name']);
      expect(rows).toEqual(expect.arrayContaining([...before]));
      expect(rows).toHaveLength(2);
      await again.session.close();
    });

    it('applies again after any change, when the first attempt broke off there', async () => {
      const first = await loaded(base);
      const next = parseVault({ ...base, entities: payload({ name: 'name', town: 'town', size: 'size' }) });
      const { changes } = await plan(first, next);
      expect(changes.length).toBeGreaterThan(1);
      for (const { compiled } of changes.slice(0, 1)) await first.session.execute(compiled);
      const rest = await plan(first, next);
      await applyEvolution(first.session, next, warehouse.dialect, rest);
      expect((await plan(first, next)).changes).toEqual([]);
      await first.session.close();
    });

    it('applies only what was shown', async () => {
      const driver = await loaded(base);
      const next = parseVault({ ...base, entities: payload({ name: 'name', town: 'town' }) });
      const shown = await plan(driver, next);
      for (const { compiled } of shown.changes) await driver.session.execute(compiled);
      expect(await codeOf(applyEvolution(driver.session, next, warehouse.dialect, shown))).toBe(
        'E-PLAN-CHANGED',
      );
      await driver.session.close();
    });

    it('renames a column that says what it was called, and refuses one that does not', async () => {
      const driver = await loaded(base);
      const renamed = { ...base, entities: payload({ full_name: 'name' }) };
      const silent = await plan(driver, parseVault(renamed));
      expect(silent.refused).toEqual([
        expect.stringContaining('column name is stored, but not in the metadata') as string,
        expect.stringContaining('column name is stored, but not in the metadata') as string,
      ]);
      const vault = parseVault({
        ...renamed,
        renamed: { 's_person.full_name': 'name', 's_person_late.full_name': 'name' },
      });
      const declared = await plan(driver, vault);
      expect(declared.refused).toEqual([]);
      await applyEvolution(driver.session, vault, warehouse.dialect, declared);
      await driver.session.close();
      const again = await VaultDriver.open(vault, warehouse);
      const same = await again.load('people', [['1', 'Ann', 'Rome', '1.5']], '2022-02-01 00:00:00.000000');
      expect(same.get('s_person')).toMatchObject({ known: 1n, inserted: 0n });
      await again.session.close();
    });

    it.each([
      ['another profile', { ...base, hashProfile: automateDv }, 'h_person: key.rules.'],
      [
        'another digest',
        { ...base, hashProfile: { ...vaultwright1, encoding: 'hexLower' as const } },
        'encoding',
      ],
      [
        'a column in the middle of a diff',
        { ...base, entities: payload({ town: 'town', name: 'name' }) },
        's_person: diff.columns.0.name',
      ],
    ])('refuses %s before anything is written', async (_title, definition, line) => {
      const driver = await loaded(base);
      const before = await driver.rows('s_person', ['hk_person', 'hash_diff', 'name']);
      await driver.session.close();
      const changed = await VaultDriver.open(parseVault(definition), warehouse);
      const refusal = await codeOf(changed.load('people', [['2', 'Bo', 'Oslo', '2']]));
      expect(refusal).toMatch(/^E-HASH-RULE-CHANGED/);
      expect(refusal).toContain(line);
      expect(await changed.rows('s_person', ['hk_person', 'hash_diff', 'name'])).toEqual(before);
      await changed.session.close();
    });

    it('refuses to drop, to narrow and to demand values that stored rows do not have', async () => {
      const driver = await loaded({ ...base, entities: payload({ name: 'name', town: 'town' }) });
      const next = parseVault({
        ...base,
        sources: [
          {
            name: 'people',
            columns: {
              id: text(20),
              name: { ...text(20), nullable: false },
              town: text(20),
              size: decimal(3, 1),
              extra: { ...text(9), nullable: false },
            },
          },
        ],
      });
      const { refused } = await plan(driver, next);
      const found = refused.join('\n');
      expect(found).toContain('people: column extra is new and not nullable');
      expect(found).toContain('s_person: column town is stored, but not in the metadata');
      expect(found).toMatch(/people: column size is stored as .*, the metadata says/);
      expect(
        await codeOf(applyEvolution(driver.session, next, warehouse.dialect, await plan(driver, next))),
      ).toMatch(/^E-META-REFUSED/);
      await driver.session.close();
    });
  });
}
