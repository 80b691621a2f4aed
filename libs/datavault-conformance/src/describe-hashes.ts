import { linkKeyOf } from './reference/keys.ts';
import {
  type LinkKeyRecipe,
  hashTypeOf,
  comparableText,
  contestedUpperCase,
} from '@vaultwright/datavault-core/model';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  hashPart,
  type HashProfile,
  hashDiff,
  hashKey,
  automateDv,
  diepvries,
  dv4dbt1,
  vaultwright1,
} from '@vaultwright/datavault-core';
import { column, comparable, diffHash, keyExpression, keyHash, table } from '@vaultwright/datavault-core/sql';
import type { Warehouse } from '@vaultwright/datavault-core/warehouse';
import { asText, HashBench, stagedOperand, type HashCase } from './hash-bench.ts';
import { anyProfile, columnsUnder, hashColumns, hashRow, presets, type HashColumn } from './hash-cases.ts';
import { hashVectors } from './hash-vectors.ts';

/** A warehouse whose hashes the suite compares. */
export interface HashesUnderTest {
  readonly name: string;
  /** A new, empty warehouse. */
  readonly open: () => Promise<Warehouse>;
  /** Longest text that the engine hashes; a longer one must be an error, never cut. Units: characters; default: any. */
  readonly longestText?: number;
  /** Random rounds, each of some dozen rows under every preset and some random profiles. */
  readonly rounds?: number;
}

const encodings = ['binary', 'hexLower', 'hexUpper'] as const;
const algorithms = ['md5', 'sha1', 'sha256'] as const;
const text = { kind: 'text', length: 200 } as const;

/**
 * That an engine's hashes are those of the TypeScript hasher, byte for byte, as a vitest suite.
 *
 * Example: `describeHashes({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) })`
 */
