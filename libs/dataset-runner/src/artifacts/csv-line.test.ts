import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, longestCell } from './csv-line.ts';

const read = (line: string): string[] => (parse(line, { relax_column_count: true }) as string[][])[0] ?? [];

describe('csvLine', () => {
  it('is read back by another parser, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 50, unit: 'binary' }), { minLength: 2, maxLength: 6 }),
        (cells) => {
          const guarded = cells.map((cell) => {
            const isFormula = /^[=+\-@\t\r\n]/.test(cell) && !/^[+-]?\d+(?:\.\d+)?$/.test(cell);
            return isFormula ? `'${cell}` : cell;
          });
          // a lone empty cell and a byte order mark are the reader's own matter
          fc.pre(!cells[0]?.startsWith('\uFEFF'));
          expect(read(csvLine(cells))).toEqual(guarded);
        },
      ),
    );
  });

  it.each(['=1+1', '+cmd', '-cmd', '@sum', '\tx', '\rx', '\nx', '=cmd|"/c calc"!A1', '-1+1'])(
    'defuses %j',
    (formula) => expect(read(csvLine([formula, 'x']))[0]).toBe(`'${formula}`),
  );

  it.each([
    ['-5', '-5'],
    ['+7.25', '+7.25'],
    [-5, '-5'],
    [10n, '10'],
    [true, 'true'],
    [null, ''],
  ])('leaves %s alone', (cell, text) => expect(csvLine([cell, 'x'])).toBe(`${text},x\n`));

  it('cuts long text between characters, never inside one', () => {
    const [cell] = read(csvLine(['😀'.repeat(longestCell + 1), 'x']));
    expect(cell).toBe('😀'.repeat(longestCell));
    expect(read(csvLine(['a'.repeat(longestCell), 'x']))[0]).toHaveLength(longestCell);
  });
});
