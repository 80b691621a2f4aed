import { describe, expect, it } from 'vitest';
import { openSocial } from './open-social.ts';
import { isAccepted } from './generated-record.ts';
import { readCsv } from '../testing/tiny-csv-reader.ts';
import { truthOf } from '../testing/truth-of.ts';
import { wholeFile } from '../testing/whole-file.ts';
import { ROW_DEFECTS } from './social-defects.ts';
import { SOCIAL_TABLES } from './social-row.ts';
import type { CsvField } from '../testing/tiny-csv-reader.ts';
import type { SocialFile } from './social-file.ts';
import type { SocialOptions } from './social-recipe.ts';
import type { SocialTable } from './social-row.ts';

/** The contract of the four files, written once more for this test. */
type Check = (value: string) => string | undefined;
const int: Check = (value) => {
  if (!/^-?(?:0|[1-9]\d*)(?:\.0+)?$/.test(value)) return 'TYPE_INT';
  const whole = BigInt(value.split('.')[0]!);
  return whole >= -(2n ** 63n) && whole < 2n ** 63n ? undefined : 'TYPE_INT';
};
const timestamp: Check = (value) => {
  const parts = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d{6})?$/.exec(value);
  const [year, month, day] = (parts ?? []).slice(1, 4).map(Number) as [number, number, number];
  const real = parts !== null && new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
  return real && month <= 12 ? undefined : 'TYPE_TIMESTAMP';
};
const text =
  (limit: number): Check =>
  (value) =>
    Array.from(value).length > limit ? 'TEXT_TOO_LONG' : undefined;
const anything: Check = () => undefined;
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value) ? undefined : 'VALUE_NOT_ALLOWED';

const contract: Record<SocialTable, readonly { readonly check: Check; readonly nullable?: true }[]> = {
  users: [
    { check: int },
    { check: text(200) },
    { check: timestamp, nullable: true },
    { check: text(200) },
    { check: anything, nullable: true },
  ],
  groups: [
    { check: int },
    { check: int },
    { check: text(100) },
    { check: timestamp, nullable: true },
    { check: oneOf('0', '1') },
  ],
  dialogs: [
    { check: int },
    { check: timestamp },
    { check: int },
    { check: int, nullable: true },
    { check: text(1000) },
    { check: int, nullable: true },
  ],
  group_log: [
    { check: int },
    { check: int },
    { check: int, nullable: true },
    { check: oneOf('create', 'add', 'leave') },
    { check: timestamp },
  ],
};

function reasonOf(table: SocialTable, record: readonly CsvField[]): string | undefined {
  const columns = contract[table];
  if (record.length !== columns.length) return 'FIELD_COUNT';
  for (const [at, { check, nullable }] of columns.entries()) {
    const field = record[at]!;
    if (field.text === '' && !field.quoted) {
      if (!nullable) return 'NULL_REQUIRED';
    } else {
      const reason = check(field.text);
      if (reason !== undefined) return reason;
    }
  }
  return undefined;
}

/** What a reader of the file alone finds odd: `record outcome reason`, without knowing what was injected. */
function found(table: SocialTable, csv: string): string[] {
  const notes: string[] = [];
  const seen = new Set<string>();
  const integers = { users: [0], groups: [0, 1], dialogs: [0, 2, 3, 5], group_log: [0, 1, 2] }[table];
  for (const [at, record] of readCsv(csv).slice(1).entries()) {
    const number = at + 1;
    const reason = reasonOf(table, record);
    if (reason !== undefined) {
      notes.push(`${number} rejected ${reason}`);
      continue;
    }
    const values = record.map((field) => field.text);
    if (integers.some((column) => values[column]!.endsWith('.0')))
      notes.push(`${number} loaded float-integer`);
    if (table !== 'group_log' && Number(values[0]) > 0xffff_ffff)
      notes.push(`${number} loaded id-over-32-bits`);
    if (seen.has(values.join('\u0000'))) notes.push(`${number} collapsed duplicate`);
    seen.add(values.join('\u0000'));
  }
  return notes;
}

