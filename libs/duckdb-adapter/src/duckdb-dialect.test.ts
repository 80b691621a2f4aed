import { engineStatement, type StoredType } from '@vaultwright/datavault-core/sql';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session, Warehouse, WarehouseValue } from '@vaultwright/datavault-core/warehouse';
import { duckdbDialect } from './duckdb-dialect.ts';
import { openDuckDb } from './open-duckdb.ts';

const dialect = duckdbDialect;
let warehouse: Warehouse;
let session: Session;
beforeAll(async () => {
  warehouse = await openDuckDb({ path: ':memory:' });
  session = await warehouse.connect();
});
afterAll(() => warehouse.close());

async function value(expression: string): Promise<WarehouseValue | undefined> {
  const [row] = await session.query(engineStatement('query', `select ${expression} as v`));
  return row?.['v'];
}

/** One expression over many texts, in order. */
async function over(texts: readonly string[], expression: (operand: string) => string): Promise<unknown[]> {
  const rows = texts.map((item, index) => `(${index}, ${text(item)})`);
  const sql = `select ${expression('v.x')} as r from (values ${rows.join(', ')}) as v(i, x) order by i`;
  return (await session.query(engineStatement('query', sql))).map((row) => row['r']);
}

const text = (item: string): string => dialect.literal(item, { kind: 'text', length: 100 });
const strange = fc.string({
  unit: fc.constantFrom(
    'a',
    'Z',
    '~',
    '|',
    'N',
    "'",
    '"',
    '\\',
    '\n',
    '\r\n',
    ' ',
    '\u00a0',
    'ß',
    'я',
    '\u{1f44d}',
    '$1',
    '.',
    '(',
  ),
  maxLength: 12,
});

describe('digest', () => {
  it('gives the bytes of md5, sha1 and sha256 of UTF-8, in every encoding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(strange, { minLength: 1 }), async (texts) => {
        for (const [algorithm, bytes] of [
          ['md5', 16],
          ['sha1', 20],
          ['sha256', 32],
        ] as const) {
          const hex = texts.map((item) => createHash(algorithm).update(item, 'utf8').digest('hex'));
          expect(await over(texts, (x) => dialect.digest(x, algorithm, 'hexLower'))).toEqual(hex);
          expect(await over(texts, (x) => dialect.digest(x, algorithm, 'hexUpper'))).toEqual(
            hex.map((item) => item.toUpperCase()),
          );
          const type: StoredType = { kind: 'hash', bytes, encoding: 'binary' };
          expect(
            await over(texts, (x) => dialect.canonicalText(dialect.digest(x, algorithm, 'binary'), type)),
          ).toEqual(hex);
          expect(await value(`typeof(${dialect.digest("'x'", algorithm, 'binary')})`)).toBe(
            dialect.catalogType(type),
          );
        }
      }),
      { numRuns: 15 },
    );
  });

  it('makes the uuid of the hash text, for 100,000 hashes', async () => {
    const sql = `select count(*) as n from range(100000) as r(i)
where ${dialect.digest('cast(i as varchar)', 'md5', 'binary')} <> cast(md5(cast(i as varchar)) as uuid)`;
    expect(await session.query(engineStatement('query', sql))).toEqual([{ n: 0n }]);
  });

  it('sorts binary hashes as unsigned bytes', async () => {
    const extremes = ['00', '01', '7f', '80', '81', 'fe', 'ff'].flatMap((byte) => [
      `${byte}${'00'.repeat(15)}`,
      `${byte}${'7f'.repeat(15)}`,
      `${byte}${'ff'.repeat(15)}`,
      `${'42'.repeat(7)}${byte}${'80'.repeat(8)}`,
      `${'42'.repeat(8)}${byte}${'80'.repeat(7)}`,
    ]);
    const random = Array.from({ length: 2000 }, (_, index) =>
      createHash('md5').update(`${index}`).digest('hex'),
    );
    const all = [...extremes, ...random];
    const rows = all.map((hex) => `(cast('${hex}' as uuid), unhex('${hex}'))`);
    const sql = `select ${dialect.canonicalText('u', { kind: 'hash', bytes: 16, encoding: 'binary' })} as h
from (values ${rows.join(', ')}) as v(u, b) order by`;
    const sorted = [...all].sort((left, right) =>
      Buffer.compare(Buffer.from(left, 'hex'), Buffer.from(right, 'hex')),
    );
    for (const column of ['u', 'b']) {
      const byEngine = await session.query(engineStatement('query', `${sql} ${column}`));
      expect(byEngine.map((row) => row['h'])).toEqual(sorted);
    }
  });

  it('keeps NULL', async () => {
    expect(await value(dialect.digest('cast(null as varchar)', 'md5', 'binary'))).toBeNull();
  });
});

