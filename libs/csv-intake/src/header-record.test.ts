import { defineSource, int, text, VaultwrightError } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { createCsvScanner } from './csv-scan.ts';

const { contract } = defineSource('people', { columns: { id: int(), имя: text(9) } });

function refusal(bytes: Uint8Array): VaultwrightError {
  const scanner = createCsvScanner(contract, { object: 'people.csv' });
  scanner.write(bytes);
  try {
    scanner.finish();
  } catch (error) {
    if (error instanceof VaultwrightError) return error;
  }
  throw new Error('the file was not refused');
}

const utf16 = Buffer.from('\uFEFFid,имя\n1,Ann\n', 'utf16le');
const windows1251 = Buffer.from([...Buffer.from('id,'), 0xe8, 0xec, 0xff, 0x0a]);

describe('a header that is not clean text', () => {
  it.each([
    [
      'UTF-16 without mark',
      utf16.subarray(2),
      'bytes 0x00, as a file in UTF-16 has',
      "set csv: { encoding: 'utf-16le' } in source people, or the encoding that the file has",
    ],
    [
      'Windows-1251',
      windows1251,
      'bytes that are not UTF-8',
      "set csv: { encoding: 'windows-1251' } in source people, or the encoding that the file has",
    ],
    [
      'stray quotes',
      Buffer.from('id,i"mя\n'),
      'a quote " inside a name',
      'set csv: { quote: null } in source people for files that never quote, or correct the header line',
    ],
    [
      'control bytes',
      Buffer.from('id,\x01\n'),
      'bytes that no column name may hold',
      'correct the header line',
    ],
  ])('names what it is and what mends it: %s', (_name, bytes, found, fix) => {
    expect(refusal(bytes)).toMatchObject({
      code: 'E-DATA-HEADER',
      title: 'the header is not clean text',
      where: 'people.csv, line 1',
      found: `HEADER_BYTES, ${found}`,
      fix,
    });
  });
});
