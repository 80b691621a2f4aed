import { createHash } from 'node:crypto';
import { saw, type Probe } from '../probe.ts';

const hashed = 'жäÿ abc';
const digest = (algorithm: string): string => createHash(algorithm).update(hashed).digest('hex');

/** A probe of one expression. */
const gives =
  (expression: string, expected: string | null): Probe =>
  async (bench, client) => {
    const found = await bench.value(client, `select ${expression} as "x"`);
    return saw(typeof found === 'boolean' ? `${found}` : found, expected);
  };

/** Claims about values, casts and order. */
export const expressionProbes = {
  'hash-hex': async (bench, client) => {
    const text = `'${hashed}'`;
    const found = await bench.rows(
      client,
      `select md5(${text}) as "m", sha1(${text}) as "s", sha256(${text}) as "l", to_hex(hex_to_binary(md5(${text}))) as "r"`,
    );
    return saw(found, [[digest('md5'), digest('sha1'), digest('sha256'), digest('md5')]]);
  },
  'cast-time': async (bench, client) => {
    const name = bench.table('ct');
    await bench.run(
      client,
      `create table ${name} ("a" varchar(20))`,
      `insert into ${name} ("a") values ('2020-02-30')`,
      'commit',
      'alter session set EnableStrictTimeCasts = 0',
    );
    const lenient = await bench.value(client, `select cast("a" as date) as "d" from ${name}`);
    await bench.run(client, 'alter session set EnableStrictTimeCasts = 1');
    const strict = await bench.refusal(client, `select cast("a" as date) as "d" from ${name}`);
    return saw([lenient, strict === null ? 'accepted' : 'refused'], [null, 'refused']);
  },
  'null-safe-eq': async (bench, client) =>
    saw(
      await bench.rows(
        client,
        'select null <=> null as "a", 1 <=> null as "b", 1 <=> 1 as "c", 1 <=> 2 as "d"',
      ),
      [[true, false, true, false]],
    ),
  'to-char': gives(
    `to_char(timestamp '0901-02-03 04:05:06.7', 'YYYY-MM-DD HH24:MI:SS.US')`,
    '0901-02-03 04:05:06.700000',
  ),
  'numeric-text': gives(`cast(cast('1.5' as numeric(9,3)) as varchar(20))`, '1.500'),
  'null-order': async (bench, client) => {
    const rows = '(select cast(null as int) as "a" union all select 1 as "a") as "t"';
    const ordered = (first: number, last: number): Promise<unknown> =>
      bench.value(
        client,
        `select "a" from ${rows} order by case when "a" is null then ${first} else ${last} end asc, "a" asc`,
      );
    return saw([await ordered(0, 1), await ordered(1, 0)], [null, '1']);
  },
  'locale-binary': async (bench, client) => {
    const rows = `(select 'a' as "a" union all select 'A' as "a" union all select 'ä' as "a" union all select 'Z' as "a") as "t"`;
    const grouped = await bench.rows(
      client,
      `select "a", count(*) as "n" from ${rows} group by "a" order by "a" asc`,
    );
    const equal = await bench.value(client, `select 'a' = 'A' as "x"`);
    return saw([grouped.map(([text]) => text), equal], [['A', 'Z', 'a', 'ä'], false]);
  },
  'cast-truncate': gives(`cast('abcdef' as varchar(3))`, 'abc'),
  'concat-null': async (bench, client) =>
    saw(await bench.rows(client, `select 'a' || null as "x", '' is null as "y"`), [[null, false]]),
  'hash-native-null': gives('hash(null, 1) is not null', 'true'),
  'multi-row-values': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('mv')} ("a" int)`);
    const refused = await bench.refusal(client, `insert into ${bench.table('mv')} ("a") values (1), (2)`);
    return saw(refused?.sqlState ?? 'accepted', 'accepted');
  },
  'int-min': async (bench, client) => {
    await bench.run(client, `create table ${bench.table('im')} ("a" int)`);
    const refused = await bench.refusal(
      client,
      `insert into ${bench.table('im')} ("a") select cast('-9223372036854775808' as int) as "a"`,
    );
    return saw(refused === null ? 'stored' : 'refused', 'refused');
  },
} as const satisfies Record<string, Probe>;