describe('functions', () => {
  const literal = text;
  it.each([
    [
      'replaceAll',
      (x: string) => dialect.call('replaceAll', [x, literal('~'), literal('~~')]),
      (s: string) => s.replaceAll('~', '~~'),
    ],
    [
      'nested replaceAll',
      (x: string) =>
        [
          ['~', '~~'],
          ['|', '~|'],
          ['a', 'A~'],
          ['N', '|'],
        ].reduce(
          (inner, [from = '', to = '']) => dialect.call('replaceAll', [inner, literal(from), literal(to)]),
          x,
        ),
      (s: string) => s.replaceAll('~', '~~').replaceAll('|', '~|').replaceAll('a', 'A~').replaceAll('N', '|'),
    ],
    ['trimSpaces', (x: string) => dialect.call('trimSpaces', [x]), (s: string) => s.replace(/^ +| +$/g, '')],
    [
      'upperAscii',
      (x: string) => dialect.call('upperAscii', [x]),
      (s: string) => s.replace(/[a-z]/g, (c) => c.toUpperCase()),
    ],
    ['emptyAsNull', (x: string) => dialect.call('emptyAsNull', [x]), (s: string) => (s === '' ? null : s)],
    [
      'removeTrailing',
      (x: string) => dialect.call('removeTrailing', [x, literal('|~N')]),
      (s: string) => withoutTail(s, '|~N'),
    ],
    [
      'removeTrailing of pattern characters',
      (x: string) => dialect.call('removeTrailing', [x, literal('.(')]),
      (s: string) => withoutTail(s, '.('),
    ],
    [
      'codePoints',
      (x: string) => dialect.call('codePoints', [x]),
      (s: string) => BigInt(Array.from(s).length),
    ],
  ] as const)('%s agrees with TypeScript', async (_name, printed, expected) => {
    const texts = fc.array(
      fc
        .tuple(strange, fc.constantFrom('', '|~N', '|~N|~N', '.(.(', '|~N\n'))
        .map(([head, tail]) => head + tail),
      { minLength: 30 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (items) => {
        expect(await over(items, printed)).toEqual(items.map((item): unknown => expected(item)));
      }),
      { numRuns: 10 },
    );
  });

  it('folds case as the engine does, which differs from JavaScript', async () => {
    expect(await over(['straße', 'яб'], (x) => dialect.call('upper', [x]))).toEqual(['STRAẞE', 'ЯБ']);
  });

  it('compares NULL as a value', async () => {
    expect(await value(dialect.same('cast(null as int)', 'cast(null as int)'))).toBe(true);
    expect(await value(dialect.same('1', 'cast(null as int)'))).toBe(false);
  });

  it('matches a whole value, line breaks included', async () => {
    expect(await over(['ab', 'a\nb', 'xab'], (x) => dialect.matches(x, '[a-b\\s]+'))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('fails only where it is evaluated', async () => {
    const guarded = `case when v.x = 'a' then 1 else cast(${dialect.call('fail', [text('it is wrong')])} as bigint) end`;
    expect(await over(['a', 'a'], () => guarded)).toEqual([1n, 1n]);
    await expect(over(['a', 'b'], () => guarded)).rejects.toThrow('it is wrong');
  });
});

describe('literals and names', () => {
  it('carries any text unchanged, also through indentation', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(strange, { minLength: 1 }), async (texts) => {
        expect(await over(texts, (x) => x)).toEqual(texts);
        for (const item of texts) expect(text(item)).not.toContain('\n');
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    ['int', { kind: 'int' }, '7', 7n],
    ['the smallest int', { kind: 'int' }, '-9223372036854775808', -9223372036854775808n],
    ['decimal', { kind: 'decimal', precision: 5, scale: 2 }, '-1.5', '-1.5'],
    ['boolean', { kind: 'boolean' }, 'false', false],
    ['date', { kind: 'date' }, '0001-01-01', '0001-01-01'],
    ['time', { kind: 'time' }, '23:59:59.000001', '23:59:59.000001'],
    ['timestamp', { kind: 'timestamp' }, '2020-02-29 00:00:00.000000', '2020-02-29 00:00:00.000000'],
    ['timestamptz', { kind: 'timestamptz' }, '2020-02-29 00:00:00.500000Z', '2020-02-29 00:00:00.500000Z'],
    ['float', { kind: 'float' }, '0.1', 0.1],
    ['binary', { kind: 'binary', length: 2 }, '00ff', Uint8Array.of(0, 255)],
    [
      'uuid',
      { kind: 'uuid' },
      '00000000-0000-0000-0000-00000000000a',
      '00000000-0000-0000-0000-00000000000a',
    ],
    ['null', { kind: 'date' }, null, null],
  ] as const)('reads a literal of %s back', async (_name, type, item, expected) => {
    const found = await value(dialect.literal(item, type));
    expect(found instanceof Uint8Array ? Uint8Array.from(found) : found).toEqual(expected);
  });

  it.each(['select', 'Mixed Case', 'a"b', "a'b", 'имя', 'x; drop table y', '$1', 'a.b'])(
    'quotes the identifier %s',
    async (name) => {
      const [row] = await session.query(
        engineStatement('query', `select 1 as ${dialect.quoteIdentifier(name)}`),
      );
      expect(Object.keys(row ?? {})).toEqual([name]);
    },
  );

  it('refuses U+0000 and parameter names that need quoting', () => {
    expect(() => dialect.quoteIdentifier('a\0b')).toThrow('E-META-NUL');
    expect(() => text('\0')).toThrow('E-META-NUL');
    expect(() => dialect.placeholder({ name: 'a b', type: { kind: 'int' } }, 1)).toThrow('E-META-PARAMETER');
  });
});

function withoutTail(whole: string, tail: string): string {
  let rest = whole;
  while (rest.endsWith(tail)) rest = rest.slice(0, -tail.length);
  return rest;
}
