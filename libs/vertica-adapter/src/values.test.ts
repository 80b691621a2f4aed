import { engineStatement } from '@vaultwright/datavault-core/sql';
import { oid, rowsOf } from '@vaultwright/vertica-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf } from './fixtures/failure-of.ts';
import { testBench } from './fixtures/scripted-server.ts';
import { bytesFromOctal } from './octal-bytes.ts';
import { warehouseValue } from './warehouse-value.ts';

const bench = testBench();
const ask = async (columns: Record<string, number>, row: (string | bigint | null)[]) => {
  const server = await bench.start({ script: { answers: { 'select 1': rowsOf(columns, [row]) } } });
  const session = await (await bench.open(server)).connect();
  return session.query(engineStatement('query', 'select 1'));
};

describe('values', () => {
  it('64-bit integers keep every digit', async () => {
    const columns = { high: oid.int, low: oid.int, nothing: oid.int };
    expect(await ask(columns, [9223372036854775807n, -9223372036854775808n, null])).toEqual([
      { high: 9223372036854775807n, low: -9223372036854775808n, nothing: null },
    ]);
  });

  it('intervals are readable and bytes are bytes', async () => {
    const columns = {
      months: oid.intervalYear,
      days: oid.intervalDay,
      fixed: oid.binary,
      short: oid.varbinary,
      long: oid.longVarbinary,
    };
    const escaped = String.raw`a\\b\000\377`;
    expect(await ask(columns, ['1-2', '3 04:05', escaped, escaped, escaped])).toEqual([
      {
        months: '1-2',
        days: '3 04:05',
        fixed: Buffer.from('a\\b\0\xff', 'latin1'),
        short: Buffer.from('a\\b\0\xff', 'latin1'),
        long: Buffer.from('a\\b\0\xff', 'latin1'),
      },
    ]);
  });

  it('reads back all bytes, however the server may escape them', () => {
    const escape = (byte: number, style: boolean): string =>
      byte === 0x5c && style
        ? '\\\\'
        : byte < 0x20 || byte > 0x7e || byte === 0x5c || !style
          ? `\\${byte.toString(8).padStart(3, '0')}`
          : String.fromCharCode(byte);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 255 }), fc.boolean())), (bytes) => {
        const text = bytes.map(([byte, style]) => escape(byte, style)).join('');
        expect([...bytesFromOctal(text)]).toEqual(bytes.map(([byte]) => byte));
      }),
    );
    for (const broken of ['\\', '\\4', '\\400', '\\08', 'x\\99']) {
      expect(() => bytesFromOctal(broken), broken).toThrow(SyntaxError);
    }
  });

  it.each([
    [oid.timestamp, '2020-01-02 03:04:05', '2020-01-02 03:04:05.000000'],
    [oid.timestamp, '2020-01-02 03:04:05.25', '2020-01-02 03:04:05.250000'],
    [oid.time, '03:04:05.000001', '03:04:05.000001'],
    [oid.timestamptz, '2020-01-01 00:30:00.5+02', '2019-12-31 22:30:00.500000Z'],
    [oid.timestamptz, '2020-01-01 00:30:00-05:30', '2020-01-01 06:00:00.000000Z'],
    [oid.date, '2020-01-02', '2020-01-02'],
    [oid.numeric, '12.5000', '12.5'],
    [oid.numeric, '-0.00', '0'],
    [oid.numeric, '-.50', '-0.5'],
    [oid.numeric, '100', '100'],
    [oid.uuid, '0AB5F3C2-0000-4000-8000-00000000000F', '0ab5f3c2-0000-4000-8000-00000000000f'],
    [oid.varchar, ' 1.50 ', ' 1.50 '],
  ])('type %i: %j is %j', (type, sent, expected) => {
    expect(warehouseValue(sent, type)).toBe(expected);
  });

  it('two columns of one name are refused, not collapsed', async () => {
    const twice = {
      tag: 'SELECT',
      columns: ['a', 'a'].map((name) => ({ name, oid: oid.int, typmod: -1 })),
      rows: [['1', '2']],
    };
    const server = await bench.start({ script: { answers: { 'select 1': twice } } });
    const session = await (await bench.open(server)).connect();
    const failure = await failureOf(session.query(engineStatement('query', 'select 1')));
    expect(failure).toMatchObject({ code: 'E-WH-COLUMNS', found: '"a"' });
  });
});
