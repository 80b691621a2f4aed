import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testServer, type TestSession } from './fixtures/test-session.ts';

describe('statements of our subset over DuckDB', () => {
  const server = testServer();
  let client: TestSession;
  beforeAll(async () => {
    client = await server.open();
  });
  afterAll(() => server.close());

  const value = async (expression: string, ...parameters: (string | null)[]): Promise<string | null> => {
    const [row] = await client.rows(`select ${expression} as "x"`, ...parameters);
    await client.session.run('commit', []);
    return row?.[0] ?? null;
  };

  it.each([
    [`to_hex(hex_to_binary('00ff5c41'))`, '00ff5c41'],
    [`hex_to_binary('00ff5c41')`, '\\000\\377\\\\A'],
    [`hex_to_binary('0102')::binary(4)`, '\\001\\002\\000\\000'],
    [`hex_to_binary('010203')::binary(2)`, '\\001\\002'],
    [`hex_to_binary('010203')::varbinary(2)`, '\\001\\002'],
    [`'12'::!int`, '12'],
    [`'1x'::!int`, null],
    [`'1.0'::!int`, null],
    [`'2020-13-01'::!date`, null],
    [`null <=> null`, 't'],
    [`1 <=> null`, 'f'],
    [`cast('абв' as varchar(3))`, 'а'],
    [`cast('абв' as varchar(4))`, 'аб'],
    [`cast('💥' as varchar(3))`, ''],
    [`cast(true as varchar(5))`, 't'],
    [`cast(null as varchar(5))`, null],
    [`cast(9223372036854775807 as varchar(20))`, '9223372036854775807'],
    [`cast(cast('1.50' as numeric(5,3)) as varchar(20))`, '1.500'],
    [`cast('2020-01-02 03:04:05.670' as timestamp)`, '2020-01-02 03:04:05.67'],
    [`cast('2020-01-02 03:04:05' as timestamp)`, '2020-01-02 03:04:05'],
    [`cast('2020-01-02 03:04:05.5+02:00' as timestamp)`, '2020-01-02 01:04:05.5'],
    [`cast('2020-01-02 03:04:05.5+02:00' as timestamptz)`, '2020-01-02 01:04:05.5+00'],
    [`cast('03:04:05.5' as time)`, '03:04:05.5'],
    [`date '2020-02-29'`, '2020-02-29'],
    [`to_char(timestamp '0001-02-03 04:05:06.7', 'YYYY-MM-DD HH24:MI:SS.US')`, '0001-02-03 04:05:06.700000'],
    [
      `to_char(timestamptz '2020-01-01 00:00:00+03:00' at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`,
      '2019-12-31 21:00:00.000000',
    ],
    [`to_char(date '2000-01-01' + time '01:02:03', 'HH24:MI:SS.US')`, '01:02:03.000000'],
    [`btrim('  a b ')`, 'a b'],
    [`rtrim(rtrim('1.500', '0'), '.')`, '1.5'],
    [`regexp_replace('a|~N|~N', E'(?:\\\\|~N)+\\\\z', '')`, 'a'],
    [`regexp_replace('banana', 'a', 'o')`, 'bonono'],
    [`regexp_like('12', E'\\\\A(?:[0-9]+)\\\\z')`, 't'],
    [`regexp_like(E'12\\n', E'\\\\A(?:[0-9]+)\\\\z')`, 'f'],
    [`octet_length('ж')`, '2'],
    [`character_length('ж')`, '1'],
    [`translate('añb', 'ab', 'AB')`, 'AñB'],
    [`translate('ÄBc', 'ABC', 'abc')`, 'Äbc'],
    [`substr('a💥b', 2, 1)`, '💥'],
    [`substring('a💥b', 2, 2)`, '💥b'],
    [`rtrim('a-- ', '- ')`, 'a'],
    [`lower('AÄ')`, 'aä'],
    [`coalesce(nullif('', ''), 'none')`, 'none'],
    [`'a' || cast(null as varchar(1))`, null],
    [`sha256('abc')`, createHash('sha256').update('abc').digest('hex')],
    [`sha1('ж')`, createHash('sha1').update('ж').digest('hex')],
    [`md5('')`, createHash('md5').update('').digest('hex')],
    [`case when 1 in (1, 2) then 'in' else 'out' end`, 'in'],
    [`E'\\001\\\\''x'`, "\u0001\\'x"],
    [`cast('12' as uuid) is null`, 'error 22007'],
    [`cast('7.0' as int)`, 'error 22V02'],
    [`throw_error('seen')`, 'error 22V23'],
    [`1 / 0`, 'error 22012'],
    [`7 % cast('0' as int)`, 'error 22012'],
    [`mod(7, 0)`, 'error 22012'],
    [`1.5 / 0.0`, 'error 22012'],
    [`7 % 4 + mod(9, 5)`, '7'],
    [`sha512('abc')`, 'error 0A000'],
    [`hash('abc')`, 'error 0A000'],
    [`to_char(date '2020-01-01', 'Q')`, 'error 0A000'],
  ])('%s is %s', async (expression, expected) => {
    if (expected?.startsWith('error')) {
      const { state } = await client.failure(`select ${expression} as "x"`);
      expect(`error ${state}`).toBe(expected);
    } else expect(await value(expression)).toBe(expected);
  });

  it('cuts a text to octets without half characters, whatever the text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.integer({ min: 1, max: 30 }),
        async (text, octets) => {
          fc.pre(!text.includes('\0') && text.isWellFormed());
          const cut = (await value(`cast(cast(? as varchar(1000)) as varchar(${octets}))`, text)) ?? '';
          expect(text.startsWith(cut)).toBe(true);
          expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(octets);
          const next = text.slice(cut.length).match(/^[^]/u)?.[0];
          if (next !== undefined) expect(Buffer.byteLength(cut + next)).toBeGreaterThan(octets);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('says that it is an emulator', async () => {
    expect(await value('version()')).toContain('emulator');
  });

  it('describes columns and parameters with the numbers of the wire', async () => {
    const described = await client.session.describe(
      `select cast(? as int) as "i", cast(? as varchar(10)) as "v", ? as "free", true as "b", 1.5::numeric(10,2) as "n", hex_to_binary(?) as "x"`,
    );
    expect(described.parameters).toEqual([6, 9, 9, 9]);
    expect(described.columns).toEqual([
      { name: 'i', oid: 6, typmod: -1 },
      { name: 'v', oid: 9, typmod: -1 },
      { name: 'free', oid: 9, typmod: -1 },
      { name: 'b', oid: 5, typmod: -1 },
      { name: 'n', oid: 16, typmod: ((10 << 16) | 2) + 4 },
      { name: 'x', oid: 17, typmod: -1 },
    ]);
  });

  it('compares a bare parameter in the type of the other side', async () => {
    await client.rows('create schema "p"');
    await client.rows('create table "p"."t" ("i" int, "b" binary(2), "f" boolean, "d" timestamp)');
    await client.rows(
      `insert into "p"."t" ("i", "b", "f", "d") select 7, hex_to_binary('00ff')::binary(2), true, cast('2020-01-01' as timestamp)`,
    );
    for (const [column, text] of [
      ['i', '7'],
      ['b', '\\000\\377'],
      ['f', 't'],
      ['d', '2020-01-01 00:00:00'],
    ] as const)
      expect(await client.rows(`select 1 as "x" from "p"."t" where "${column}" = ?`, text)).toEqual([['1']]);
    expect(await client.rows('select "i" from "p"."t" limit ?', '1')).toEqual([['7']]);
    expect(
      (await client.session.describe('select 1 as "x" from "p"."t" where "i" = ? and "d" <= ?')).parameters,
    ).toEqual([6, 12]);
  });

  it('refuses what the lint does not know, and names the rule', async () => {
    const { state, message } = await client.failure('merge into "s"."t" using "s"."u" on 1 = 1');
    expect(state).toBe('0A000');
    expect(message).toContain('lint rule merge');
  });

  it('explains with a plan that nobody takes for the real one', async () => {
    await client.rows('rollback');
    const [first] = await client.rows('explain select 1 as "x"');
    expect(first?.[0]).toContain('emulator');
  });

  it('explains a change without making it, and refuses what it would refuse to run', async () => {
    await client.rows('create table "p"."e" ("a" int)');
    const [first] = await client.rows('explain insert into "p"."e" ("a") select 1 as "a"');
    expect(first?.[0]).toContain('emulator');
    expect(await client.rows('select "a" from "p"."e"')).toEqual([]);
    expect((await client.failure('explain insert into "p"."gone" ("a") select 1 as "a"')).state).not.toBe('');
    expect((await client.failure('explain merge into "p"."e" using "p"."e" on 1 = 1')).message).toContain(
      'lint rule',
    );
    await client.rows('rollback');
  });

  it('takes one locale and unmaterialized WITH only, which is what it does', async () => {
    await client.rows("set locale to 'en_US@collation=binary'");
    await client.rows('alter session set WithClauseMaterialization = 0');
    for (const other of ["set locale to 'de_DE'", 'alter session set WithClauseMaterialization = 1'])
      expect((await client.failure(other)).message).toContain('not emulated');
  });
});