export function describeHashes({ name, open, longestText = Infinity, rounds = 3 }: HashesUnderTest): void {
  describe(`${name}: hashes`, () => {
    let warehouse: Warehouse;
    let bench: HashBench;
    beforeAll(async () => {
      warehouse = await open();
      bench = await HashBench.open(warehouse);
    });
    afterAll(async () => {
      await bench.session.close();
      await warehouse.close();
    });

    it('gives every published hash, in every encoding', async () => {
      for (const encoding of encodings) {
        const found = await bench.hashes(
          hashVectors.map((vector) => ({ ...vector, profile: { ...vector.profile, encoding } })),
        );
        const published = hashVectors.map(({ hash }) => hash);
        expect(found).toEqual(
          encoding === 'hexUpper' ? published.map((hash) => hash?.toUpperCase() ?? null) : published,
        );
      }
    });

    it('hashes random tuples of every type as TypeScript does, under every preset and random profiles', async () => {
      const round = fc.record({
        rows: fc.array(hashRow, { minLength: 20, maxLength: 40 }),
        profiles: fc.array(anyProfile, { minLength: 3, maxLength: 3 }),
        picks: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
      });
      await fc.assert(
        fc.asyncProperty(round, async ({ rows, profiles, picks }) => {
          await bench.fill(rows);
          const tuples = [...presets, ...profiles].flatMap((profile) =>
            columnSets(profile, picks).flatMap((columns) => [
              { profile, columns, rules: 'key' as const },
              { profile, columns, rules: 'diff' as const },
            ]),
          );
          const found = await bench.staged(
            tuples.map(({ profile, columns, rules }) => {
              const operands = columns.map(stagedOperand);
              return asText(profile, (rules === 'key' ? keyHash : diffHash)(profile, operands));
            }),
          );
          rows.forEach((row, index) => {
            tuples.forEach((tuple, place) => {
              const { profile, columns, rules } = tuple;
              const parts = columns.map((item) => hashPart(item, hashColumns[item], row[item]));
              const expected = (rules === 'key' ? hashKey : hashDiff)(profile, parts);
              const hash = found[index]?.[place];
              // Only a mismatch is worth the words.
              if (hash !== expected)
                expect({ ...tuple, parts, hash }).toEqual({ ...tuple, parts, hash: expected });
            });
          });
          expect(found).toHaveLength(rows.length);
        }),
        // Shrinking would send hundreds of statements; a mismatch names its tuple.
        { numRuns: rounds, endOnFailure: true },
      );
    });

    it('counts the same spellings of a key as one as TypeScript does', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(hashRow, { minLength: 30 }),
          fc.array(anyProfile),
          async (rows, profiles) => {
            await bench.fill(rows);
            const rules = [...presets, ...profiles].map(({ key }) => key);
            const found = await bench.staged(rules.map((item) => comparable(item, stagedOperand('name'))));
            const expected = rows.map((row) =>
              rules.map((item) => comparableText(item, hashPart('name', text, row.name))),
            );
            expect(found).toEqual(expected);
          },
        ),
        { numRuns: rounds, endOnFailure: true },
      );
    });

    it('makes a link key from business keys or from hash keys as the definition does', async () => {
      const rows = [
        { name: 'a', Ab: 'b', int: '7' },
        { name: null, Ab: 'b', int: '7' },
        { name: null, Ab: null, int: '7' },
        { name: 'a', Ab: 'b', int: null },
      ];
      await bench.fill(rows);
      const sides: readonly (readonly HashColumn[])[] = [['name', 'Ab'], ['int']];
      const recipe: LinkKeyRecipe = {
        participants: sides.map((columns) => ({ columns, nullKeyRule: 'all', optional: false })),
        childKey: [],
        childNull: 'nullKey',
        symmetric: false,
      };
      for (const linkKeyFrom of ['businessKeys', 'hashKeys'] as const) {
        for (const encoding of encodings) {
          const profile = { ...vaultwright1, linkKeyFrom, encoding };
          const { value } = keyExpression(profile, recipe, (name) => ({
            ...stagedOperand(name as HashColumn),
            prehashed: false,
          }));
          const found = (await bench.staged([asText(profile, value)])).flat();
          expect(found.map((hash) => hash?.toLowerCase() ?? null)).toEqual(
            rows.map((row) =>
              linkKeyOf(profile, recipe, (name) => ({
                ...hashPart(name, hashColumns[name as HashColumn], row[name as keyof typeof row]),
                prehashed: false,
              })),
            ),
          );
        }
      }
    });

    it('pitfall 08: keeps the NULL of a single key column, in list form and in bare form', async () => {
      for (const profile of [vaultwright1, automateDv]) {
        const forms = (['asList', 'bare'] as const).map((singleColumn) => ({
          ...profile,
          key: { ...profile.key, singleColumn },
        }));
        const cases = forms.flatMap((form) => [texts(form, 'key', null), texts(form, 'key', 'a')]);
        const [listNull, listValue, bareNull, bareValue] = await bench.hashes(cases);
        expect([listNull, bareNull]).toEqual([null, null]);
        expect(listValue).toBe(bareValue);
        expect(listValue).not.toBeNull();
      }
    });

    it('fails where a hash diff of one bare column would be NULL', async () => {
      const bare = { ...automateDv, diff: { ...automateDv.diff, singleColumn: 'bare' } } as const;
      expect(await bench.hashes([texts(bare, 'diff', 'a')])).toEqual([md5('A')]);
      await expect(bench.hashes([texts(bare, 'diff', null)])).rejects.toThrow('NULL as the only column');
    });

    it('pitfall 09: puts the delimiter between all parts, for 1, 2 and more columns', async () => {
      const joined: readonly (readonly [HashProfile, readonly string[]])[] = [
        [vaultwright1, ['a', 'a|b', 'a|b|c', 'a|b|c|d|e']],
        [automateDv, ['A', 'A||B', 'A||B||C', 'A||B||C||D||E']],
        [dv4dbt1({ emptyIsNull: false }), ['"A"', '"A"||"B"', '"A"||"B"||"C"', '"A"||"B"||"C"||"D"||"E"']],
        [diepvries, ['a', 'a|~~|b', 'a|~~|b|~~|c', 'a|~~|b|~~|c|~~|d|~~|e']],
      ];
      const widths = [1, 2, 3, 5];
      const cases = joined.flatMap(([profile]) =>
        widths.map((width) => texts(profile, 'key', ...['a', 'b', 'c', 'd', 'e'].slice(0, width))),
      );
      expect(await bench.hashes(cases)).toEqual(joined.flatMap(([, expected]) => expected.map(md5)));
    });

    it('pitfall 10: never lets different tuples of one width share a hash under the default profile', async () => {
      const values = [null, '', 'a', 'N', '|', '~', '~N', '|~N', '~|', '||', '~~', 'a|b', 'a|', '|b', 'a~'];
      const rows = values.flatMap((first) =>
        values.flatMap((second) => values.map((third) => ({ name: first, Ab: second, aB2: third }))),
      );
      await bench.fill(rows);
      const columns = (['name', 'Ab', 'aB2'] as const).map(stagedOperand);
      const hashes = await bench.staged([
        asText(vaultwright1, keyHash(vaultwright1, columns)),
        asText(vaultwright1, diffHash(vaultwright1, columns)),
      ]);
      expect(new Set(hashes.map(([key]) => key)).size).toBe(rows.length);
      expect(new Set(hashes.map(([, diff]) => diff)).size).toBe(rows.length);
      expect(rows).toHaveLength(15 ** 3);
    });

    it.each([40, 70_000, 1_000_000])('pitfall 11: never cuts a text of %d characters', async (length) => {
      // The last character decides, and the parts around the long one must survive as well.
      const long = ['x', 'y'].map((end) => `${'ж'.repeat(length - 1)}${end}`);
      const cases = long.map((value) => texts(vaultwright1, 'key', value, 'b'));
      if (length > longestText) await expect(bench.hashes(cases)).rejects.toThrow();
      else expect(await bench.hashes(cases)).toEqual(long.map((value) => md5(`${value}|b`)));
    });

    it('pitfall 12: removes every newline and tab where a profile removes them', async () => {
      const profile = dv4dbt1({ emptyIsNull: false });
      const cases = ['a\nb\nc\n\nd', '\ta\t\tb\u000b\rc\r\nd'].map((value) => texts(profile, 'diff', value));
      expect(await bench.hashes(cases)).toEqual([md5('"abcd"'), md5('"abcd"')]);
    });

    it('folds every letter for which upper case is claimed', async () => {
      const claimed = Array.from({ length: 0x20000 }, (_, point) => point)
        .filter((point) => point > 0x20 && (point < 0xd800 || point > 0xdfff))
        .map((point) => String.fromCodePoint(point))
        .filter((letter) => letter.toUpperCase() !== letter && contestedUpperCase(letter) === null);
      expect(claimed.length).toBeGreaterThan(500);
      const chunks = Array.from({ length: Math.ceil(claimed.length / 40) }, (_, index) =>
        claimed.slice(index * 40, index * 40 + 40).join(''),
      );
      const found = await bench.hashes(chunks.map((letters) => texts(automateDv, 'key', letters)));
      expect(found).toEqual(chunks.map((letters) => md5(letters.toUpperCase())));
    });

    it('pitfall 13: stores hashes and zero keys in one type of one width, for every algorithm and encoding', async () => {
      const profiles = algorithms.flatMap((algorithm) =>
        encodings.map((encoding): HashProfile => ({
          ...dv4dbt1({ emptyIsNull: false }),
          name: `${algorithm}_${encoding}`,
          algorithm,
          encoding,
        })),
      );
      const columns = profiles.map((profile) => ({
        name: profile.name,
        type: hashTypeOf(profile),
        nullable: false,
      }));
      const target = { schema: 'hash_suite', name: 'widths' };
      await bench.execute({
        node: 'createTable',
        table: {
          ...target,
          role: 'staging',
          comment: 'Hashes of every width.',
          columns,
          key: [],
          clusterBy: [],
        },
      });
      await bench.fill([{ name: 'x' }, { name: null }]);
      await bench.execute({
        node: 'insert',
        into: table(target.schema, target.name),
        columns: columns.map((item) => item.name),
        query: {
          node: 'select',
          columns: profiles.map((profile) => ({
            name: profile.name,
            value: keyHash(profile, [stagedOperand('name')]),
          })),
          from: { relation: table('hash_suite', 'stage'), alias: 'staged' },
        },
      });
      const described = await bench.session.describe([target.schema]);
      const stored = described.find((item) => item.name === target.name)?.columns ?? [];
      expect(Object.fromEntries(stored.map((item) => [item.name, item.type]))).toEqual(
        Object.fromEntries(columns.map((item) => [item.name, warehouse.dialect.catalogType(item.type)])),
      );
      const found = await bench.stored(
        target,
        profiles.map((profile) => asText(profile, column('stored', profile.name))),
      );
      const expected = ['"X"', null].map((value) =>
        profiles.map((profile) => {
          const { bytes, encoding } = hashTypeOf(profile);
          if (value === null) return '00'.repeat(bytes);
          const hex = createHash(profile.algorithm).update(value).digest('hex');
          return encoding === 'hexUpper' ? hex.toUpperCase() : hex;
        }),
      );
      expect(new Map(found.map((row) => [row[0], row]))).toEqual(
        new Map(expected.map((row) => [row[0], row])),
      );
      expect(found).toHaveLength(2);
    });
  });
}

/** One and two columns of text, and some random ones in random order. */
function columnSets(profile: HashProfile, picks: readonly number[]): HashColumn[][] {
  const usable = columnsUnder(profile.text);
  const picked = picks.map((pick) => usable[pick % usable.length] as HashColumn);
  return [['name'], ['Ab', 'name'], [...new Set(picked)]];
}

function texts(profile: HashProfile, rules: 'key' | 'diff', ...values: (string | null)[]): HashCase {
  return {
    profile: { ...profile, encoding: 'hexLower' },
    rules,
    parts: values.map((value) => ({ type: { ...text, length: value?.length ?? 1 }, text: value })),
  };
}

function md5(value: string): string {
  return createHash('md5').update(value, 'utf8').digest('hex');
}
