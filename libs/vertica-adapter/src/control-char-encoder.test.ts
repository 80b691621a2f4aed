import type { CanonicalRow } from '@vaultwright/datavault-core/warehouse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ControlCharEncoder, type RefusedRecord } from './control-char-encoder.ts';
import { failureOf } from './fixtures/failure-of.ts';

async function* given(rows: readonly CanonicalRow[], size = 3): AsyncGenerator<readonly CanonicalRow[]> {
  for (let index = 0; index < rows.length; index += size) yield rows.slice(index, index + size);
}

async function bytesOf(encoder: ControlCharEncoder, rows: readonly CanonicalRow[]): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of encoder.encode(given(rows))) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Reads the stream byte by byte, as its description says. */
function read(bytes: Buffer): (string | null)[][] {
  const rows: (string | null)[][] = [];
  let row: (string | null)[] = [];
  let start = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte !== 1 && byte !== 2) continue;
    const field = bytes.subarray(start, index);
    row.push(field.length === 1 && field[0] === 3 ? null : field.toString('utf8'));
    start = index + 1;
    if (byte === 2) {
      rows.push(row);
      row = [];
    }
  }
  expect(start).toBe(bytes.length);
  return rows;
}

const nobody = (refused: RefusedRecord): void => {
  throw new Error(`refused ${refused.record}`);
};
const value = fc.option(fc.string({ unit: 'binary' }).filter((text) => !/[\u0000-\u0003]/.test(text)));

describe('the stream of a COPY', () => {
  it('gives back every value, NULL and the empty text apart', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value, value)), async (rows) => {
        const encoder = new ControlCharEncoder(3, nobody);
        expect(read(await bytesOf(encoder, rows))).toEqual(rows);
        expect(encoder.written).toBe(BigInt(rows.length));
      }),
    );
  });

  it('keeps newlines, quotes, delimiters and letters of several bytes, over many blocks', async () => {
    const row = ['a\nb\r\n', '"\'\\|,;\t', 'ЖЁ€😀'];
    const rows = Array.from({ length: 9000 }, () => row);
    expect(read(await bytesOf(new ControlCharEncoder(3, nobody), rows))).toEqual(rows);
  });

  it.each(['\u0000', '\u0001', '\u0002', '\u0003'])('never writes the byte of %j', async (byte) => {
    for (const text of [byte, `a${byte}`, `${byte}b`]) {
      const seen: RefusedRecord[] = [];
      const encoder = new ControlCharEncoder(2, (refused) => void seen.push(refused));
      const bytes = await bytesOf(encoder, [
        ['1', 'a'],
        ['2', text],
        ['3', null],
      ]);
      expect(read(bytes)).toEqual([
        ['1', 'a'],
        ['3', null],
      ]);
      expect(seen).toEqual([{ record: 2n, field: 1 }]);
      expect(encoder).toMatchObject({ given: 3n, written: 2n });
      await expect(bytesOf(new ControlCharEncoder(2, nobody), [['1', text]])).rejects.toThrow('refused 1');
    }
  });

  it('finds the record of a written row whatever was left out before it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (clean) => {
        const encoder = new ControlCharEncoder(1, () => undefined);
        await bytesOf(
          encoder,
          clean.map((good) => [good ? 'x' : '\u0001']),
        );
        const kept = clean.flatMap((good, index) => (good ? [BigInt(index + 1)] : []));
        expect(kept.map((_, index) => encoder.recordOf(BigInt(index + 1)))).toEqual(kept);
      }),
    );
  });

  it('refuses half characters and rows of another width', async () => {
    expect((await failureOf(bytesOf(new ControlCharEncoder(1, nobody), [['a\ud800']]))).code).toBe(
      'E-DATA-TEXT',
    );
    expect((await failureOf(bytesOf(new ControlCharEncoder(2, nobody), [['a']]))).code).toBe(
      'E-INTERNAL-ROW',
    );
  });
});
