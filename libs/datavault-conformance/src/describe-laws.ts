import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyState } from './reference/apply-batch.ts';
import type { ReferenceState } from './reference/state.ts';
import { onBench, type LawBench, type LoadedVault } from './law-bench.ts';
import { brokenIntervals, danglingPairs } from './law-computed-invariants.ts';
import { LawCensus, applied, classesMet } from './law-census.ts';
import { loadDateOf, type LawBatch, type LawCase } from './law-history.ts';
import { lawSubjects, type LawSubject } from './law-subjects.ts';
import { batchesMakeNoDifference, namesMakeNoDifference, neighboursDiffer } from './law-batches.ts';
import { foldedCases } from './law-folded-cases.ts';
import { lostRows, multiset, orphans, repeatedIdentities } from './law-invariants.ts';
import type { CanonicalRow, Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { WarehouseUnderTest } from './describe-warehouse.ts';

/** A warehouse for the laws, and how many generated histories to spend on it. */
export interface LawsUnderTest extends WarehouseUnderTest {
  /** Histories of the differential test; the other laws take a fraction. With fewer than 20 no class of row is demanded. */
  readonly cases?: number;
  /** Repeats the histories of an earlier run; a new one by default. It stands in the title of the suite. */
  readonly seed?: number;
}

const minutes = 60_000;
const enoughForEveryClass = 20;
/** Histories among which those that meet a class are looked for; even the rarest class is in one of fourteen. */
const candidates = 500;

/**
 * The laws of loading, as a vitest suite: generated SQL against the executable definition, on random vaults and histories.
 *
 * A failure shrinks, and prints the seed, the vault and the rows.
 * Example: `describeLaws({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) })`
 */
export function describeLaws({
  name,
  open,
  cases = 20,
  seed = Math.floor(Math.random() * 0x7fff_ffff),
}: LawsUnderTest): void {
  const some = { numRuns: Math.max(1, Math.ceil(cases / 5)), seed };

  describe(`${name}: laws of loading, seed ${seed}`, () => {
    // A warehouse for each law, so that several can be at work: one thread of an engine is enough for tables of a few rows.
    const law = (title: string, proof: (warehouse: Warehouse) => Promise<void>): void => {
      it.concurrent(
        title,
        async () => {
          const warehouse = await open();
          try {
            await proof(warehouse);
          } finally {
            await warehouse.close();
          }
        },
        Math.max(30, cases) * minutes,
      );
    };

    for (const subject of lawSubjects) {
      law(
        `${subject.name}: stores and counts what the definition says, batch after batch, and meets every class of row`,
        async (warehouse) => {
          const census = new LawCensus(subject);
          await fc.assert(
            fc.asyncProperty(subject.cases, (history) =>
              onBench(warehouse, (bench) => obeysDefinition(bench, history, census)),
            ),
            { numRuns: cases, seed },
          );
          if (cases < enoughForEveryClass) return;
          await meetEveryClass(warehouse, subject, census, seed);
          expect(census.missing(), JSON.stringify(census.counts())).toEqual([]);
        },
      );

      law(`${subject.name}: stores nothing when a batch is loaded again under its load date`, (warehouse) =>
        fc.assert(
          fc.asyncProperty(subject.ordered, fc.nat(), ({ vault, batches }, pick) =>
            onBench(warehouse, async (bench) => {
              const loaded = await bench.create(vault);
              for (const batch of batches) await loaded.load(batch);
              const before = await loaded.rows();
              const again = batches[pick % batches.length] as LawBatch;
              const results = await loaded.load(again);
              expect(contents(loaded, await loaded.rows())).toEqual(contents(loaded, before));
              expect(results?.every(({ inserted }) => inserted === 0n)).toBe(true);
            }),
          ),
          some,
        ),
      );

      law(`${subject.name}: does not care for the order of staged rows`, (warehouse) =>
        fc.assert(
          fc.asyncProperty(subject.ordered, fc.nat(), ({ vault, batches }, turn) =>
            onBench(warehouse, async (bench) => {
              const [straight, turned] = [await bench.create(vault), await bench.create(vault)];
              for (const batch of batches) {
                const results = await straight.load(batch);
                expect(await turned.load(cutRows(batch, (rows) => rotated(rows, turn)))).toEqual(results);
              }
              expect(contents(turned, await turned.rows())).toEqual(
                contents(straight, await straight.rows()),
              );
            }),
          ),
          some,
        ),
      );

      if (subject.orderFree.length === 0) continue;
      law(
        `${subject.name}: finds the same keys and events however the rows are split and ordered`,
        (warehouse) =>
          fc.assert(
            fc.asyncProperty(subject.ordered, fc.nat(), ({ vault, batches }, turn) =>
              onBench(warehouse, async (bench) => {
                const [whole, split] = [await bench.create(vault), await bench.create(vault)];
                const sources = [...new Set(batches.flatMap(({ rows }) => Object.keys(rows)))];
                for (const [place, source] of sources.entries()) {
                  const rows = batches.flatMap((batch) => batch.rows[source] ?? []);
                  await whole.load({
                    rows: { [source]: rows },
                    loadDate: loadDateOf(place),
                    recordSource: 'whole',
                  });
                }
                const halves = batches.flatMap((batch) => [
                  cutRows(batch, (rows) => rows.slice(0, 1)),
                  cutRows(batch, (rows) => rows.slice(1)),
                ]);
                for (const [place, batch] of rotated(halves, turn).entries())
                  await split.load({ ...batch, loadDate: loadDateOf(place) });
                expect(identities(subject, split, await split.rows())).toEqual(
                  identities(subject, whole, await whole.rows()),
                );
              }),
            ),
            some,
          ),
      );
    }

    law('one batch of many load dates stores what a batch for each of them stores', (warehouse) =>
      batchesMakeNoDifference(warehouse, some),
    );
    law('other names of everything change no row and no hash', (warehouse) =>
      namesMakeNoDifference(warehouse, some),
    );
    law('versions of a key that follow each other differ', (warehouse) => neighboursDiffer(warehouse, some));

    for (const { title, ...history } of foldedCases) {
      law(title, (warehouse) => onBench(warehouse, (bench) => obeysDefinition(bench, history)));
    }
  });
}

/** Adds histories that meet the classes which those before happened to miss, so that no run depends on luck. */
async function meetEveryClass(
  warehouse: Warehouse,
  subject: LawSubject,
  census: LawCensus,
  seed: number,
): Promise<void> {
  const missing = new Set(census.missing());
  if (missing.size === 0) return;
  await fc.assert(
    fc.asyncProperty(subject.cases, async (history) => {
      const met = missing.size === 0 ? [] : classesMet(subject, history).filter((name) => missing.has(name));
      if (met.length === 0) return;
      await onBench(warehouse, (bench) => obeysDefinition(bench, history, census));
      for (const name of met) missing.delete(name);
    }),
    { numRuns: candidates, seed: seed + 1 },
  );
}

/** Loads a history batch by batch, each time comparing counts and tables with the definition. */
async function obeysDefinition(bench: LawBench, history: LawCase, census?: LawCensus): Promise<void> {
  const loaded = await bench.create(history.vault);
  let state = emptyState;
  let before: ReferenceState = emptyState;
  for (const [place, batch] of history.batches.entries()) {
    const results = await loaded.load(batch);
    const expected = applied(state, loaded.vault, batch);
    census?.batch(expected?.results ?? null, loaded.vault);
    expect(results, `counts of batch ${place}`).toEqual(expected?.results ?? null);
    state = expected?.state ?? state;
    const after = await loaded.rows();
    expect(contents(loaded, after), `tables after batch ${place}`).toEqual(contents(loaded, state));
    expect(orphans(after, loaded.vault), 'rows without a parent').toEqual([]);
    expect(repeatedIdentities(after, loaded.tables()), 'identities stored twice').toEqual([]);
    expect(danglingPairs(after, loaded.vault), 'pairs without a version').toEqual([]);
    expect(brokenIntervals(after, loaded.vault), 'intervals that overlap or leave a gap').toEqual([]);
    expect(lostRows(before, after, loaded.computed()), 'rows that disappeared').toEqual([]);
    before = after;
  }
  if (loaded.computed().size > 0) {
    expect(await loaded.refresh(), 'rows that building anew would change').toEqual([]);
    expect(contents(loaded, await loaded.rows()), 'tables built anew').toEqual(contents(loaded, before));
  }
  census?.end(loaded.vault, state);
}

/** Every table as a multiset of its rows, whatever attempt brought them. */
function contents(loaded: LoadedVault, tables: ReferenceState): Record<string, readonly string[]> {
  const { loadId } = loaded.vault.naming;
  return Object.fromEntries(
    loaded.tables().map(({ name, columns }) => {
      const shown = columns
        .map((column) => column.name)
        .filter((item) => item !== loadId && item !== 'reason');
      return [name, multiset(tables.get(name) ?? [], shown)];
    }),
  );
}

/** The identities in every table of a kind that does not care for the order of deliveries. */
function identities(
  { orderFree }: LawSubject,
  loaded: LoadedVault,
  tables: ReferenceState,
): Record<string, readonly string[]> {
  const sets = loaded.vault.entities.filter(({ kind }) => orderFree.includes(kind)).map(({ name }) => name);
  return Object.fromEntries(
    loaded
      .tables()
      .filter(({ name }) => sets.includes(name))
      .map(({ name, key }) => [name, multiset(tables.get(name) ?? [], key)]),
  );
}

/** The rows backwards, beginning at some place: another order for almost every list. */
function rotated<Item>(rows: readonly Item[], turn: number): Item[] {
  const place = rows.length === 0 ? 0 : turn % rows.length;
  return [...rows.slice(place), ...rows.slice(0, place)].reverse();
}

/** The batch with other rows of each source. */
function cutRows(batch: LawBatch, cut: (rows: readonly CanonicalRow[]) => readonly CanonicalRow[]): LawBatch {
  const rows = Object.entries(batch.rows).map(([source, own]) => [source, cut(own)]);
  return { ...batch, rows: Object.fromEntries(rows) as LawBatch['rows'] };
}
