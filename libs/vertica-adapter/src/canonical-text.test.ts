import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoredType } from '@vaultwright/datavault-core/sql';
import { startEmulator, type Emulator } from '../test/emulator.ts';
import { canonicalText } from './canonical-text.ts';
import { typedLiteral } from './sql-literal.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.close());

/** Canonical text of values that the engine makes from literals, one statement for all. */
async function printed(type: StoredType, values: readonly (string | null)[]): Promise<unknown[]> {
  const rows = values.map((item, index) => `select ${index} as "i", ${typedLiteral(item, type)} as "x"`);
  const sql = `select ${canonicalText('"v"."x"', type)} as "t" from (${rows.join(' union all ')}) as "v" order by "v"."i" asc`;
  return (await emulator.query(sql)).map((row) => row['t']);
}

const decimal = (precision: number, scale: number): StoredType => ({ kind: 'decimal', precision, scale });

describe('canonical text', () => {
  it.each<[string, StoredType, readonly string[]]>([
    ['text', { kind: 'text', length: 9 }, [' a ', '', "it's", 'я\n']],
    ['int', { kind: 'int' }, ['0', '-7', '9223372036854775807', '-9223372036854775807']],
    ['decimal', decimal(9, 2), ['1.5', '0', '100', '1000000', '-12.34', '0.05', '-0.05', '9999999.99']],
    ['decimal without a fraction', decimal(5, 0), ['100', '0', '-99999']],
    ['decimal without whole digits', decimal(4, 4), ['0.5', '-0.5', '0', '0.0005', '-0.9999']],
    ['the longest decimal', decimal(38, 10), [`-${'9'.repeat(28)}.9999999999`, '0.0000000001']],
    ['boolean', { kind: 'boolean' }, ['true', 'false']],
    ['date', { kind: 'date' }, ['0001-01-01', '2020-02-29', '9999-12-31']],
    ['time', { kind: 'time' }, ['00:00:00.000000', '23:59:59.000001', '12:30:00.500000']],
    ['timestamp', { kind: 'timestamp' }, ['0001-01-01 00:00:00.000000', '2020-02-29 23:59:59.000001']],
    ['timestamptz', { kind: 'timestamptz' }, ['2020-02-29 23:59:59.000001Z', '0001-01-01 00:00:00.000000Z']],
    ['binary', { kind: 'binary', length: 4 }, ['00ff', '7a']],
    ['uuid', { kind: 'uuid' }, ['00000000-0000-0000-0000-00000000000a']],
    ['a binary hash', { kind: 'hash', bytes: 20, encoding: 'binary' }, ['0f'.repeat(20)]],
    ['a hash in upper case', { kind: 'hash', bytes: 16, encoding: 'hexUpper' }, ['0f'.repeat(16)]],
  ])('prints %s as the hasher does, and keeps NULL', async (_name, type, values) => {
    expect(await printed(type, [...values, null])).toEqual([...values, null]);
  });

  it('prints any decimal as the hasher does', async () => {
    const digits = fc.integer({ min: -999_999_999, max: 999_999_999 });
    await fc.assert(
      fc.asyncProperty(fc.array(digits, { minLength: 20, maxLength: 60 }), async (numbers) => {
        const values = numbers.map((number) => {
          const sign = number < 0 ? '-' : '';
          const padded = String(Math.abs(number)).padStart(5, '0');
          const fraction = padded.slice(-4).replace(/0+$/, '');
          return `${sign}${padded.slice(0, -4)}${fraction === '' ? '' : `.${fraction}`}`.replace(/^-0$/, '0');
        });
        expect(await printed(decimal(9, 4), values)).toEqual(values);
      }),
      { numRuns: 5 },
    );
  });

  it('does not depend on whether the engine prints a zero before the point', () => {
    const text = canonicalText('x', decimal(4, 2));
    const run = (printedNumber: string): string => {
      const marked = `#${printedNumber}`.replaceAll('#.', '0.').replaceAll('#-.', '-0.').replace(/^#+/, '');
      return marked.replace(/0+$/, '').replace(/\.+$/, '');
    };
    expect(text).toBe(
      "rtrim(rtrim(ltrim(replace(replace('#' || cast(x as varchar(7)), '#.', '0.'), '#-.', '-0.'), '#'), '0'), '.')",
    );
    expect(['.50', '0.50', '-.50', '-0.50', '.00', '10.00', '-10.05'].map(run)).toEqual([
      '0.5',
      '0.5',
      '-0.5',
      '-0.5',
      '0',
      '10',
      '-10.05',
    ]);
  });

  it('refuses float', () => {
    expect(() => canonicalText('x', { kind: 'float' })).toThrow('E-META-FLOAT-TEXT');
  });
});
