import { describe, expect, it } from 'vitest';
import { layoutSql } from './layout-sql.ts';

describe('layout of sql', () => {
  it('gives each step and clause a line', () => {
    expect(
      layoutSql(
        'with "a" as (select "x" from "t" where "x" > $1 and "y" in (1, 2) order by "x" asc limit $2), "b" as (select count(*) from "a") select "x" from "a" left join "b" on "a"."x" = "b"."x"',
      ),
    ).toBe(
      [
        'with "a" as (',
        '  select "x"',
        '  from "t"',
        '  where "x" > $1',
        '    and "y" in (1, 2)',
        '  order by "x" asc',
        '  limit $2',
        '),',
        '"b" as (',
        '  select count(*)',
        '  from "a"',
        ')',
        'select "x"',
        'from "a"',
        'left join "b" on "a"."x" = "b"."x"',
      ].join('\n'),
    );
  });

  it('breaks a long list of columns, not the commas inside functions', () => {
    const columns = Array.from({ length: 8 }, (_, at) => `coalesce("column_${at}", 0) as "c${at}"`);
    expect(layoutSql(`select ${columns.join(', ')} from "t"`)).toBe(
      `select\n  ${columns.join(',\n  ')}\nfrom "t"`,
    );
  });

  it('touches white space only, and none of it inside quotes', () => {
    const sql = `with "select  from" as (select ' where  (', "a""and  b" from "t") select 1 from "select  from"`;
    const bare = (text: string): string => text.replace(/("(?:[^"]|"")*"|'(?:[^']|'')*')|\s+/g, '$1');
    expect(bare(layoutSql(sql))).toBe(bare(sql));
  });
});
