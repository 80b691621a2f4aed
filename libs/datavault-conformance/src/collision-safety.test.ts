import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyProfile, presets, trickyText } from './hash-cases.ts';
import {
  isCollisionSafe,
  hashProfileSchema,
  hashRulesSchema,
  comparableText,
  hashText,
} from '@vaultwright/datavault-core/model';
import { type HashRules, type HashPart, automateDv, vaultwright1 } from '@vaultwright/datavault-core';

const parts = (values: readonly (string | null)[]): HashPart[] =>
  values.map((text, index) => ({ name: `c${index}`, kind: 'text', text }));
const quoted: HashRules = {
  ...vaultwright1.key,
  escape: [
    ['\\', '\\\\'],
    ['"', '\\"'],
  ],
  quote: '"',
  nullToken: 'NULL',
  delimiter: ',',
};

describe('collision safety', () => {
  it('is claimed for the default preset alone', () => {
    const safe = presets.filter(({ key, diff }) => isCollisionSafe(key) && isCollisionSafe(diff));
    expect(safe).toEqual([vaultwright1]);
  });

  it.each<[string, Partial<HashRules>]>([
    ['escapes nothing', { escape: [] }],
    ['escapes the delimiter before the mark', { escape: [...vaultwright1.key.escape].reverse() }],
    ['does not escape the delimiter', { escape: [['~', '~~']] }],
    ['has a null token that a value can spell', { nullToken: '~|' }],
    ['has a null token without the mark', { nullToken: 'NULL' }],
    ['has the mark inside its delimiter', { delimiter: '|~' }],
    ['has no delimiter', { delimiter: '' }],
    ['removes characters', { stripControl: [10] }],
    ['strips characters at the end', { stripTrailing: { chars: '|' } }],
    ['folds after joining', { case: 'upper', caseScope: 'whole' }],
    [
      'marks with a character of numbers',
      {
        escape: [
          ['-', '--'],
          ['|', '-|'],
        ],
        nullToken: '-N',
      },
    ],
    [
      'mark the mark otherwise than by doubling it',
      {
        escape: [
          ['~', '~!'],
          ['|', '~|'],
        ],
      },
    ],
    [
      'escapes into something else',
      {
        escape: [
          ['~', '~~'],
          ['|', '~!'],
        ],
      },
    ],
  ])('is not claimed for rules that %s', (_name, change) => {
    expect(isCollisionSafe({ ...vaultwright1.key, ...change })).toBe(false);
  });

  it.each<[string, HashRules]>([
    ['trim and fold parts', { ...automateDv.key, escape: vaultwright1.key.escape, nullToken: '~N' }],
    ['quote and escape the quote', quoted],
    ['quote and drop trailing NULLs', { ...quoted, stripTrailing: 'nullParts', allNull: 'hash' }],
    ['quote with an empty null token', { ...quoted, nullToken: '' }],
    ['have a long delimiter', { ...vaultwright1.key, delimiter: '|--|' }],
    ['have a long null token', { ...vaultwright1.diff, nullToken: '~null|' }],
  ])('holds for rules that %s', (_name, rules) => {
    expect(isCollisionSafe(rules)).toBe(true);
    assertInjective(rules, 800);
  });

  it('holds wherever it is claimed', () => {
    const safeRules = anyProfile.chain(({ key, diff }) => fc.constantFrom(key, diff)).filter(isCollisionSafe);
    fc.assert(
      fc.property(safeRules, (rules) => assertInjective(rules, 20)),
      { numRuns: 40 },
    );
  });

  it('is needed for dropping trailing NULL parts', () => {
    const unsafe = { ...automateDv.diff, stripTrailing: 'nullParts' };
    expect(hashRulesSchema.safeParse(unsafe).error?.issues[0]?.path).toEqual(['stripTrailing']);
    expect(hashRulesSchema.safeParse(vaultwright1.diff).success).toBe(true);
  });
});

describe('hash profile schema', () => {
  it('fills in what older plain data leaves out', () => {
    const { trim, emptyIsNull, escape, nullToken, delimiter, sortColumns } = vaultwright1.key;
    const older = { trim, case: 'preserve', emptyIsNull, escape, nullToken, delimiter, sortColumns };
    const { algorithm, encoding } = vaultwright1;
    const given = {
      name: vaultwright1.name,
      version: 1,
      key: { ...older, stripTrailing: 'none', allNull: 'null' },
      diff: { ...older, stripTrailing: 'nullParts', allNull: 'hash' },
      algorithm,
      encoding,
    };
    expect(hashProfileSchema.parse(given)).toEqual(vaultwright1);
  });

  it('accepts every preset and refuses what cannot be hashed', () => {
    for (const preset of presets) expect(hashProfileSchema.parse(preset)).toEqual(preset);
    const nullDiff = { ...vaultwright1, diff: { ...vaultwright1.diff, allNull: 'null' } };
    expect(hashProfileSchema.safeParse(nullDiff).success).toBe(false);
    const rules = vaultwright1.key;
    for (const change of [
      { stripTrailing: 'delimiters', delimiter: '' },
      { stripTrailing: { chars: 'é' } },
      { stripControl: [0] },
      { stripControl: [0xd800] },
      { quote: '' },
      { escape: [['', 'x']] },
      { trim: 'both' },
    ]) {
      expect(hashRulesSchema.safeParse({ ...rules, ...change }).success).toBe(false);
    }
  });
});

/** Different tuples of one width, trimmed and folded, have different texts. */
function assertInjective(rules: HashRules, numRuns: number): void {
  const value = fc.option(trickyText, { nil: null });
  const pair = fc
    .integer({ min: 1, max: 3 })
    .chain((width) =>
      fc.tuple(
        fc.array(value, { minLength: width, maxLength: width }),
        fc.array(value, { minLength: width, maxLength: width }),
      ),
    );
  fc.assert(
    fc.property(pair, ([left, right]) => {
      const [one, other] = [left, right].map((tuple) =>
        JSON.stringify(parts(tuple).map((part) => comparableText(rules, part))),
      );
      expect(hashText(rules, parts(left)) === hashText(rules, parts(right))).toBe(one === other);
    }),
    { numRuns },
  );
}
