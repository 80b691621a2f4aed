import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { groupLog, notes, people } from './fixtures/corpus-case.ts';
import { cut, parseOf, scanOf } from './fixtures/outcome.ts';
import { recordFaultCodes } from './record-check.ts';

const log = 'group_id,user_id,user_id_from,event,datetime';
const originals = [
  { contract: people, text: 'id,name,age\n1,Ann,22\n2,"B, ""b""",22.0\n3,Привет,\n4,"x\ny",1.5\n' },
  { contract: people, text: '\uFEFF"id","name","age"\r\n"1","Ann","22"\r\n"2","","3"\r\n"3","🙂",""\r\n' },
  {
    contract: groupLog,
    text: `${log}\n1,2,,add,2021-01-01 10:00:00\n1,3,2.0,leave,2021-01-31T10:00:00.25\n`,
  },
  { contract: groupLog, text: `${log}\r\n7,8,,create,2021-02-28 10:00\r\n7,9,8,add,2021-03-01 10:00:00` },
  { contract: notes, text: 'note\n"a\nb"\n\\.\n""\nx\n' },
];
const inserted = [
  '"',
  '""',
  ',',
  ',,',
  '\n',
  '\n\n',
  '\r\n',
  '\r',
  '\0',
  '\x02',
  'x',
  '9',
  '-',
  '.0',
  ' ',
  'ж',
  '\uFEFF',
  log,
];

const mutation = fc.record({
  kind: fc.constantFrom('insert', 'delete', 'repeat', 'break', 'truncate'),
  at: fc.nat(300),
  length: fc.integer({ min: 1, max: 12 }),
  what: fc.constantFrom(...inserted),
});

function mutated(
  bytes: Buffer,
  { kind, at, length, what }: { kind: string; at: number; length: number; what: string },
): Buffer {
  const from = at % (bytes.length + 1);
  const [before, after] = [bytes.subarray(0, from), bytes.subarray(from)];
  switch (kind) {
    case 'insert':
      return Buffer.concat([before, Buffer.from(what), after]);
    case 'delete':
      return Buffer.concat([before, after.subarray(length)]);
    case 'repeat':
      return Buffer.concat([before, after.subarray(0, length * 4), after]);
    case 'break':
      return Buffer.concat([before, Buffer.from([0x80 + (at % 128)]), after.subarray(1)]);
    default:
      return bytes.subarray(0, Math.max(bytes.length - length, from));
  }
}

describe('mutated files', () => {
  const file = fc.record({
    original: fc.constantFrom(...originals),
    mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
    size: fc.integer({ min: 1, max: 60 }),
  });

  it('are refused alike by scan and parser, or every record is a row, a reject or blank', async () => {
    const seen = { refused: 0, rejected: 0, regular: 0, blank: 0 };
    await fc.assert(
      fc.asyncProperty(file, async ({ original: { contract, text }, mutations, size }) => {
        const bytes = mutations.reduce(mutated, Buffer.from(text));
        const chunks = cut(bytes, size);
        const scan = scanOf(contract, chunks);
        const parsed = await parseOf(contract, scan, chunks);
        expect(scan).toEqual(scanOf(contract, [bytes]));
        expect(parsed).toEqual(await parseOf(contract, scan, [bytes]));

        if ('code' in scan) {
          seen.refused += 1;
          expect(parsed).toEqual(scan);
          return;
        }
        if ('code' in parsed) throw new Error(`only the parser refused: ${parsed.fault}`);
        const { rows, rejects, totals } = parsed;
        const rejected = new Map<number, number>();
        for (const { recordNo } of rejects) rejected.set(recordNo, (rejected.get(recordNo) ?? 0) + 1);
        expect(totals).toEqual({
          read: scan.records,
          loaded: rows.length,
          rejected: rejected.size,
          blank: scan.blank,
        });
        expect(totals.read).toBe(totals.loaded + totals.rejected + totals.blank);
        expect(Math.max(0, ...rejected.values())).toBeLessThanOrEqual(10);
        for (const { byteStart, byteLength, raw } of rejects) {
          const at = bytes.subarray(byteStart, byteStart + byteLength);
          expect(raw).toBe(raw.startsWith('base64:') ? `base64:${at.toString('base64')}` : at.toString());
        }
        const faults = (code: string): number => rejects.filter((reject) => reject.code === code).length;
        for (const code of recordFaultCodes) {
          expect(faults(code)).toBe(scan.irregularities.find((one) => one.code === code)?.count ?? 0);
        }
        seen.rejected += rejects.length;
        seen.blank += scan.blank;
        if (scan.irregularities.length === 0) seen.regular += 1;
      }),
      { numRuns: 2000, seed: 20_240_229 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(15);
  });
});
