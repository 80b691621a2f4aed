import { engineStatement, type StoredType } from '@vaultwright/datavault-core/sql';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import { canonicalText } from './canonical-text.ts';
import { openDuckDb } from './open-duckdb.ts';
import { quoteText } from './sql-literal.ts';
import { storedTypeName } from './stored-type-name.ts';

let warehouse: Warehouse;
let session: Session;
beforeAll(async () => {
  warehouse = await openDuckDb({ path: ':memory:' });
  session = await warehouse.connect();
});
afterAll(() => warehouse.close());

/** Canonical text of values that the engine makes from literals, one statement for all. */
async function printed(type: StoredType, literals: readonly (string | null)[]): Promise<unknown[]> {
  const values = literals.map((literal, index) => {
    const text = literal === null ? 'null' : quoteText(literal);
    return `(${index}, ${type.kind === 'binary' ? `unhex(${text})` : `cast(${text} as ${storedTypeName(type)})`})`;
  });
  const sql = `select ${canonicalText('v.x', type)} as t from (values ${values.join(', ')}) as v(i, x) order by i`;
  return (await session.query(engineStatement('query', sql))).map((row) => row['t']);
}

const decimal = (precision: number, scale: number): StoredType => ({ kind: 'decimal', precision, scale });

describe('canonical text', () => {
  const examples: readonly (readonly [StoredType, readonly (readonly [string | null, string | null])[]])[] = [
    [
      { kind: 'text', length: 9 },
      [
        [' a ', ' a '],
        ['', ''],
        [null, null],
      ],
    ],
    [
      { kind: 'int' },
      [
        ['0', '0'],
        ['-7', '-7'],
        ['9223372036854775807', '9223372036854775807'],
        ['-9223372036854775808', '-9223372036854775808'],
        [null, null],
      ],
    ],
    [
      decimal(9, 2),
      [
        ['1.50', '1.5'],
        ['0', '0'],
        ['-0.00', '0'],
        ['100', '100'],
        ['1000000.00', '1000000'],
        ['-12.34', '-12.34'],
        ['0.05', '0.05'],
        [null, null],
      ],
    ],
    [
      decimal(5, 0),
      [
        ['100', '100'],
        ['0', '0'],
      ],
    ],
    [
      decimal(2, 2),
      [
        ['0.50', '0.5'],
        ['-0.5', '-0.5'],
        ['0', '0'],
        ['0.05', '0.05'],
      ],
    ],
    [
      decimal(38, 38),
      [
        [`-0.${'1'.repeat(37)}0`, `-0.${'1'.repeat(37)}`],
        ['0', '0'],
      ],
    ],
    [
      decimal(38, 10),
      [
        ['9999999999999999999999999999.1', '9999999999999999999999999999.1'],
        ['-10', '-10'],
      ],
    ],
    [
      { kind: 'boolean' },
      [
        ['true', 'true'],
        ['f', 'false'],
        [null, null],
      ],
    ],
    [
      { kind: 'date' },
      [
        ['0001-01-01', '0001-01-01'],
        ['9999-12-31', '9999-12-31'],
        [null, null],
      ],
    ],
    [
      { kind: 'time' },
      [
        ['00:00:00', '00:00:00.000000'],
        ['23:59:59.999999', '23:59:59.999999'],
        ['01:02:03.1', '01:02:03.100000'],
        [null, null],
      ],
    ],
    [
      { kind: 'timestamp' },
      [
        ['0001-01-01 00:00:00', '0001-01-01 00:00:00.000000'],
        ['2020-02-29 23:59:59.000001', '2020-02-29 23:59:59.000001'],
        ['2020-02-29 23:59:59.12', '2020-02-29 23:59:59.120000'],
        ['9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999'],
        [null, null],
      ],
    ],
    [
      { kind: 'timestamptz' },
      [
        ['2020-02-29 23:59:59.000001Z', '2020-02-29 23:59:59.000001Z'],
        ['2020-03-01 01:29:59+01:30', '2020-02-29 23:59:59.000000Z'],
        ['1969-12-31 23:59:59.5Z', '1969-12-31 23:59:59.500000Z'],
        [null, null],
      ],
    ],
    [
      { kind: 'binary', length: 9 },
      [
        ['00FF', '00ff'],
        ['', ''],
        [null, null],
      ],
    ],
    [
      { kind: 'uuid' },
      [
        ['0A0A0A0A-0000-0000-0000-00000000000F', '0a0a0a0a-0000-0000-0000-00000000000f'],
        [null, null],
      ],
    ],
    [
      { kind: 'hash', bytes: 16, encoding: 'binary' },
      [
        ['9DD4E461-268C-8034-F5C8-564E155C67A6', '9dd4e461268c8034f5c8564e155c67a6'],
        [null, null],
      ],
    ],
    [
      { kind: 'hash', bytes: 20, encoding: 'hexLower' },
      [
        ['ab01', 'ab01'],
        [null, null],
      ],
    ],
    [
      { kind: 'hash', bytes: 32, encoding: 'hexUpper' },
      [
        ['AB01', 'ab01'],
        [null, null],
      ],
    ],
  ];
  it.each(examples.map(([type, pairs]) => [storedTypeName(type), type, pairs] as const))(
    'of %s',
    async (_name, type, pairs) => {
      expect(
        await printed(
          type,
          pairs.map(([value]) => value),
        ),
      ).toEqual(pairs.map(([, text]) => text));
    },
  );

  it('of a binary hash of 20 or 32 bytes is lower-case hex', async () => {
    for (const algorithm of ['sha1', 'sha256'] as const) {
      const bytes = algorithm === 'sha1' ? 20 : 32;
      const text = canonicalText(`unhex(${algorithm}('x'))`, { kind: 'hash', bytes, encoding: 'binary' });
      const [row] = await session.query(engineStatement('query', `select ${text} as t`));
      expect(row?.['t']).toBe(createHash(algorithm).update('x').digest('hex'));
    }
  });

  it('of any decimal is its digits without padding', async () => {
    const shape = fc
      .integer({ min: 1, max: 38 })
      .chain((precision) => fc.tuple(fc.constant(precision), fc.integer({ min: 0, max: precision })));
    await fc.assert(
      fc.asyncProperty(
        shape,
        fc.array(fc.bigInt({ min: 0n, max: 10n ** 38n - 1n }), { minLength: 20 }),
        async (size, raw) => {
          const [precision, scale] = size;
          const unscaled = raw.map((digits, index) => {
            // Short numbers and trailing zeros are where a printer goes wrong.
            const kept = digits % 10n ** BigInt(1 + (index % precision));
            const padded = index % 3 === 0 ? (kept / 100n) * 100n : kept;
            return (index % 2 === 0 ? padded : -padded) % 10n ** BigInt(precision);
          });
          const texts = unscaled.map((value) => plainDecimal(value, scale, false));
          expect(await printed(decimal(precision, scale), texts)).toEqual(
            unscaled.map((value) => plainDecimal(value, scale, true)),
          );
        },
      ),
      { numRuns: 30 },
    );
  });

  it('of any timestamp is its microseconds in UTC, whatever the session zone', async () => {
    const first = BigInt(Date.parse('0001-01-02T00:00:00Z')) * 1000n;
    const last = BigInt(Date.parse('9999-12-30T00:00:00Z')) * 1000n;
    const micros = fc.oneof(
      fc.bigInt({ min: first, max: last }),
      fc.bigInt({ min: first / 1_000_000n, max: last / 1_000_000n }).map((seconds) => seconds * 1_000_000n),
      fc.bigInt({ min: first / 1000n, max: last / 1000n }).map((ms) => ms * 1000n),
    );
    await session.execute(engineStatement('meta', "set TimeZone = 'Asia/Kathmandu'"));
    await fc.assert(
      fc.asyncProperty(fc.array(micros, { minLength: 20, maxLength: 60 }), async (instants) => {
        const texts = instants.map(isoMicros);
        expect(await printed({ kind: 'timestamp' }, texts)).toEqual(texts);
        const zoned = texts.map((text) => `${text}Z`);
        expect(await printed({ kind: 'timestamptz' }, zoned)).toEqual(zoned);
      }),
      { numRuns: 15 },
    );
  });

  it('refuses float, which engines print differently', () => {
    expect(() => canonicalText('x', { kind: 'float' })).toThrow('E-META-FLOAT-TEXT');
  });
});

/** An oracle of its own: integer arithmetic only. */
function plainDecimal(unscaled: bigint, scale: number, trimmed: boolean): string {
  const sign = unscaled < 0n ? '-' : '';
  const size = unscaled < 0n ? -unscaled : unscaled;
  const unit = 10n ** BigInt(scale);
  let fraction = (size % unit).toString().padStart(scale, '0');
  while (trimmed && fraction.endsWith('0')) fraction = fraction.slice(0, -1);
  return `${sign}${size / unit}${scale === 0 || fraction === '' ? '' : `.${fraction}`}`;
}

function isoMicros(micros: bigint): string {
  const ms = micros / 1000n - (micros % 1000n < 0n ? 1n : 0n);
  const iso = new Date(Number(ms)).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 23)}${(micros - ms * 1000n).toString().padStart(3, '0')}`;
}
