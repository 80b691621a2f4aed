import fc from 'fast-check';
import { vaultwright1 } from '@vaultwright/datavault-core';
import type { DerivedValue } from '@vaultwright/datavault-core/model';
import { loadDateOf, type LawBatch, type LawCase } from '../law-history.ts';
import type { LawVault } from '../law-metadata.ts';
import type { LawSubject } from '../law-subjects.ts';

const text = { kind: 'text', length: 20 } as const;
const int = { kind: 'int' } as const;
const decimal = { kind: 'decimal', precision: 9, scale: 2 } as const;

const column = (name: string): DerivedValue => ({ node: 'column', name });
const constant = (value: string): DerivedValue => ({ node: 'constant', value, type: text });
const texts = fc.constantFrom(column('t'), column('u'), constant('-'), constant(''), constant('é|~'));

/** Text values of up to two levels. */
const textValue: fc.Arbitrary<DerivedValue> = fc.oneof(
  fc.constant(column('t')),
  fc.array(texts, { minLength: 1, maxLength: 3 }).map((parts): DerivedValue => ({ node: 'concat', parts })),
  fc
    .array(texts, { minLength: 1, maxLength: 3 })
    .map((parts): DerivedValue => ({ node: 'coalesce', parts: [...parts, constant('x')] })),
  fc
    .tuple(fc.constantFrom('trim', 'upperAscii', 'lowerAscii', 'nullIfEmpty'), texts)
    .map(([node, of]): DerivedValue => ({ node, of }) as DerivedValue),
  fc
    .record({ of: texts, from: fc.integer({ min: 1, max: 4 }), length: fc.integer({ min: 1, max: 3 }) })
    .map((part): DerivedValue => ({ node: 'substring', ...part })),
  fc.constantFrom('n', 'd').map((name): DerivedValue => ({ node: 'asText', of: column(name) })),
  fc.tuple(texts, texts, texts).map(([left, result, otherwise]): DerivedValue => ({
    node: 'choose',
    when: { node: 'same', left, right: column('u') },
    result,
    otherwise,
  })),
);

const numberValue: fc.Arbitrary<DerivedValue> = fc
  .tuple(fc.constantFrom('add', 'subtract', 'multiply'), fc.constantFrom('n', 'd'), fc.constantFrom('n', 'd'))
  .map(
    ([node, left, right]): DerivedValue =>
      ({ node, left: column(left), right: column(right) }) as DerivedValue,
  );

const shape = fc.record({
  clean: fc.subarray(['trim', 'upperAscii', 'nullIfEmpty'] as const),
  word: textValue,
  sum: numberValue,
  nullKey: fc.boolean(),
  lookup: fc.constantFrom('none', 'source', 'vault'),
  rank: fc.constantFrom('none', 'rank', 'denseRank', 'rowNumber'),
  rankDown: fc.boolean(),
});
type Shape = typeof shape extends fc.Arbitrary<infer Value> ? Value : never;

function vaultOf(given: Shape): LawVault {
  const lookup = {
    on: { code: 'u' },
    take: given.lookup === 'vault' ? 'number' : 'n',
    type: int,
    from: given.lookup === 'vault' ? { entity: 'h_code' } : { source: 'codes' },
  };
  return {
    name: 'laws',
    hashProfile: vaultwright1,
    sources: [
      {
        name: 'facts',
        columns: {
          t: { type: text, nullable: true },
          u: { type: text, nullable: true },
          n: { type: int, nullable: true },
          d: { type: decimal, nullable: true },
        },
        staging: {
          clean: given.clean.length === 0 ? {} : { t: given.clean },
          derived: { word: given.word, sum: given.sum },
          nullKeys: given.nullKey ? { t: { token: '-1' }, n: { token: '-2' } } : {},
          lookups: given.lookup === 'none' ? {} : { found: lookup },
          hashed: { id: { of: ['t', 'n', 'word'] }, print: { of: ['word', 'sum'], rules: 'diff' } },
          ranked:
            given.rank === 'none'
              ? {}
              : {
                  rank_no: {
                    by: given.rank,
                    partition: ['t'],
                    order: [
                      {
                        column: 'n',
                        direction: given.rankDown ? 'desc' : 'asc',
                        nulls: given.rankDown ? 'last' : 'first',
                      },
                      { column: 'd', direction: 'asc', nulls: 'last' },
                    ],
                  },
                },
        },
      },
      { name: 'codes', columns: { code: { type: text, nullable: true }, n: { type: int, nullable: true } } },
    ],
    entities: [
      {
        kind: 'hub',
        name: 'h_code',
        from: 'codes',
        businessKey: { code: 'code' },
        extra: { number: 'n' },
        hashKey: 'hk_code',
      },
      { kind: 'hub', name: 'h_fact', from: 'facts', businessKey: { key: 't', nr: 'n' }, hashKey: 'hk_fact' },
      {
        kind: 'nonHistorizedSatellite',
        name: 's_fact',
        of: 'h_fact',
        from: 'facts',
        payload: {
          word: 'word',
          sum: 'sum',
          id: 'id',
          print: 'print',
          ...(given.nullKey ? { was: 't_original' } : {}),
          ...(given.lookup === 'none' ? {} : { found: 'found' }),
          ...(given.rank === 'none' ? {} : { rank_no: 'rank_no' }),
        },
      },
    ],
  };
}

const pick = (...values: (string | null)[]) => fc.constantFrom(...values);
const facts = fc.array(
  fc.tuple(
    pick('a', ' A ', '', null, '👍é'),
    pick('x', 'y', null, ''),
    pick('1', '2', '-7', null),
    pick('1.5', '-0.01', '2', null),
  ),
  { maxLength: 5 },
);
const codes = fc.uniqueArray(fc.tuple(pick('x', 'y', '', null), pick('1', '2', null)), {
  maxLength: 3,
  selector: ([code]) => code,
});
const manyCodes = fc.array(fc.tuple(pick('x', 'x', null), pick('1', null)), { minLength: 2, maxLength: 3 });

function histories(codeRows: typeof manyCodes, unique: boolean): fc.Arbitrary<LawCase> {
  return fc
    .record({
      given: shape.map((found) =>
        unique
          ? { ...found, rank: found.rank === 'rowNumber' ? 'rank' : found.rank }
          : { ...found, lookup: 'source' },
      ),
      batches: fc.array(fc.record({ facts, codes: codeRows }), { minLength: 2, maxLength: 4 }),
    })
    .map(({ given, batches }) => ({
      vault: vaultOf(given as Shape),
      batches: batches.map((rows, place): LawBatch => ({
        loadDate: loadDateOf(place),
        recordSource: `file-${place}`,
        rows,
      })),
    }));
}

/** Cleaned, derived, substituted, looked-up, hashed and ranked columns, each stored in a satellite of events. */
export const stagingSubject: LawSubject = {
  name: 'staging',
  cases: fc.noBias(
    fc.oneof(
      { weight: 2, arbitrary: histories(codes as typeof manyCodes, true) },
      { weight: 1, arbitrary: histories(manyCodes, false) },
    ),
  ),
  // What an entity's table answers depends on when it is asked, so batches with such lookups cannot be replayed.
  ordered: histories(codes as typeof manyCodes, true).filter(
    ({ vault }) => !JSON.stringify(vault.sources).includes('"entity"'),
  ),
  orderFree: [],
  classes: ['inserted', 'known', 'duplicate', 'nullKey', 'refused batch'],
};
