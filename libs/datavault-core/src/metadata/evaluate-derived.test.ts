import { describe, expect, it } from 'vitest';
import { int, text } from './column.ts';
import { derive } from './derive.ts';
import { derivedShape } from './derived-type.ts';
import { evaluateDerived } from './evaluate-derived.ts';
import { defineSource } from './source.ts';
import { stageColumns } from '../model/staged-columns.ts';
import { withDerived, withLookup, withNullKeys, withRank } from './with-staging.ts';
import { vaultwright1 } from '../hash/presets.ts';

const people = defineSource('people', {
  columns: { first: text(10), last: text(10).nullable(), age: int().nullable() },
});
const row: Record<string, string | null> = { first: ' Ann ', last: null, age: '41' };
const evaluate = (value: Parameters<typeof evaluateDerived>[0]) =>
  evaluateDerived(value, (name) => row[name] ?? null);

describe('a derived value', () => {
  const of = withDerived(people, (c) => ({
    name: derive.concat(
      derive.trim(c.first),
      ' ',
      derive.coalesce(c.last, derive.constant('?', { kind: 'text', length: 1 })),
    ),
    whole: derive.concat(c.first, c.last),
    older: derive.add(c.age, derive.constant('1', { kind: 'int' })),
    initial: derive.upperAscii(derive.substring(c.first, 2, 1)),
  })).contract.staging.derived;

  it('is computed from the row', () => {
    expect(Object.fromEntries(Object.entries(of).map(([name, value]) => [name, evaluate(value)]))).toEqual({
      name: 'Ann ?',
      whole: null,
      older: '42',
      initial: 'A',
    });
  });

  it.each([
    ['1.5', '2.25', 'add', '3.75'],
    ['-0.01', '0.01', 'add', '0'],
    ['0.1', '0.2', 'subtract', '-0.1'],
    ['-1.5', '0.2', 'multiply', '-0.3'],
    ['9223372036854775807', '2', 'multiply', '18446744073709551614'],
  ] as const)('computes %s and %s exactly (%s)', (left, right, node, expected) => {
    const number = (value: string) => ({ node: 'constant', value, type: { kind: 'int' } }) as const;
    expect(evaluate({ node, left: number(left), right: number(right) })).toBe(expected);
  });

  it('counts code points, not UTF-16 units', () => {
    const face = { node: 'constant', value: '👍é!', type: { kind: 'text', length: 3 } } as const;
    expect(evaluate({ node: 'substring', of: face, from: 2, length: 1 })).toBe('é');
  });

  it('has a type that holds every result, or a sentence about why it cannot be', () => {
    const column = (name: string) => ({
      type: people.contract.columns[name]?.type ?? { kind: 'int' as const },
      nullable: false,
    });
    const decimal = (precision: number, scale: number) =>
      ({ node: 'constant', value: '1', type: { kind: 'decimal', precision, scale } }) as const;
    expect(
      derivedShape(
        {
          node: 'concat',
          parts: [
            { node: 'column', name: 'first' },
            { node: 'column', name: 'last' },
          ],
        },
        column,
      ),
    ).toEqual({
      type: { kind: 'text', length: 20 },
      nullable: false,
    });
    expect(
      derivedShape({ node: 'multiply', left: decimal(30, 2), right: decimal(10, 2) }, column),
    ).toHaveProperty('mistake');
    expect(derivedShape({ node: 'concat', parts: [{ node: 'column', name: 'age' }] }, column)).toHaveProperty(
      'mistake',
    );
  });
});

describe('staging rules', () => {
  const profile = vaultwright1;

  it('add their columns in the order of evaluation, with types', () => {
    const source = withRank(
      withLookup(withNullKeys(people, { last: 'required' }), 'boss', {
        from: { source: 'bosses' },
        on: { name: 'last' },
        take: 'id',
        type: { kind: 'int' },
      }),
      'place',
      { by: 'rank', order: [{ column: 'age' }] },
    );
    expect(
      stageColumns(source.contract, profile).columns.map(({ name, nullable }) => [name, nullable]),
    ).toEqual([
      ['first', false],
      ['last', false],
      ['age', true],
      ['last_original', true],
      ['boss', true],
      ['place', false],
    ]);
  });

  it('name every mistake', () => {
    const { contract } = people;
    const wrong = {
      ...contract,
      staging: {
        ...contract.staging,
        clean: { age: ['trim' as const] },
        derived: {
          first: { node: 'column' as const, name: 'last' },
          x: { node: 'column' as const, name: 'later' },
        },
        hashed: { later: { of: ['nowhere'], rules: 'key' as const } },
      },
    };
    expect(stageColumns(wrong, profile).mistakes).toEqual([
      'column age is int; only text is cleaned',
      'column first exists already',
      'derived column x: there is no column later before it',
      'hash later uses column nowhere, which does not exist before it',
    ]);
  });

  it('do not compile with a column that does not exist', () => {
    // @ts-expect-error the source has no column nobody
    const wrongKey = () => withNullKeys(people, { nobody: 'required' });
    // @ts-expect-error the source has no column nobody
    const wrongPart = () => withDerived(people, (c) => ({ x: derive.trim(c.nobody) }));
    expect([wrongKey, wrongPart]).toHaveLength(2);
  });
});
