import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CsvLimits } from './csv-limits.ts';
import { frame } from './fixtures/frame.ts';
import { cut } from './fixtures/outcome.ts';
import { recordFault } from './record-view.ts';

/** Small enough that a generated file meets every one of them. */
const tiny: CsvLimits = {
  recordBytes: 40,
  fieldBytes: 12,
  headerBytes: 8,
  columns: 4,
  rawBytes: 16,
  blockBytes: 16,
};

/** Bytes that mean something, and few others, so that they meet. */
const soup = fc
  .tuple(
    fc.constantFrom('', 'h\n', '"h"\r\n'),
    fc.array(
      fc.oneof(
        fc.constantFrom('"', '""', ',', ',', '\n', '\n', '\r\n', '\r\n', '\r'),
        fc.constantFrom('a', 'bc', 'ж', '🙂', ' ', '\0', '\x02', '\uFEFF', 'fifteen letters'),
      ),
      { maxLength: 60 },
    ),
  )
  .map(([header, pieces]) => header + pieces.join(''));
const bytesOf = (text: string, broken: number): Buffer => {
  const bytes = Buffer.from(text);
  if (bytes.length > 0 && broken >= 0) bytes[broken % bytes.length] = 0xd0;
  return bytes;
};
const field = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'x y',
    '1',
    ',',
    '"',
    'a"b',
    '\n',
    '\r\n',
    'a\nb',
    'Привет, мир',
    '🙂',
    '\\.',
    '""',
  ),
  fc.string({ maxLength: 8 }).filter((text) => !/[\0-\x03\r]/.test(text)),
);

