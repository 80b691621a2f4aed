import fc from 'fast-check';
import { expect } from 'vitest';
import { vaultwright1 } from '@vaultwright/datavault-core';
import type { CanonicalRow, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { onBench, type LoadedVault } from './law-bench.ts';
import { loadDateOf } from './law-history.ts';
import { multiset } from './law-invariants.ts';
import type { LawVault } from './law-metadata.ts';

const text = { type: { kind: 'text' as const, length: 20 } };
const own = (name: string): string => name;

/** A vault whose rows bring their own load dates; every name in the warehouse goes through `rename`. */
function datedVault(rename: (name: string) => string): LawVault {
  const hub = (name: string, column: string) => ({
    kind: 'hub' as const,
    name: rename(`h_${name}`),
    from: 'facts',
    businessKey: { [rename(`${name}_key`)]: column },
    hashKey: rename(`hk_${name}`),
  });
  const described = { of: rename('h_d'), from: 'facts' };
  const payload = { [rename('v')]: 'v' };
  return {
    name: 'laws',
    hashProfile: vaultwright1,
    sources: [
      {
        name: 'facts',
        columns: {
          d: text,
          s: text,
          child: { type: { kind: 'int' } },
          v: { ...text, nullable: true },
          at: { type: { kind: 'timestamp' } },
          origin: text,
        },
        arrival: { loadDate: 'at', recordSource: 'origin' },
      },
    ],
    entities: [
      hub('d', 'd'),
      hub('s', 's'),
      {
        kind: 'link',
        name: rename('l_ds'),
        from: 'facts',
        hashKey: rename('hk_l'),
        connects: {
          [rename('hk_one')]: { hub: rename('h_d'), columns: ['d'] },
          [rename('hk_other')]: { hub: rename('h_s'), columns: ['s'] },
        },
      },
      { kind: 'satellite', name: rename('s_d'), ...described, payload, hashDiff: rename('diff') },
      {
        kind: 'multiActiveSatellite',
        name: rename('m_d'),
        ...described,
        childKey: { [rename('child')]: 'child' },
        payload,
        hashDiff: rename('diff'),
      },
      {
        kind: 'effectivitySatellite',
        name: rename('e_ds'),
        of: rename('l_ds'),
        from: 'facts',
        drivingKey: [rename('hk_one')],
        cardinality: 'many',
        startColumn: rename('start'),
        endColumn: rename('end'),
      },
      { kind: 'nonHistorizedSatellite', name: rename('n_d'), ...described, payload },
      { kind: 'recordTrackingSatellite', name: rename('t_d'), ...described },
    ],
  };
}

const rows = fc.array(
  fc.record({
    day: fc.nat({ max: 3 }),
    d: fc.constantFrom('a', 'b'),
    s: fc.constantFrom('x', 'y'),
    child: fc.constantFrom('1', '2'),
    v: fc.constantFrom('p', 'q', null),
  }),
  { minLength: 1, maxLength: 12 },
);
type DatedRow = typeof rows extends fc.Arbitrary<(infer Row)[]> ? Row : never;

function staged(given: readonly DatedRow[]): CanonicalRow[] {
  return given.map(({ day, d, s, child, v }) => [d, s, child, v, loadDateOf(day), `file-${day}`]);
}

const load = (vault: LoadedVault, given: readonly DatedRow[], place: number) =>
  vault.load({ loadDate: loadDateOf(place), recordSource: 'batch', rows: { facts: staged(given) } });

/** Every table by its place in the vault, its columns by theirs: what is left when names do not count. */
async function nameless(vault: LoadedVault): Promise<readonly (readonly string[])[]> {
  const stored = await vault.rows();
  const { loadId } = vault.vault.naming;
  return vault.tables().map(({ name, columns }) =>
    multiset(
      stored.get(name) ?? [],
      columns.map((column) => column.name).filter((column) => column !== loadId && column !== 'reason'),
    ),
  );
}

/** One batch of many load dates stores what a batch for each load date stores, and writes as many rows. */
export function batchesMakeNoDifference(warehouse: Warehouse, runs: fc.Parameters<unknown>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(rows, (given) =>
      onBench(warehouse, async (bench) => {
        const [whole, split] = [await bench.create(datedVault(own)), await bench.create(datedVault(own))];
        const once = await load(whole, given, 9);
        const written = new Map<string, bigint>();
        for (const day of [0, 1, 2, 3]) {
          const results = await load(
            split,
            given.filter((row) => row.day === day),
            day,
          );
          for (const { entity, inserted, derived } of results ?? [])
            written.set(entity, (written.get(entity) ?? 0n) + inserted + derived);
        }
        expect(await nameless(split)).toEqual(await nameless(whole));
        expect(new Map((once ?? []).map((one) => [one.entity, one.inserted + one.derived]))).toEqual(written);
      }),
    ),
    runs as fc.Parameters<[DatedRow[]]>,
  );
}

/** Other physical names of everything change no row and no hash. */
export function namesMakeNoDifference(warehouse: Warehouse, runs: fc.Parameters<unknown>): Promise<void> {
  const rename = (name: string): string => `Ж "${name}" Select`;
  return fc.assert(
    fc.asyncProperty(rows, (given) =>
      onBench(warehouse, async (bench) => {
        const [plain, renamed] = [
          await bench.create(datedVault(own)),
          await bench.create(datedVault(rename)),
        ];
        await load(plain, given, 9);
        await load(renamed, given, 9);
        expect(await nameless(renamed)).toEqual(await nameless(plain));
      }),
    ),
    runs as fc.Parameters<[DatedRow[]]>,
  );
}

/** Versions of a key that follow each other differ. */
export function neighboursDiffer(warehouse: Warehouse, runs: fc.Parameters<unknown>): Promise<void> {
  return fc.assert(
    fc.asyncProperty(rows, (given) =>
      onBench(warehouse, async (bench) => {
        const vault = await bench.create(datedVault(own));
        // One value for each key and day, so that nothing ties.
        const untied = [...new Map(given.map((row) => [`${row.d} ${row.day}`, row])).values()];
        await load(
          vault,
          untied.filter(({ day }) => day < 2),
          8,
        );
        await load(
          vault,
          untied.filter(({ day }) => day >= 2),
          9,
        );
        const versions = [...((await vault.rows()).get('s_d') ?? [])].sort((left, right) =>
          `${left['hk_d']} ${left['load_dt']}` < `${right['hk_d']} ${right['load_dt']}` ? -1 : 1,
        );
        const repeats = versions.filter((version, place) => {
          const before = versions[place - 1];
          return before?.['hk_d'] === version['hk_d'] && before?.['diff'] === version['diff'];
        });
        expect(repeats).toEqual([]);
      }),
    ),
    runs as fc.Parameters<[DatedRow[]]>,
  );
}
