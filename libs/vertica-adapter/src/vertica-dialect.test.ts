import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredType } from '@vaultwright/datavault-core/sql';
import type { WarehouseValue } from '@vaultwright/datavault-core/warehouse';
import { startEmulator, type Emulator } from '../test/emulator.ts';
import { unquoteText } from './sql-literal.ts';
import { verticaDialect } from './vertica-dialect.ts';

const dialect = verticaDialect;
let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

async function value(expression: string): Promise<WarehouseValue | undefined> {
  const [row] = await emulator.query(`select ${expression} as "v"`);
  return row?.['v'];
}

/** One expression over many texts, in order. */
async function over(texts: readonly string[], expression: (operand: string) => string): Promise<unknown[]> {
  const rows = texts.map((item, index) => `select ${index} as "i", ${text(item)} as "x"`);
  const sql = `select ${expression('"v"."x"')} as "r" from (${rows.join(' union all ')}) as "v" order by "v"."i" asc`;
  return (await emulator.query(sql)).map((row) => row['r']);
}

const text = (item: string): string => dialect.literal(item, { kind: 'text', length: 100 });
const strange = fc.string({
  // prettier-ignore
  unit: fc.constantFrom(
    'a', 'Z', '~', '|', 'N', "'", '"', '\\', '\n', '\r', '\r\n', '\u2028', ' ', '\u00a0', 'ß', 'я', '\u{1f44d}', '$1',
    '.', '(', ']', '^', '?', '%', '--', '/*', ';', '\t',
  ),
  maxLength: 12,
});

describe('digest', () => {
  it('gives the bytes of md5, sha1 and sha256 of UTF-8, in every encoding', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(strange, { minLength: 10, maxLength: 20 }), async (texts) => {
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
        }
      }),
      { numRuns: 3 },
    );
  });

  it('keeps NULL', async () => {
    expect(await value(dialect.digest('cast(null as varchar(10))', 'md5', 'binary'))).toBeNull();
  });
});

