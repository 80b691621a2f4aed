import { describe, expect, it } from 'vitest';
import { statementClass } from './statement-class.ts';

describe('the class of a statement', () => {
  it.each([
    ['select 1', 'query'],
    ['-- create table\n  with a as (select 1) select * from a', 'query'],
    ['(select 1)', 'query'],
    ['explain select 1', 'query'],
    ['INSERT INTO "a"."b" SELECT 1', 'dml'],
    ['update "ops"."load_lock" set "holder" = ?', 'dml'],
    ['/* x */ delete from "a"."b"', 'dml'],
    ['copy "s"."t" from local stdin no commit', 'copy'],
    ['create local temporary table "t" ("a" int)', 'ddl'],
    ['drop table "a"."b"', 'ddl'],
    ['truncate table "a"."b"', 'ddl'],
    ['alter table "a"."b" add column "c" int', 'ddl'],
    ['alter session set x = 1', 'meta'],
    ["set time zone to 'UTC'", 'meta'],
    ["select analyze_statistics('s.t')", 'meta'],
    ["select ANALYZE_CONSTRAINTS ('s.t')", 'meta'],
    ["select swap_partitions_between_tables('a', 1, 2, 'b')", 'meta'],
    ["select drop_partitions('t', 1, 2)", 'meta'],
    ['insert into "a"."b" select purge_table(\'t\')', 'meta'],
    ['merge into "a"."b" using "c"', 'meta'],
    ['commit', 'control'],
    ['rollback to savepoint a', 'control'],
    ['select \'analyze_statistics(\', "drop_partitions(" from "a"."b"', 'query'],
    ["select E'it\\'s; drop table x', 'it''s' -- commit", 'query'],
    ['select count(*) over (partition by "a")', 'query'],
    ['', 'meta'],
  ] as const)('%s: %s', (sql, expected) => {
    expect(statementClass(sql)).toBe(expected);
  });
});
