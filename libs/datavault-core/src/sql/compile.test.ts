import { describe, expect, it } from 'vitest';
import { ansiDialect } from '../../test/ansi-dialect.ts';
import { SqlCompiler } from './compile.ts';
import { and, column, equal, isNull, not, or, textLiteral, type Expression } from './expression.ts';
import { from, table, type PickNode } from './query.ts';

const print = (expression: Expression): string => new SqlCompiler(ansiDialect).expression(expression);
const a = equal(column(null, 'a'), textLiteral('1'));
const b = equal(column(null, 'b'), textLiteral('2'));
const c = isNull(column(null, 'c'));

describe('compiler', () => {
  it('brackets mixed operators, so that they can never regroup', () => {
    expect(print(and(or(a, b), c))).toBe(`(("a" = '1') or ("b" = '2')) and "c" is null`);
    expect(print(or(and(a, b), c))).toBe(`(("a" = '1') and ("b" = '2')) or "c" is null`);
    expect(print(not(or(a, c)))).toBe(`not (("a" = '1') or "c" is null)`);
    expect(print(and(and(a, b), c))).toBe(`("a" = '1') and ("b" = '2') and "c" is null`);
  });

  it('doubles quotes in identifiers and literals', () => {
    expect(print(equal(column('Ta"ble', 'имя'), textLiteral("o'clock")))).toBe(
      `"Ta""ble"."имя" = 'o''clock'`,
    );
  });

  it('groups where any row of a key will do, and numbers rows where the order decides', () => {
    const pick: PickNode = {
      node: 'pick',
      from: from(table(null, 't'), 't'),
      keys: [{ name: 'k', value: column('t', 'k') }],
      order: [],
      columns: [{ name: 'v', value: column('t', 'v'), type: { kind: 'int' } }],
    };
    const text = (node: PickNode): string => new SqlCompiler(ansiDialect).query(node);
    expect(text(pick)).toContain('group by "t"."k"');
    expect(text({ ...pick, order: [{ by: column('t', 'v'), nulls: 'last' }] })).toContain('min("t"."v")');
    const byOther = text({ ...pick, order: [{ by: column('t', 'at') }] });
    expect(byOther).toContain('row_number() over (partition by "t"."k" order by "t"."at" asc nulls first)');
    expect(text({ ...pick, order: [{ by: column('t', 'v'), nulls: 'first' }] })).toContain('row_number()');
  });

  it('remembers parameters in the order of their places', () => {
    const compiler = new SqlCompiler(ansiDialect);
    const named = (name: string): Expression => ({
      node: 'parameter',
      parameter: { name, type: { kind: 'int' } },
    });
    expect(
      compiler.expression(and(equal(named('x'), named('y')), equal(named('x'), column(null, 'z')))),
    ).toContain('cast(:y as int)');
    expect(compiler.parameters.map(({ name }) => name)).toEqual(['x', 'y', 'x']);
  });
});
