import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashVectors } from '../testing/hash-vectors.ts';
import { hashDiff, hashKey, hashText, type HashPart } from './hasher.ts';
import { automateDv, vaultwright1 } from './presets.ts';

const parts = (values: readonly (string | null)[]): HashPart[] =>
  values.map((text, index) => ({ name: `c${index}`, kind: 'text', text }));

/** Few letters that mean something to the rules, so that collisions would be frequent. */
const tricky = fc.string({ unit: fc.constantFrom('a', '|', '~', 'N', '^', ' '), maxLength: 4 });

describe('hasher', () => {
  it.each(
    hashVectors.map(
      (vector) =>
        [
          `${vector.profile.name} ${vector.profile.algorithm} ${vector.rules} ${JSON.stringify(vector.parts.map(({ text }) => text))}`,
          vector,
        ] as const,
    ),
  )('gives the published hash of %s', (_name, { profile, rules, parts: given, hash }) => {
    const named = given.map(({ type, text }, index): HashPart => ({
      name: `c${index}`,
      kind: type.kind,
      text,
    }));
    expect((rules === 'key' ? hashKey : hashDiff)(profile, named)).toBe(hash);
    const upper = { ...profile, encoding: 'hexUpper' } as const;
    expect((rules === 'key' ? hashKey : hashDiff)(upper, named)).toBe(hash?.toUpperCase() ?? null);
  });

  it('maps different keys of one width to different texts under the default profile', () => {
    const pair = fc.integer({ min: 1, max: 4 }).chain((width) => {
      const wide = fc.array(fc.option(tricky, { nil: null }), { minLength: width, maxLength: width });
      return fc.tuple(wide, wide);
    });
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const same = hashText(vaultwright1.key, parts(left)) === hashText(vaultwright1.key, parts(right));
        expect(same).toBe(JSON.stringify(left) === JSON.stringify(right));
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every old diff when a nullable column is appended', () => {
    const values = fc.array(fc.option(tricky, { nil: null }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(values, (old) => {
        expect(hashDiff(vaultwright1, parts([...old, null]))).toBe(hashDiff(vaultwright1, parts(old)));
      }),
    );
  });

  it('sorts the columns of an automate-dv diff by name', () => {
    const named = (order: readonly string[]): HashPart[] =>
      order.map((name) => ({ name, kind: 'text', text: name }));
    expect(hashText(automateDv.diff, named(['b', 'A', 'c']))).toBe('A||B||C');
  });

  it('refuses what engines would hash differently', () => {
    expect(() => hashKey(vaultwright1, parts(['a\u0000b']))).toThrow(/U\+0000/);
    expect(() => hashKey(vaultwright1, parts(['\ud800']))).toThrow(/surrogate/);
    expect(() => hashKey(automateDv, parts(['straße']))).toThrow(/upper case differs/);
  });
});
