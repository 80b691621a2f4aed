import { defineSource, int, text } from '@vaultwright/datavault-core';
import type { CsvEncoding, SourceContract } from '@vaultwright/datavault-core/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CsvScan } from './csv-scan.ts';
import { bytes } from './fixtures/corpus-case.ts';
import { cut, parseOf, scanOf, type Parsed, type Refusal } from './fixtures/outcome.ts';
import { peekRecords } from './peek-records.ts';
import { regularFile } from './regular-file.ts';
import { singleByteTable } from './single-byte-table.ts';

const seed = 20_261_129;
const columns = { id: int(), name: text(12).nullable() };
const contractIn = (encoding?: CsvEncoding): SourceContract =>
  defineSource('people', { columns, csv: encoding ? { encoding } : {} }).contract;

const utf16 = (text: string, big: boolean): Buffer => {
  const little = Buffer.from(text, 'utf16le');
  return big ? little.swap16() : little;
};

function encoded(text: string, encoding: CsvEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text);
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return utf16(text, encoding === 'utf-16be');
  const table = singleByteTable(encoding);
  return Buffer.from(Array.from(text, (character) => table.indexOf(character)));
}

async function readAs(
  encoding: CsvEncoding | undefined,
  content: Uint8Array,
  size = 1 << 16,
): Promise<{ readonly scan: CsvScan | Refusal; readonly parsed: Parsed | Refusal }> {
  const contract = contractIn(encoding);
  const chunks = cut(content, size);
  const scan = scanOf(contract, chunks);
  return { scan, parsed: await parseOf(contract, scan, chunks) };
}

describe('tables of bytes', () => {
  const upper = (encoding: 'windows-1251' | 'windows-1252' | 'iso-8859-1', from: number, to: number) =>
    singleByteTable(encoding)
      .slice(from, to)
      .map((character) => character ?? ' ')
      .join('');

  it('are those of the registered character sets', () => {
    expect(upper('windows-1251', 0x80, 0xa0)).toBe('ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–— ™љ›њќћџ');
    expect(upper('windows-1251', 0xa8, 0xc8)).toBe('Ё©Є«¬\u00ad®Ї°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗ');
    expect(upper('windows-1252', 0x80, 0xa0)).toBe('€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ');
    expect(upper('windows-1252', 0xe0, 0x100)).toBe('àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ');
    expect(upper('iso-8859-1', 0x80, 0xa0)).toBe(' '.repeat(32));
    expect(upper('iso-8859-1', 0xa0, 0xa6)).toBe('\u00a0¡¢£¤¥');
  });
});

const encodings: readonly CsvEncoding[] = [
  'utf-16le',
  'utf-16be',
  'windows-1251',
  'windows-1252',
  'iso-8859-1',
  'iso-8859-15',
  'koi8-r',
  'ibm866',
];

describe.each(encodings)('a file in %s', (encoding) => {
  const characters = encoding.startsWith('utf-16')
    ? ['a', 'ж', '€', '🙂', '\uFFFD', '"', ',', '\n', '\u2028']
    : [
        'a',
        '"',
        ',',
        '\n',
        ...singleByteTable(encoding as 'windows-1251').flatMap((text) => text ?? []),
      ].filter((character) => character > '\u0003' && character !== '\r');
  const value = fc.string({ unit: fc.constantFrom(...characters), maxLength: 14 });
  const lines = fc.array(fc.tuple(fc.constantFrom('1', '22', 'x'), value), { maxLength: 6 });

  it('becomes what the same text in UTF-8 does, wherever it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        lines,
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('\n', '\r\n'),
        async (rows, size, newline) => {
          const records = rows.map(([id, name]) => `${id},"${name.replaceAll('"', '""')}"`);
          const content = ['id,name', ...records, ''].join(newline);
          const plain = await readAs(undefined, Buffer.from(content));
          const { scan, parsed } = await readAs(encoding, encoded(content, encoding), size);
          expect(parsed).toEqual(plain.parsed);
          const { irregularities } = plain.scan as CsvScan;
          expect(scan).toEqual({
            ...plain.scan,
            byteLength: expect.any(Number) as number,
            irregularities: [{ code: 'OTHER_ENCODING', line: 1, count: 1 }, ...irregularities],
          });
          expect(regularFile(scan as CsvScan, '/f.csv')).toBeNull();
        },
      ),
      { numRuns: 150, seed },
    );
  });
});

