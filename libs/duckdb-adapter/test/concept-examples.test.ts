import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planLoad, renderPlan, vaultTables, vaultViews, type Vault } from '@vaultwright/datavault-core';
import { compileStatement, column, from, table, type Query } from '@vaultwright/datavault-core/sql';
import type { CanonicalRow, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { applyBatch, emptyState, VaultDriver, type ReferenceState } from '@vaultwright/datavault-conformance';
import { openDuckDb } from '../src/open-duckdb.ts';

interface ConceptExample {
  readonly vault: Vault;
  readonly batches: readonly {
    readonly loadDate: string;
    readonly recordSource: string;
    readonly rows: Readonly<Record<string, readonly CanonicalRow[]>>;
  }[];
  /** Rows of some tables after the batches, as canonical text. */
  readonly tables: Readonly<Record<string, readonly Readonly<Record<string, string | null>>[]>>;
}

const concepts = new URL('../../../docs/concepts/', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, concepts), 'utf8');
const names = readdirSync(new URL('examples/', concepts))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3));
const pages = readdirSync(concepts).filter((file) => file.endsWith('.md'));
const sorted = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();

/** The columns that an example shows of its rows, in one order. */
function shown(
  example: ConceptExample,
  name: string,
  rows: readonly Readonly<Record<string, string | null>>[],
): string[] {
  const columns = Object.keys(example.tables[name]?.[0] ?? {}).toSorted();
  return sorted(rows.map((row) => columns.map((part) => row[part] ?? null)));
}

describe.each(names)('concept example %s', (name) => {
  let example: ConceptExample;
  let warehouse: Warehouse;
  beforeAll(async () => {
    example = (await import(fileURLToPath(new URL(`examples/${name}.ts`, concepts)))) as ConceptExample;
    warehouse = await openDuckDb({ path: ':memory:' });
  });
  afterAll(() => warehouse.close());

  it('stores on the engine what the page says', async () => {
    const driver = await VaultDriver.open(example.vault, warehouse);
    for (const batch of example.batches) await driver.loadBatch(batch.rows, batch);
    const relations = [...vaultTables(example.vault), ...vaultViews(example.vault)];
    for (const [relation, expected] of Object.entries(example.tables)) {
      const definition = relations.find((candidate) => candidate.name === relation);
      expect(definition, `${relation} is a table or view of the vault`).toBeDefined();
      if (definition === undefined) continue;
      const query: Query = {
        node: 'select',
        columns: definition.columns.map((item) => ({
          name: item.name,
          value: { node: 'canonicalText', operand: column('stored', item.name), type: item.type },
        })),
        from: from(table(definition.schema, definition.name), 'stored'),
      };
      const rows = await driver.session.query(compileStatement({ node: 'query', query }, warehouse.dialect));
      expect(shown(example, relation, rows as typeof expected), relation).toEqual(
        shown(example, relation, expected),
      );
    }
    await driver.session.close();
  });

  it('is what the executable definition says', () => {
    let state: ReferenceState = emptyState;
    for (const batch of example.batches) ({ state } = applyBatch(state, example.vault, batch.rows, batch));
    for (const [relation, expected] of Object.entries(example.tables))
      expect(shown(example, relation, state.get(relation) ?? []), relation).toEqual(
        shown(example, relation, expected),
      );
  });

  it('makes the SQL beside it', async () => {
    const plan = planLoad(example.vault, { dialect: warehouse.dialect });
    const text = renderPlan(plan)
      .filter(({ path }) => !/-(tables|work-tables|model)\.sql$/.test(path))
      .map((file) => file.text)
      .join('\n');
    await expect(text).toMatchFileSnapshot(fileURLToPath(new URL(`examples/${name}.sql`, concepts)));
  });

  it('is quoted by a page, line by line', () => {
    const quoting = pages.filter((page) => read(page).includes(`examples/${name}.ts`));
    expect(quoting).not.toEqual([]);
    const mentioned = (page: string): string =>
      names
        .filter((other) => read(page).includes(`examples/${other}.ts`))
        .map((other) => read(`examples/${other}.ts`))
        .join('\n');
    for (const page of quoting) {
      const lines = [...read(page).matchAll(/```ts\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
        block.split('\n'),
      );
      const source = mentioned(page)
        .split('\n')
        .map((line) => line.trim());
      const strange = lines
        .map((line) => line.trim())
        .filter((line) => line !== '' && !source.includes(line));
      expect(strange, page).toEqual([]);
    }
  });
});