describe('functions', () => {
  it.each([
    [
      'replaceAll',
      (x: string) => dialect.call('replaceAll', [x, text('~'), text('~~')]),
      (s: string) => s.replaceAll('~', '~~'),
    ],
    [
      'nested replaceAll',
      (x: string) =>
        [
          ['~', '~~'],
          ['|', '~|'],
          ['\n', 'A~'],
        ].reduce(
          (inner, [from = '', to = '']) => dialect.call('replaceAll', [inner, text(from), text(to)]),
          x,
        ),
      (s: string) => s.replaceAll('~', '~~').replaceAll('|', '~|').replaceAll('\n', 'A~'),
    ],
    ['trimSpaces', (x: string) => dialect.call('trimSpaces', [x]), (s: string) => s.replace(/^ +| +$/g, '')],
    [
      'upperAscii',
      (x: string) => dialect.call('upperAscii', [x]),
      (s: string) => s.replace(/[a-z]/g, (c) => c.toUpperCase()),
    ],
    [
      'lowerAscii',
      (x: string) => dialect.call('lowerAscii', [x]),
      (s: string) => s.replace(/[A-Z]/g, (c) => c.toLowerCase()),
    ],
    [
      'substring',
      (x: string) => dialect.call('substring', [x, '2', '3']),
      (s: string) => Array.from(s).slice(1, 4).join(''),
    ],
    ['emptyAsNull', (x: string) => dialect.call('emptyAsNull', [x]), (s: string) => (s === '' ? null : s)],
    [
      'removeTrailing',
      (x: string) => dialect.call('removeTrailing', [x, text('|~N')]),
      (s: string) => withoutTail(s, '|~N'),
    ],
    [
      'removeTrailing of pattern characters',
      (x: string) => dialect.call('removeTrailing', [x, text('.(^\\]')]),
      (s: string) => withoutTail(s, '.(^\\]'),
    ],
    [
      'removeTrailing of a line break',
      (x: string) => dialect.call('removeTrailing', [x, text('N\n')]),
      (s: string) => withoutTail(s, 'N\n'),
    ],
    [
      'trimTrailing',
      (x: string) => dialect.call('trimTrailing', [x, text('|N')]),
      (s: string) => s.replace(/[|N]+$/, ''),
    ],
    [
      'codePoints',
      (x: string) => dialect.call('codePoints', [x]),
      (s: string) => BigInt(Array.from(s).length),
    ],
  ] as const)('%s agrees with TypeScript', async (_name, printed, expected) => {
    const tails = ['', '|~N', '|~N|~N', '.(^\\].(^\\]', '|~N\n', 'N\nN\n', '|N|'];
    const texts = fc.array(
      fc.tuple(strange, fc.constantFrom(...tails)).map(([head, tail]) => head + tail),
      { minLength: 30, maxLength: 60 },
    );
    await fc.assert(
      fc.asyncProperty(texts, async (items) => {
        expect(await over(items, printed)).toEqual(items.map((item): unknown => expected(item)));
      }),
      { numRuns: 3 },
    );
  });

  it('fills the fraction of a decimal', async () => {
    expect(await over(['1', '-1.5', '0.25', '10'], (x) => dialect.call('padFraction', [x, '2']))).toEqual([
      '1.00',
      '-1.50',
      '0.25',
      '10.00',
    ]);
  });

  it('compares NULL as a value, and says false and not NULL where one is NULL', async () => {
    const nothing = 'cast(null as int)';
    expect(await value(dialect.same(nothing, nothing))).toBe(true);
    expect(await value(`not ${dialect.same('1', nothing)}`)).toBe(true);
    expect(await value(`not ${dialect.same(nothing, '1')}`)).toBe(true);
    expect(await value(`not ${dialect.same('1', '1')}`)).toBe(false);
  });

  it('matches a whole value, line breaks included', async () => {
    expect(await over(['ab', 'a\nb', 'xab', 'ab\n'], (x) => dialect.matches(x, 'a[\\s]?b|x'))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('fails only where it is evaluated', async () => {
    const guarded = `case when "v"."x" = 'a' then 1 else cast(${dialect.call('fail', [text('it is wrong')])} as int) end`;
    expect(await over(['a', 'a'], () => guarded)).toEqual([1n, 1n]);
    await expect(over(['a', 'b'], () => guarded)).rejects.toThrow('it is wrong');
  });

  it('refuses to guess a tail that is no text', () => {
    for (const tail of ['"v"."y"', '\'a\' || "v"."y"', "('a') || ('b')", "''"])
      expect(() => dialect.call('removeTrailing', ['x', tail])).toThrow('E-INTERNAL-SQL');
  });
});

describe('literals and names', () => {
  it('carries any text unchanged, without a line break, and reads it back from its print', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(strange, { minLength: 1 }), async (texts) => {
        expect(await over(texts, (x) => x)).toEqual(texts);
        for (const item of texts) {
          expect(text(item)).not.toMatch(/[\n\r\u2028\u2029]/);
          expect(unquoteText(text(item))).toBe(item);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('leaves no backslash to the string settings of a session', () => {
    for (const item of ['a\\', '\\n', "\\'", 'a\nb\\c'])
      expect(text(item).replace(/E'(?:[^'\\]|''|\\.)*'/g, '')).not.toContain('\\');
  });

  it.each([
    ['int', { kind: 'int' }, '7', 7n],
    ['a long int', { kind: 'int' }, '9223372036854775807', 9223372036854775807n],
    ['decimal', { kind: 'decimal', precision: 5, scale: 2 }, '-1.5', '-1.5'],
    ['boolean', { kind: 'boolean' }, 'false', false],
    ['date', { kind: 'date' }, '0001-01-01', '0001-01-01'],
    ['time', { kind: 'time' }, '23:59:59.000001', '23:59:59.000001'],
    ['timestamp', { kind: 'timestamp' }, '2020-02-29 00:00:00.000000', '2020-02-29 00:00:00.000000'],
    ['timestamptz', { kind: 'timestamptz' }, '2020-02-29 00:00:00.500000Z', '2020-02-29 00:00:00.500000Z'],
    ['float', { kind: 'float' }, '0.1', 0.1],
    ['binary', { kind: 'binary', length: 2 }, '00ff', Uint8Array.of(0, 255)],
    [
      'a binary hash',
      { kind: 'hash', bytes: 16, encoding: 'binary' },
      '0f'.repeat(16),
      new Uint8Array(16).fill(15),
    ],
    ['a hash as text', { kind: 'hash', bytes: 16, encoding: 'hexUpper' }, '0f'.repeat(16), '0F'.repeat(16)],
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

  it.each(['select', 'Mixed Case', 'a"b', "a'b", 'имя', 'x; drop table y', '$1', 'a.b', '?'])(
    'quotes the identifier %s',
    async (name) => {
      const [row] = await emulator.query(`select 1 as ${dialect.quoteIdentifier(name)}`);
      expect(Object.keys(row ?? {})).toEqual([name]);
    },
  );

  it('refuses what no name or text can hold', () => {
    expect(() => dialect.quoteIdentifier('a\0b')).toThrow('E-META-NUL');
    expect(() => dialect.quoteIdentifier('a\nb')).toThrow('E-META-NAME');
    expect(() => dialect.quoteIdentifier('')).toThrow('E-META-NAME');
    expect(() => text('\0')).toThrow('E-META-NUL');
  });

  it('prints parameters without names', () => {
    expect(dialect.placeholder({ name: 'a b', type: { kind: 'int' } }, 3)).toBe('?');
  });
});

function withoutTail(whole: string, tail: string): string {
  let rest = whole;
  while (rest.endsWith(tail)) rest = rest.slice(0, -tail.length);
  return rest;
}