describe('bytes that are no character', () => {
  it.each<[CsvEncoding, Buffer, string]>([
    ['windows-1251', bytes('id,name\n1,A\x98\n2,\xc0\n'), 'А'],
    ['iso-8859-1', bytes('id,name\n1,A\x80\n2,\xe9\n'), 'é'],
    [
      'utf-16le',
      Buffer.concat([utf16('id,name\n1,A', false), bytes('\x00\xd8'), utf16('\n2,🙂\n', false)]),
      '🙂',
    ],
    [
      'utf-16be',
      Buffer.concat([utf16('id,name\n1,A', true), bytes('\xdc\x00'), utf16('\n2,é\n', true)]),
      'é',
    ],
  ])('of %s reject their record, and no other', async (encoding, content, name) => {
    for (const size of [1, 2, 3, 64]) {
      const { parsed } = await readAs(encoding, content, size);
      expect(parsed).toMatchObject({
        rows: [['2', name]],
        rejects: [
          {
            recordNo: 1,
            lineNo: 2,
            column: 'name',
            code: 'ENCODING',
            expected: `text in ${encoding}, as csv.encoding says`,
          },
        ],
      });
    }
  });

  it('are refused as UTF-8 until csv.encoding says otherwise, and the message names it', async () => {
    const { parsed } = await readAs(undefined, bytes('id,name\n1,\xc0\n'));
    expect((parsed as Parsed).rejects[0]?.expected).toBe(
      'valid UTF-8; csv.encoding of the contract declares another',
    );
  });

  it('are half a character at the end of a file', async () => {
    const whole = utf16('id,name\n1,A\n2,B', false);
    const { parsed } = await readAs('utf-16le', whole.subarray(0, whole.length - 1));
    expect(parsed).toMatchObject({ rows: [['1', 'A']], rejects: [{ recordNo: 2, code: 'ENCODING' }] });
  });
});

describe('a byte order mark', () => {
  const content = 'id,name\n1,ж\n';
  const marked = (encoding: CsvEncoding): Buffer => encoded(`\uFEFF${content}`, encoding);

  it.each<CsvEncoding>(['utf-8', 'utf-16le', 'utf-16be'])(
    'of the declared %s is left out',
    async (encoding) => {
      for (const size of [1, 2, 100]) {
        const { scan, parsed } = await readAs(encoding, marked(encoding), size);
        expect(parsed).toMatchObject({ rows: [['1', 'ж']], rejects: [] });
        expect((scan as CsvScan).irregularities).toContainEqual({
          code: 'BYTE_ORDER_MARK',
          line: 1,
          count: 1,
        });
      }
    },
  );

  it.each<[CsvEncoding | undefined, CsvEncoding]>([
    [undefined, 'utf-16le'],
    [undefined, 'utf-16be'],
    ['utf-16le', 'utf-16be'],
    ['utf-16be', 'utf-8'],
    ['windows-1251', 'utf-8'],
  ])('says that a file declared %s is in %s', async (declared, encoding) => {
    const refusal = { code: 'E-DATA-FILE', fault: 'ENCODING_MISMATCH', where: 'people, line 1' };
    for (const size of [1, 100]) {
      expect(await readAs(declared, marked(encoding), size)).toEqual({ scan: refusal, parsed: refusal });
    }
  });

  it('is two letters in windows-1251', async () => {
    const contract = defineSource('s', {
      columns: { яю: text(5) },
      csv: { encoding: 'windows-1251' },
    }).contract;
    const chunks = [bytes('\xff\xfe\na\n')];
    expect(await parseOf(contract, scanOf(contract, chunks), chunks)).toMatchObject({ rows: [['a']] });
  });
});

describe('a file in a declared encoding', () => {
  it('that is compressed under a name without .gz is refused as such', async () => {
    const { scan } = await readAs('koi8-r', bytes('\x1f\x8b\x08\x00'));
    expect(scan).toMatchObject({ code: 'E-DATA-FILE', fault: 'COMPRESSION_MISMATCH' });
  });

  it('is peeked at', async () => {
    const content = encoded('id,name\n1,жук\n', 'koi8-r');
    expect(await peekRecords([content], contractIn('koi8-r'), 1)).toEqual([{ id: '1', name: 'жук' }]);
  });

  it('must be one that is known', () => {
    expect(() => contractIn('windows-31j' as CsvEncoding)).toThrow(/encoding/);
  });
});
