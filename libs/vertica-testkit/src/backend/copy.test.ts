import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CopyReader } from './copy-reader.ts';
import { copyOptions, stream, testServer, type TestSession } from './fixtures/test-session.ts';

describe('COPY', () => {
  const server = testServer();
  let client: TestSession;
  beforeAll(async () => {
    client = await server.open();
    await client.rows('create schema "s"');
    await client.rows(
      `create table "s"."t" ("i" int not null, "v" varchar(6), "n" numeric(6,2), "b" boolean, "d" date,
       "ts" timestamp, "u" uuid, "x" binary(2), "y" varbinary(3), "load_id" varchar(20))`,
    );
  });
  afterAll(() => server.close());

  const columns = `"i", "v", "n", "b", "d", "ts", "u", "x" format 'hex', "y", "load_id" as 'L-1'`;
  const statement = (mode: string): string =>
    `copy "s"."t" (${columns}) from local stdin ${copyOptions} ${mode} stream name 'vw' no commit`;
  const good = ['1', 'ж\n"', '1.5', 't', '2020-02-29', '2020-01-01 00:00:00.5', null, '00ff', '\\001\\\\a'];

  it('reads every type, NULL and the empty text, and adds constants', async () => {
    expect(
      await client.copy(statement('abort on error'), stream(good, ['2', '', ...Array<null>(7).fill(null)])),
    ).toEqual({
      loaded: '2',
      rejected: [],
    });
    expect(await client.rows('select * from "s"."t" order by "i" asc')).toEqual([
      [
        '1',
        'ж\n"',
        '1.50',
        't',
        '2020-02-29',
        '2020-01-01 00:00:00.5',
        null,
        '\\000\\377',
        '\\001\\\\a',
        'L-1',
      ],
      ['2', '', ...Array<null>(7).fill(null), 'L-1'],
    ]);
    await client.rows('rollback');
  });

  const bad: readonly (readonly [string, (string | null)[]])[] = [
    ['a decimal for an integer', ['7.0', ...good.slice(1)]],
    ['an integer beyond 64 bits', ['9223372036854775808', ...good.slice(1)]],
    ['NULL for NOT NULL', [null, ...good.slice(1)]],
    ['a text over its octets', ['1', 'жжжж', ...good.slice(2)]],
    ['no number', ['1', 'a', 'x', ...good.slice(3)]],
    ['no such day', [...good.slice(0, 4), '2020-02-30', ...good.slice(5)]],
    ['too many octets', [...good.slice(0, 8), '\\001\\002\\003\\004']],
    ['odd hexadecimal digits', [...good.slice(0, 7), '0', null]],
    ['broken octal digits', [...good.slice(0, 8), '\\9']],
    ['a field too few', good.slice(0, 8)],
    ['a field too many', [...good, '']],
  ];

  it.each(bad)('abort on error: %s loads nothing and names the record', async (_, record) => {
    await expect(client.copy(statement('abort on error'), stream(good, record, good))).rejects.toMatchObject({
      sqlState: '22V04',
      message: expect.stringContaining('record 2 '),
    });
    expect(await client.rows('select count(*) as "n" from "s"."t"')).toEqual([['0']]);
    await client.rows('rollback');
  });

  it('returnrejected: leaves out what is wrong and numbers it', async () => {
    const records = bad.flatMap(([, record]) => [record, good]);
    const broken = Buffer.concat([
      Buffer.from(stream(...records)),
      Buffer.from([0x31, 0x01, 0xff, 0x02]),
      Buffer.from(stream(good)),
    ]);
    const { loaded, rejected } = await client.copy(statement('returnrejected'), broken);
    expect(loaded).toBe(String(bad.length + 1));
    expect(rejected).toEqual([...bad.map((_, index) => BigInt(2 * index + 1)), BigInt(2 * bad.length + 1)]);
    await client.rows('rollback');
  });

  it('takes an empty stream', async () => {
    expect(await client.copy(statement('abort on error'))).toEqual({ loaded: '0', rejected: [] });
    await client.rows('rollback');
  });

  it('takes 20,000 records in chunks that cut records and characters', async () => {
    const all = Buffer.from(
      Array.from({ length: 20_000 }, (_, index) =>
        stream([String(index), `ж${index % 100}`, ...good.slice(2)]),
      ).join(''),
    );
    const chunks = Array.from({ length: Math.ceil(all.length / 65_521) }, (_, index) =>
      all.subarray(index * 65_521, (index + 1) * 65_521),
    );
    expect((await client.copy(statement('abort on error'), ...chunks)).loaded).toBe('20000');
    expect(await client.rows('select count(distinct "v"), sum("i"), count(*) from "s"."t"')).toEqual([
      ['100', '199990000', '20000'],
    ]);
    await client.rows('rollback');
  });

  it('reads any texts however the stream is cut', () => {
    const field = fc.option(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll(/[\u0000-\u0003]/g, '·')),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(field, { minLength: 2, maxLength: 3 }), { maxLength: 6 }),
        fc.array(fc.nat({ max: 40 }), { maxLength: 12 }),
        (records, cuts) => {
          const reader = new CopyReader({ field: '\u0001', record: '\u0002', null: '\u0003' });
          let octets = Buffer.from(stream(...records));
          const found = cuts.flatMap((cut) => {
            const part = octets.subarray(0, cut);
            octets = octets.subarray(part.length);
            return reader.read(part);
          });
          const fields = [...found, ...reader.read(octets), ...reader.finish()].map(
            (record) => record.fields,
          );
          expect(fields).toEqual(records);
        },
      ),
    );
  });
});
