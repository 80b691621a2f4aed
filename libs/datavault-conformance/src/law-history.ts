import fc from 'fast-check';
import { normalisesText } from '@vaultwright/datavault-core/model';
import type { ColumnType } from '@vaultwright/datavault-core';
import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import { vaultArbitrary, type LawVault } from './law-metadata.ts';

/** One batch of a history. */
export interface LawBatch {
  readonly loadDate: string;
  readonly recordSource: string;
  /** The latest load date that was applied of a source before. */
  readonly highWater?: Readonly<Record<string, string>>;
  /** By source; a source that is no part of the batch is absent. */
  readonly rows: Readonly<Record<string, readonly CanonicalRow[]>>;
}

/** A vault and what is loaded into it, all plain data: what fast-check prints when a law fails. */
export interface LawCase {
  readonly vault: LawVault;
  readonly batches: readonly LawBatch[];
}

/** Few values of each kind, the frequent ones first; texts that separators, escapes and byte order must survive. */
const plainValues: Readonly<Record<string, readonly string[]>> = {
  text: ['a', 'b', '', 'a|', '~N', '|b', 'e\u0301', '\u00e9', '\uff5e', '\u{1f44d}'],
  int: ['1', '2', '10', '-7', '0'],
  decimal: ['1.5', '2', '10', '-0.01', '0'],
  timestamp: ['2020-01-01 00:00:00.000000', '2020-02-29 23:59:59.000001', '0999-12-31 00:00:00.500000'],
};
/** Spellings that fold into one; none holds the delimiter of the rules that fold, under which it would collide. */
const foldedValues: typeof plainValues = {
  ...plainValues,
  text: ['A', 'a', ' a ', '', 'B', 'C D', '^', '\u00c9'],
};

const cellArbitrary = fc.nat({ max: 15 });
const columnsAtMost = 12;
const rowArbitrary = fc.array(cellArbitrary, { minLength: columnsAtMost, maxLength: columnsAtMost });

const batchArbitrary = fc.record({
  source: fc.nat({ max: 5 }),
  /** How many days the batch is older than its place in the history says; the first three are on time. */
  behind: fc.constantFrom(0, 1, 2, 3),
  rows: fc.array(rowArbitrary, { maxLength: 8, size: 'max' }),
  /** Delivers an earlier batch once more, under its own load date or a new one. */
  again: fc.oneof(
    { weight: 4, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.record({ back: fc.nat({ max: 3 }), sameDate: fc.boolean() }) },
  ),
});
type BatchShape = typeof batchArbitrary extends fc.Arbitrary<infer Value> ? Value : never;

/** Without the bias to extremes, which would spend most of few runs on nearly empty histories. */
const histories = (minLength: number, maxLength: number): fc.Arbitrary<BatchShape[]> =>
  fc.noBias(fc.array(batchArbitrary, { minLength, maxLength, size: 'max' }));

/** Histories in any order, with batches delivered again. */
export const caseArbitrary: fc.Arbitrary<LawCase> = fc
  .record({
    vault: vaultArbitrary,
    batches: histories(5, 8),
  })
  .map(({ vault, batches }) => ({ vault, batches: buildBatches(vault, batches) }));

/** Histories whose load dates strictly increase and that repeat nothing; no policy refuses a batch. */
export const orderedCaseArbitrary: fc.Arbitrary<LawCase> = fc
  .record({
    vault: vaultArbitrary,
    batches: histories(2, 4),
  })
  .map(({ vault, batches }) => ({
    vault: { ...vault, entities: vault.entities.map(holding) },
    batches: buildBatches(
      vault,
      batches.map((batch) => ({ ...batch, behind: 0, again: null })),
    ),
  }));

function holding(entity: LawVault['entities'][number]): LawVault['entities'][number] {
  return 'orphans' in entity ? { ...entity, orphans: 'hold' } : entity;
}

/** Links come first, so that their rows wait for hubs; then each hub, then hub A again, so that it has a past. */
function buildBatches(vault: LawVault, shapes: readonly BatchShape[]): LawBatch[] {
  const sourceAt = (place: number, choice: number) => {
    const name = ['l', 'a', 'b', 'a'][place] ?? ['a', 'a', 'a', 'b', 'l', 'l'][choice];
    return vault.sources.find((source) => source.name === name) ?? vault.sources[0];
  };
  const built: LawBatch[] = [];
  shapes.forEach(({ source, behind, rows, again }, place) => {
    const arrival = {
      loadDate: loadDateOf(place < 3 ? place : place - behind),
      recordSource: `file-${place}`,
    };
    const earlier = again === null ? undefined : built.at(-1 - again.back);
    if (earlier !== undefined) {
      built.push({ ...earlier, ...(again?.sameDate ? {} : arrival) });
      return;
    }
    const contract = sourceAt(place, source);
    if (contract === undefined) return;
    const columns = Object.entries(contract.columns);
    const values = rows.map((cells) =>
      columns.map(([name, column], index) =>
        valueOf(vault, name, column.type, column.nullable ?? false, cells[index] ?? 0),
      ),
    );
    built.push({ ...arrival, rows: { [contract.name]: values } });
  });
  return built;
}

/** Units: one day for each place. */
export function loadDateOf(place: number): string {
  return `2022-01-${String(10 + place).padStart(2, '0')} 00:00:00.000000`;
}

/** Keys keep to three values, so that rows meet; payloads have more. */
function valueOf(
  vault: LawVault,
  name: string,
  { kind }: ColumnType,
  nullable: boolean,
  cell: number,
): string | null {
  const pools = normalisesText(vault.hashProfile.key) ? foldedValues : plainValues;
  const pool = pools[kind] ?? [];
  const isKey = /^[kr][0-9]/.test(name);
  if (cell < (isKey ? 10 : 7)) return pool[0] ?? null;
  if (cell < 12) return pool[1] ?? null;
  if (cell < 14 && nullable) return null;
  const rare = isKey ? pool.slice(2, 4) : pool.slice(2);
  return rare[(cell + name.length) % rare.length] ?? null;
}