function listed(options: SocialOptions, table: SocialTable): string[] {
  const file = openSocial(options)[table] as SocialFile;
  const notes: string[] = [];
  let number = 0;
  for (let chunk = 0; chunk < file.chunkCount; chunk += 1) {
    for (const { marks } of file.records(chunk)) {
      number += 1;
      for (const { kind, outcome, reason } of marks) notes.push(`${number} ${outcome} ${reason ?? kind}`);
    }
  }
  return notes;
}

describe('row defects', () => {
  it.each([1, 2, 3] as const)('of S on day %i are exactly those that are listed', (day) => {
    for (const table of SOCIAL_TABLES) {
      const options = { preset: 'S', day } as const;
      expect(found(table, wholeFile(options, table)).toSorted(), table).toEqual(
        listed(options, table).toSorted(),
      );
    }
  });

  it('of every kind occur in S', () => {
    const kinds = SOCIAL_TABLES.flatMap((table) => {
      const file = openSocial({ preset: 'S' })[table] as SocialFile;
      return [...file.records(0)].flatMap(({ marks }) => marks.map(({ kind }) => kind));
    });
    expect(new Set(kinds)).toEqual(new Set(ROW_DEFECTS));
  });

  it.each(ROW_DEFECTS)('of kind %s can be had alone', (kind) => {
    const kinds = SOCIAL_TABLES.flatMap((table) => {
      const file = openSocial({ preset: 'S', defects: [kind] })[table] as SocialFile;
      return [...file.records(0)].flatMap(({ marks }) => marks.map((mark) => mark.kind));
    });
    expect(new Set(kinds)).toEqual(new Set([kind]));
  });

  it('are absent where none are wanted', () => {
    for (const table of SOCIAL_TABLES) {
      expect(found(table, wholeFile({ preset: 'S', defects: 'none' }, table))).toEqual([]);
    }
  });

  it('do not touch the accepted rows', () => {
    const rows = (options: SocialOptions, table: SocialTable) => {
      const file = openSocial(options)[table] as SocialFile;
      const records = Array.from({ length: file.chunkCount }, (_, chunk) => [...file.records(chunk)]).flat();
      return records.flatMap((record) => (isAccepted(record) ? [record.row] : []));
    };
    for (const table of SOCIAL_TABLES) {
      const spoiled = rows({ preset: 'S', defects: ['bad-date', 'event-case', 'missing-column'] }, table);
      expect(spoiled).toEqual(rows({ preset: 'S', defects: 'none' }, table));
    }
  });

  it('leave the report and the vault as they are, and show in the counts', () => {
    const clean = truthOf({ preset: 'S', defects: 'none' });
    const spoiled = truthOf({
      preset: 'S',
      defects: ROW_DEFECTS.filter((kind) => kind !== 'id-over-32-bits'),
    });
    expect(spoiled.report).toEqual(clean.report);
    expect(spoiled.rows).toEqual(clean.rows);
    expect(spoiled.held).toEqual(clean.held);
    expect(spoiled.intake.group_log.rejectedByReason).toEqual({
      FIELD_COUNT: 30,
      NULL_REQUIRED: 20,
      TYPE_INT: 20,
      TYPE_TIMESTAMP: 10,
      VALUE_NOT_ALLOWED: 20,
    });
    expect(spoiled.intake.group_log.collapsedDuplicates).toBe(10);
  });

  it('would change a figure of the ten oldest groups if a loader took them', () => {
    const oldest = new Set(truthOf({ preset: 'S' }).report.map((row) => String(row.group_id)));
    const rejected = [...openSocial({ preset: 'S' }).group_log.records(0)].filter(
      (record) => !isAccepted(record),
    );
    const taken = rejected.filter(({ cells }) => oldest.has(String(cells[0])));
    expect(taken.length).toBeGreaterThan(rejected.length / 2);
  });
});