describe('framing', () => {
  it('gives the same records and the same error however the bytes are cut', () => {
    fc.assert(
      fc.property(
        soup,
        fc.integer({ min: -1, max: 400 }),
        fc.integer({ min: 1, max: 40 }),
        (text, broken, size) => {
          const bytes = bytesOf(text, broken);
          expect(frame(cut(bytes, size), tiny)).toEqual(frame([bytes], tiny));
        },
      ),
      { numRuns: 800 },
    );
  });

  it('accounts for every byte', () => {
    fc.assert(
      fc.property(soup, fc.integer({ min: -1, max: 400 }), (text, broken) => {
        const bytes = bytesOf(text, broken);
        const { records, refused } = frame([bytes], tiny);
        const newlineBytes = { lf: 1, crlf: 2 };
        let next = records[0]?.offset ?? 0;
        for (const { offset, length, newline, sha256 } of records) {
          expect(offset).toBe(next);
          const raw = bytes.subarray(offset, offset + length);
          expect(sha256).toBe(createHash('sha256').update(raw).digest('hex'));
          next = offset + length + (newline === null ? 0 : newlineBytes[newline as 'lf' | 'crlf']);
        }
        if (refused === null && records.length > 0) expect(next).toBe(bytes.length);
      }),
      { numRuns: 800 },
    );
  });

  it('agrees with csv-parse on written files: quotes, newlines in quotes, CRLF', () => {
    const file = fc.record({
      records: fc.integer({ min: 2, max: 4 }).chain((columns) =>
        fc.array(
          fc.array(fc.record({ text: field, quoted: fc.boolean() }), {
            minLength: columns,
            maxLength: columns,
          }),
          { minLength: 1, maxLength: 8 },
        ),
      ),
      newline: fc.constantFrom('\n', '\r\n'),
      final: fc.boolean(),
      size: fc.integer({ min: 1, max: 50 }),
    });
    fc.assert(
      fc.property(file, ({ records, newline, final, size }) => {
        const written = records.map((fields) =>
          fields
            .map(({ text, quoted }) =>
              quoted || /[,"\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text,
            )
            .join(','),
        );
        const text = written.join(newline) + (final ? newline : '');
        const ours = frame(cut(Buffer.from(text), size));
        expect(ours.refused).toBeNull();
        expect(ours.records.map(({ fields }) => fields)).toEqual(
          records.map((fields) => fields.map((one) => one.text)),
        );
        expect(ours.records.map(({ fields }) => fields)).toEqual(parse(text, { record_delimiter: newline }));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with csv-parse on any bytes that both call regular', () => {
    let compared = 0;
    fc.assert(
      fc.property(soup, (text) => {
        const { records, refused } = frame([Buffer.from(text)]);
        if (refused !== null || records.some(({ faults }) => faults !== 0)) return;
        const theirs: string[][] = parse(text, {
          bom: true,
          record_delimiter: ['\n', '\r\n'],
          relax_column_count: true,
          skip_empty_lines: true,
        });
        expect(records.filter(({ length }) => length > 0).map(({ fields }) => fields)).toEqual(theirs);
        compared += theirs.length;
      }),
      { numRuns: 1000 },
    );
    expect(compared).toBeGreaterThan(100);
  });
});

describe('limits', () => {
  const outcome = (text: string) => {
    const whole = frame([Buffer.from(text)], tiny);
    expect(frame(cut(Buffer.from(text), 3), tiny)).toEqual(whole);
    return { refused: whole.refused, faults: whole.records.map(({ faults }) => faults) };
  };

  it('rejects a record over the limit and finds the next one', () => {
    const { faults } = outcome(`h\n${'abcdefghi,'.repeat(4)}x\nnext\n`);
    expect(faults).toEqual([0, recordFault.recordTooLong, 0]);
  });

  it('takes a record of exactly the limit', () => {
    expect(outcome(`h\n${'abcdefghi,'.repeat(4)}\nnext\n`).faults).toEqual([0, 0, 0]);
  });

  it('rejects a field over the limit', () => {
    expect(outcome(`h\n${'x'.repeat(12)}\n${'x'.repeat(13)}\n`).faults).toEqual([
      0,
      0,
      recordFault.fieldTooLong,
    ]);
  });

  it('refuses a quoted field that does not end within a record', () => {
    expect(outcome(`h\n"${'x\n'.repeat(30)}`).refused).toContain('QUOTE_RUNAWAY');
    expect(outcome(`h\n"${'x\n'.repeat(30)}"\n`).refused).toMatch(/^QUOTE_RUNAWAY.* line 2$/);
    expect(outcome(`h\n"${'x\n'.repeat(10)}`).refused).toMatch(/^QUOTE_OPEN.* line 2$/);
  });

  it('digests a record over the limit without its newline, wherever a block ends', () => {
    for (let length = 41; length <= 80; length += 1) {
      const record = 'x'.repeat(length);
      const { records } = frame([Buffer.from(`h\r\n${record}\r\n`)], tiny);
      expect(records[1]?.sha256).toBe(createHash('sha256').update(record).digest('hex'));
    }
  });

  it('names the fault that comes first in the file, not the limit that a chunk happens to end on', () => {
    expect(outcome(`"${'h'.repeat(9)}"x\n`).refused).toContain('QUOTE_TRAILING');
  });

  it('refuses a header that is too long or too wide', () => {
    expect(outcome('x'.repeat(9)).refused).toContain('HEADER_LIMIT');
    expect(outcome('a,b,c,d,e\n').refused).toContain('HEADER_LIMIT');
    expect(outcome('a,b,c,d\n').refused).toBeNull();
  });

  it('holds a record without newline only up to the limit', () => {
    const chunk = Buffer.alloc(1 << 20, 'x');
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    function* endless(): Generator<Uint8Array> {
      yield Buffer.from('h\n');
      for (let at = 0; at < 64; at += 1) {
        most = Math.max(most, process.memoryUsage().arrayBuffers - before);
        yield chunk;
      }
    }
    const { records } = frame(endless());
    expect(records[1]).toMatchObject({ length: 64 << 20, faults: recordFault.recordTooLong });
    expect(most).toBeLessThan(24 << 20);
  });
});

describe('format', () => {
  it.each([
    [{ delimiter: ',', quote: ',' }],
    [{ delimiter: '\n', quote: '"' }],
    [{ delimiter: 'ж', quote: '"' }],
    [{ delimiter: ',', quote: '\x01' }],
  ])('refuses %j', (format) => {
    expect(() => frame([], undefined, format)).toThrow(/E-META-CSV/);
  });
});
