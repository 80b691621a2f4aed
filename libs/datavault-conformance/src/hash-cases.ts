import fc from 'fast-check';
import {
  isCollisionSafe,
  hashProfileSchema,
  hashProfiles,
  type TextFormat,
} from '@vaultwright/datavault-core/model';
import type { HashProfile, HashRules, ColumnType } from '@vaultwright/datavault-core';

/** One column of every type; names that sort differently by case and by declaration. */
export const hashColumns = {
  name: { kind: 'text', length: 200 },
  Ab: { kind: 'text', length: 200 },
  aB2: { kind: 'text', length: 200 },
  int: { kind: 'int' },
  wide: { kind: 'decimal', precision: 18, scale: 4 },
  part: { kind: 'decimal', precision: 2, scale: 2 },
  flag: { kind: 'boolean' },
  Day: { kind: 'date' },
  clock: { kind: 'time' },
  moment: { kind: 'timestamp' },
  instant: { kind: 'timestamptz' },
  uuid: { kind: 'uuid' },
  bytes: { kind: 'binary', length: 8 },
} as const satisfies Record<string, ColumnType>;
export type HashColumn = keyof typeof hashColumns;

const everyColumn = Object.keys(hashColumns) as HashColumn[];
/** Engines agree on the cast of these types. */
const castColumns: readonly HashColumn[] = ['name', 'Ab', 'aB2', 'int', 'Day', 'uuid'];

export const columnsUnder = (format: TextFormat): readonly HashColumn[] =>
  format === 'engine-cast' ? castColumns : everyColumn;

/** Characters and words that mean something to some rules, and some that engines are known to treat apart. */
const character = fc.constantFrom(
  ...Array.from('azN|~^"\\-_ dv\n\t\r\u000b\u00a0\u00e9\u0436\u6f22\u{1f44d}'),
);
const word = fc.constantFrom(
  '',
  '~N',
  '^^',
  '--',
  '||',
  '|~~|',
  'dv_unknown',
  ' ',
  '\n\n',
  '|~N',
  '$&',
  '$1',
);
export const trickyText = fc
  .array(fc.oneof({ weight: 4, arbitrary: character }, word), { maxLength: 5 })
  .map((parts) => parts.join(''));

const digits = (precision: number, scale: number): fc.Arbitrary<string> => {
  const limit = 10n ** BigInt(precision) - 1n;
  return fc
    .oneof(fc.bigInt({ min: -limit, max: limit }), fc.bigInt({ min: -99n, max: 99n }), fc.constant(0n))
    .map((unscaled) => {
      const size = unscaled < 0n ? -unscaled : unscaled;
      const unit = 10n ** BigInt(scale);
      const fraction = (size % unit).toString().padStart(scale, '0').replace(/0+$/, '');
      return `${unscaled < 0n ? '-' : ''}${size / unit}${fraction === '' ? '' : `.${fraction}`}`;
    });
};
const micros = fc
  .tuple(
    fc.integer({
      min: Date.parse('0001-01-01T00:00:00Z') / 1000,
      max: Date.parse('9999-12-31T00:00:00Z') / 1000,
    }),
    fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 999_999 })),
  )
  .map(([seconds, fraction]) => {
    const [day = '', rest = ''] = new Date(seconds * 1000).toISOString().split('T');
    return { day, clock: `${rest.slice(0, 8)}.${String(fraction).padStart(6, '0')}` };
  });
const moment = micros.map(({ day, clock }) => `${day} ${clock}`);

const orNull = (value: fc.Arbitrary<string>): fc.Arbitrary<string | null> =>
  fc.option(value, { nil: null, freq: 4 });

/** A row of canonical texts. */
export const hashRow: fc.Arbitrary<Record<HashColumn, string | null>> = fc.record({
  name: orNull(trickyText),
  Ab: orNull(trickyText),
  aB2: orNull(trickyText),
  int: orNull(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
  wide: orNull(digits(18, 4)),
  part: orNull(digits(2, 2)),
  flag: orNull(fc.constantFrom('true', 'false')),
  Day: orNull(micros.map(({ day }) => day)),
  clock: orNull(micros.map(({ clock }) => clock)),
  moment: orNull(moment),
  instant: orNull(moment.map((text) => `${text}Z`)),
  uuid: orNull(fc.uuid()),
  bytes: orNull(fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('hex'))),
});

/** Rules of every combination that the schema accepts; `bare` only where a NULL may stay NULL. */
const anyRules: fc.Arbitrary<HashRules> = fc
  .record({
    trim: fc.constantFrom('none', 'spaces'),
    case: fc.constantFrom('preserve', 'upperAscii', 'upper'),
    caseScope: fc.constantFrom('part', 'whole'),
    emptyIsNull: fc.boolean(),
    escape: fc.constantFrom<HashRules['escape']>(
      [],
      [
        ['~', '~~'],
        ['|', '~|'],
      ],
      [
        ['\\', '\\\\'],
        ['"', '\\"'],
        ['^^', 'null word'],
      ],
      [
        ['-', '/'],
        ['a', '$&'],
      ],
    ),
    quote: fc.constantFrom(null, null, '"', "'"),
    nullToken: fc.constantFrom('~N', '^^', '', '~n\n'),
    delimiter: fc.constantFrom('|', '||', '|~~|', 'x'),
    stripControl: fc.constantFrom<number[]>([], [10, 9, 11, 13], [0x61, 0x1f44d]),
    stripTrailing: fc.constantFrom<HashRules['stripTrailing']>('none', 'nullParts', 'delimiters', {
      chars: '^|\\]',
    }),
    sortColumns: fc.constantFrom('declared', 'byName'),
    allNull: fc.constantFrom('zero', 'hash'),
    singleColumn: fc.constant('asList'),
  })
  .map((rules): HashRules =>
    rules.stripTrailing === 'nullParts' && !isCollisionSafe(rules)
      ? { ...rules, stripTrailing: 'none' }
      : rules,
  );

/** Profiles of every combination that the schema accepts. */
export const anyProfile: fc.Arbitrary<HashProfile> = fc
  .record({
    key: fc
      .tuple(anyRules, fc.constantFrom('null', 'zero', 'hash'), fc.constantFrom('asList', 'bare'))
      .map(([rules, allNull, singleColumn]) => ({ ...rules, allNull, singleColumn })),
    diff: anyRules,
    linkKeyFrom: fc.constantFrom('businessKeys', 'hashKeys'),
    algorithm: fc.constantFrom('md5', 'sha1', 'sha256'),
    encoding: fc.constantFrom('binary', 'hexLower', 'hexUpper'),
    text: fc.constantFrom('vaultwright-1', 'engine-cast', 'diepvries'),
  })
  .map((profile) => hashProfileSchema.parse({ name: 'random', version: 1, ...profile }));

export const presets: readonly HashProfile[] = Object.values(hashProfiles);
