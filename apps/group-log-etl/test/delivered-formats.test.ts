import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { CsvFormat } from '@vaultwright/datavault-core/model';
import { date, decimal, defineSource, int, text, timestamp } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { loadSource } from './support/one-source.ts';

const towns = defineSource('towns', { columns: { id: int(), name: text(20) } });
const plain = 'id,name\n1,Köln\n2,"Bonn, B"\n';
const rows = [
  { id: '1', name: 'Köln' },
  { id: '2', name: 'Bonn, B' },
];

describe('compressed files', () => {
  it('give the rows of plain ones, read by the engine where those are', async () => {
    expect(await loadSource(towns, { 'towns.csv': plain })).toMatchObject({ rows, paths: ['fast'] });
    const packed = await loadSource(towns, { 'towns.csv.GZ': gzipSync(plain) });
    expect(packed).toMatchObject({ result: { status: 'ok' }, rows, rejects: [], paths: ['fast'] });
  });

  it('are read by the canonical parser where a guard misses or a record is irregular, as plain ones are', async () => {
    const text = `${plain}\n`;
    const expected = { result: { status: 'ok' }, rows, rejects: [], paths: ['canonical'] };
    expect(await loadSource(towns, { 'towns.csv': text })).toMatchObject(expected);
    expect(await loadSource(towns, { 'towns.csv.gz': gzipSync(text) })).toMatchObject(expected);
  });

  it('are known by the digest of what is stored', async () => {
    const stored = gzipSync(plain);
    const { result } = await loadSource(towns, { 'towns.csv.gz': stored });
    const sha256 = createHash('sha256').update(stored).digest('hex');
    expect(result.objects).toMatchObject([{ sha256, bytes: stored.length, status: 'new' }]);
  });
});

const formatted = (csv: Partial<CsvFormat>) =>
  defineSource('towns', { columns: { id: int(), name: text(40).nullable() }, csv });

describe('encodings', () => {
  it.each([
    ['windows-1251', Buffer.from('id,name\n1,\xca\xb8\xeb\xed\n2,\n', 'latin1'), 'Кёлн'],
    ['iso-8859-1', Buffer.from('id,name\n1,K\xf6ln\n2,\n', 'latin1'), 'Köln'],
    ['utf-16le', Buffer.from('\uFEFFid,name\n1,Köln 🙂\n2,\n', 'utf16le'), 'Köln 🙂'],
  ] as const)('%s is stored as the same letters', async (encoding, content, name) => {
    const source = formatted({ encoding });
    const expected = {
      result: { status: 'ok' },
      rows: [
        { id: '1', name },
        { id: '2', name: null },
      ],
      paths: ['canonical'],
    };
    expect(await loadSource(source, { 'towns.csv': content })).toMatchObject(expected);
    expect(await loadSource(source, { 'towns.csv.gz': gzipSync(content) })).toMatchObject(expected);
  });

  it('that are plain ASCII are not left to the engine either', async () => {
    const loaded = await loadSource(formatted({ encoding: 'windows-1251' }), {
      'towns.csv': 'id,name\n1,Bonn\n',
    });
    expect(loaded).toMatchObject({ rows: [{ id: '1', name: 'Bonn' }], paths: ['canonical'] });
  });
});

describe.each([';', '\t', '|'])('files delimited by %j', (delimiter) => {
  const names = ['plain', 'a, b', `a${delimiter}b`, 'say ""x""', 'two\nlines', '', ' '];
  const content = ['id', ...names.map((_, at) => String(at))]
    .map((id, at) => `${id}${delimiter}${at === 0 ? 'name' : `"${names[at - 1]}"`}`)
    .join('\n');
  const expected = names.map((name, at) => ({ id: String(at), name: name.replaceAll('""', '"') }));

  it('are read alike by the engine and by the canonical parser', async () => {
    const source = formatted({ delimiter });
    expect(await loadSource(source, { 'towns.csv': content })).toMatchObject({
      rows: expected,
      paths: ['fast'],
    });
    const irregular = `${content}\n\n`;
    expect(await loadSource(source, { 'towns.csv': irregular })).toMatchObject({
      rows: expected,
      paths: ['canonical'],
    });
  });

  it('reject a record with another number of fields', async () => {
    const wrong = `id${delimiter}name\n1${delimiter}A${delimiter}B\n2,C\n3${delimiter}D\n`;
    const loaded = await loadSource(formatted({ delimiter }), { 'towns.csv': wrong });
    expect(loaded.rows).toEqual([{ id: '3', name: 'D' }]);
    expect(loaded.rejects).toMatchObject([{ reason_code: 'FIELD_COUNT' }, { reason_code: 'FIELD_COUNT' }]);
  });
});

describe('JSON lines', () => {
  const people = defineSource('people', {
    columns: { id: int(), name: text(20).nullable(), born: date().nullable() },
    format: 'jsonl',
  });
  const content = [
    '{"name":"Ann\\n🙂","id":9007199254740993,"born":"2000-02-29"}',
    '{"id":2}',
    '{"id":3,"name":5}',
  ].join('\n');

  it('are stored by name, and rejected with their row', async () => {
    const expected = {
      rows: [
        { id: '2', name: null, born: null },
        { id: '9007199254740993', name: 'Ann\n🙂', born: '2000-02-29' },
      ],
      rejects: [{ column_name: 'name', reason_code: 'TYPE_TEXT', value: '5' }],
      paths: ['canonical'],
    };
    expect(await loadSource(people, { 'people.jsonl': content })).toMatchObject(expected);
    expect(await loadSource(people, { 'people.jsonl.gz': gzipSync(content) })).toMatchObject(expected);
  });
});

describe('declared value forms', () => {
  const bookings = defineSource('bookings', {
    columns: {
      id: int(),
      amount: decimal(8, 2),
      day: date(),
      at: timestamp().written({ offset: 'toUtc', subMicroseconds: 'truncate' }),
    },
    csv: { delimiter: ';' },
    written: { decimalMark: ',', date: 'dd.MM.yyyy' },
  });

  it('are stored in canonical form, and what differs is rejected', async () => {
    const lines = [
      'id;amount;day;at',
      '1;12,5;01.02.2024;2024-02-01T00:30:00.123456789+01:00',
      '2;12.5;01.02.2024;2024-02-01T00:30:00Z',
      '3;1;2024-02-01;2024-02-01 00:30:00',
    ];
    const loaded = await loadSource(bookings, { 'bookings.csv': lines.join('\n') });
    expect(loaded.paths).toEqual(['canonical']);
    expect(loaded.rows).toEqual([
      { id: '1', amount: '12.50', day: '2024-02-01', at: '2024-01-31 23:30:00.123456' },
    ]);
    expect(loaded.rejects.map(({ column_name, reason_code }) => [column_name, reason_code])).toEqual([
      ['amount', 'TYPE_DECIMAL'],
      ['day', 'TYPE_DATE'],
      ['at', 'TYPE_TIMESTAMP'],
    ]);
  });
});
