import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ColumnType,
  hashPart,
  hashDiff,
  hashKey,
  type HashPart,
  automateDv,
  diepvries,
  dv4dbt1,
  vaultwright1,
} from '@vaultwright/datavault-core';
import { hashVectors } from './hash-vectors.ts';
import { hashText } from '@vaultwright/datavault-core/model';

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
    const named = given.map(({ type, text }, index) => hashPart(`c${index}`, type, text));
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

  it('sorts names by code point, with ASCII letters folded', () => {
    const named = ['\u{1f44d}', '\uffee', 'b', 'A', '_'].map((name): HashPart => ({
      name,
      kind: 'text',
      text: name,
    }));
    expect(hashText({ ...vaultwright1.diff, sortColumns: 'byName' }, named)).toBe('_|A|b|\uffee|\u{1f44d}');
  });

  it('writes values as diepvries does', () => {
    const values: readonly (readonly [ColumnType, string, string])[] = [
      [{ kind: 'decimal', precision: 9, scale: 2 }, '1.5', '1.50'],
      [{ kind: 'decimal', precision: 9, scale: 2 }, '-7', '-7.00'],
      [{ kind: 'decimal', precision: 9, scale: 0 }, '70', '70'],
      [{ kind: 'date' }, '2020-02-29', '2020-02-29'],
      [{ kind: 'time' }, '23:59:59.000001', '23:59:59.000001000'],
      [{ kind: 'timestamp' }, '2020-02-29 23:59:59.000001', '2020-02-29 23:59:59.000001000'],
      [{ kind: 'timestamptz' }, '2020-02-29 23:59:59.000001Z', '2020-02-29 23:59:59.000001000 +0000'],
      [{ kind: 'boolean' }, 'true', 'true'],
    ];
    for (const [type, text, written] of values) {
      expect(hashText(diepvries.key, [hashPart('c', type, text)], diepvries.text)).toBe(written);
    }
    expect(() => hashKey(diepvries, [{ name: 'c', kind: 'decimal', text: '1' }])).toThrow('E-META-HASH-TEXT');
  });

  it('claims nothing for casts that engines print differently', () => {
    const kinds = ['decimal', 'boolean', 'time', 'timestamp', 'timestamptz', 'binary'] as const;
    for (const kind of kinds) {
      expect(() => hashKey(automateDv, [{ name: 'c', kind, text: '1' }])).toThrow('E-META-HASH-TEXT');
    }
    expect(hashText(automateDv.key, [{ name: 'c', kind: 'int', text: '-7' }], automateDv.text)).toBe('-7');
    expect(() => hashDiff(vaultwright1, [{ name: 'c', kind: 'float', text: '1' }])).toThrow(
      'E-META-HASH-TEXT',
    );
  });

  it('gives a zero hash of the full width to a tuple of NULLs', () => {
    for (const [algorithm, digits] of [
      ['md5', 32],
      ['sha1', 40],
      ['sha256', 64],
    ] as const) {
      const profile = { ...dv4dbt1({ emptyIsNull: true }), algorithm };
      expect(hashKey(profile, parts([null, ' ']))).toBe('0'.repeat(digits));
      expect(hashKey(profile, parts(['a']))).toHaveLength(digits);
    }
  });

  it('drops what trails, and only at the end', () => {
    const cut = { ...dv4dbt1({ emptyIsNull: false }).diff, stripTrailing: { chars: '^|' } };
    expect(hashText(cut, parts(['^|a', null, null]))).toBe('"^|a"');
    expect(hashText(diepvries.diff, parts([null, 'a', '', null]))).toBe('|~~|a');
    expect(hashText(diepvries.diff, parts(['a|~~|', null]))).toBe('a');
    expect(hashText(diepvries.diff, parts([null, null]))).toBe('');
  });

  it.each([40, 70_000, 1_000_000])('never cuts a text of %d characters', (length) => {
    for (const end of ['x', 'y']) {
      const long = `${'ж'.repeat(length - 1)}${end}`;
      const expected = createHash('md5').update(`${long}|b`).digest('hex');
      expect(hashKey(vaultwright1, parts([long, 'b']))).toBe(expected);
    }
  });

  it('refuses a NULL that stands alone in a bare hash diff', () => {
    const bare = { ...automateDv, diff: { ...automateDv.diff, singleColumn: 'bare' } } as const;
    expect(() => hashDiff(bare, parts(['']))).toThrow('E-DATA-HASH');
    expect(hashDiff(bare, parts([null, null]))).toBe(hashDiff(automateDv, parts([null, null])));
  });

  it('refuses what engines would hash differently', () => {
    expect(() => hashKey(vaultwright1, parts(['a\u0000b']))).toThrow(/U\+0000/);
    expect(() => hashKey(vaultwright1, parts(['\ud800']))).toThrow(/surrogate/);
    for (const letter of ['ß', 'ı', 'ſ', 'ƛ', 'ŉ', 'ა', 'ꟍ', 'ﬁ']) {
      expect(() => hashKey(automateDv, parts([letter]))).toThrow(/upper case differs/);
      expect(
        hashKey({ ...automateDv, key: { ...automateDv.key, case: 'upperAscii' } }, parts([letter])),
      ).not.toBeNull();
    }
    for (const text of ['žluťoučký', 'Пользователь', 'αβγς', 'Հայերեն', 'tiếng Việt', '漢字 👍']) {
      expect(hashText(automateDv.key, parts([text]))).toBe(text.toUpperCase());
    }
  });
});
