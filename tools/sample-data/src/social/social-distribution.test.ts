import { describe, expect, it } from 'vitest';
import { readRows } from '../testing/tiny-csv-reader.ts';
import { wholeFile } from '../testing/whole-file.ts';
import { COUNTRIES } from './country.ts';
import { groupRow } from './groups-file.ts';
import { SocialNetwork } from './social-network.ts';
import { socialRecipe } from './social-recipe.ts';
import { userRow } from './users-file.ts';
import type { SocialTable } from './social-row.ts';

const small = (table: SocialTable) => readRows(wholeFile({ preset: 'S', defects: 'none' }, table));
const share = <Row>(rows: readonly Row[], test: (row: Row) => boolean): number =>
  rows.filter(test).length / rows.length;
const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

describe('users', () => {
  const network = new SocialNetwork(socialRecipe({ preset: 'M' }));
  const users = Array.from({ length: 100_000 }, (_, at) => userRow(network, at, 1));

  it('have ids without repetition, with gaps, in mixed order', () => {
    const ids = users.map((user) => user.id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(Math.max(...ids)).toBeGreaterThan(2 * ids.length);
    expect(share(ids.slice(1), (id) => id > ids[0]!)).toBeLessThan(1);
    expect(ids.slice(0, 100)).not.toEqual(ids.slice(0, 100).toSorted((a, b) => a - b));
  });

  it('have the ages, NULLs and oddities asked for', () => {
    const between = (from: number, to: number) =>
      share(users, ({ age }) => age !== null && age >= from && age <= to);
    expect(between(18, 22)).toBeGreaterThan(0.42);
    expect(between(55, 64)).toBeGreaterThan(0.28);
    expect(between(30, 39)).toBeLessThan(0.06);
    expect(share(users, ({ age }) => age === null)).toBeCloseTo(0.005, 2);
    const outliers = share(users, ({ age }) => age === 0 || age === 101 || age === -1);
    expect(outliers).toBeGreaterThan(0.0003);
    expect(outliers).toBeLessThan(0.0008);
    expect(share(users, ({ registrationDt }) => registrationDt === null)).toBeCloseTo(0.01, 2);
    expect(share(users, ({ chatName }) => !/^[a-z]+ [a-z]+ \d+$/.test(chatName))).toBeCloseTo(0.05, 2);
  });

  it('come from about 110 countries by Zipf, all of the list', () => {
    const counts = new Map<string, number>();
    for (const { country } of users) counts.set(country, (counts.get(country) ?? 0) + 1);
    const ranked = [...counts.values()].toSorted((a, b) => b - a);
    expect(counts.size).toBe(COUNTRIES.length);
    expect(counts.has('Cruise Ship')).toBe(true);
    expect(ranked[0]! / ranked[1]!).toBeCloseTo(2, 0);
    expect(ranked[0]! / ranked[9]!).toBeGreaterThan(8);
    expect([...counts.keys()].every((name) => name >= 'A' && name < 'K')).toBe(true);
  });
});

describe('groups', () => {
  const network = new SocialNetwork(socialRecipe({ preset: 'M' }));
  const groups = Array.from({ length: 2_000 }, (_, at) => groupRow(network, at, 1));

  it('are named within 100 characters, 3 % over 100 bytes, 2 % with a comma, 30 % private', () => {
    expect(groups.filter(({ groupName }) => Array.from(groupName).length > 100)).toEqual([]);
    expect(share(groups, ({ groupName }) => bytes(groupName) > 100)).toBeCloseTo(0.03, 2);
    expect(share(groups, ({ groupName }) => groupName.includes(','))).toBeCloseTo(0.02, 2);
    expect(share(groups, ({ isPrivate }) => isPrivate)).toBeCloseTo(0.3, 1);
  });

  it('register strictly one after the other, but for a tie asked for at ranks 10 and 11', () => {
    const times = groups.map(({ registrationDt }) => registrationDt!);
    expect(times.every((time, at) => at === 0 || time > times[at - 1]!)).toBe(true);
    const tied = new SocialNetwork(socialRecipe({ preset: 'M', tie: true }));
    const tiedTimes = groups.map((_, at) => groupRow(tied, at, 1).registrationDt!);
    expect(tiedTimes.flatMap((time, at) => (time === tiedTimes[at - 1] ? [at] : []))).toEqual([10]);
  });

  it('are led by the ten oldest with 2 to 5 thousand joiners, and convert 30 to 60 %', () => {
    const sizes = network.plan.size.slice(0, 2_000);
    for (const { added } of sizes.slice(0, 10)) {
      expect(added).toBeGreaterThan(2_000);
      expect(added).toBeLessThan(5_000);
    }
    expect(sizes.slice(10).filter(({ added }) => added > 2_000)).toEqual([]);
    for (const { added, writers } of sizes) {
      expect(writers / added).toBeGreaterThanOrEqual(0.3);
      expect(writers / added).toBeLessThanOrEqual(0.6);
    }
  });
});

describe('dialogs', () => {
  const dialogs = small('dialogs');
  const users = new Set(small('users').map((row) => row['id']));
  const has = (part: string) => share(dialogs, (row) => row['message']!.includes(part));

  it('hold the shares of special texts', () => {
    expect(has(',')).toBeCloseTo(0.08, 2);
    expect(has('"')).toBeCloseTo(0.04, 2);
    expect(has('\n')).toBeCloseTo(0.01, 2);
    const long = share(dialogs, (row) => bytes(row['message']!) > 1000);
    expect(long).toBeGreaterThan(0.0015);
    expect(long).toBeLessThan(0.0045);
    expect(dialogs.filter((row) => row['message']!.length >= 1000)).toEqual([]);
    const empty = share(dialogs, (row) => row['message'] === '');
    expect(empty).toBeGreaterThan(0.0003);
    expect(empty).toBeLessThan(0.002);
  });

  it('go to groups in 60 % of the cases, and name unknown people in 0.1 %', () => {
    expect(share(dialogs, (row) => row['message_group'] !== null)).toBe(0.6);
    const unknown = share(
      dialogs,
      (row) =>
        !users.has(row['message_from']!) || (row['message_to'] !== null && !users.has(row['message_to']!)),
    );
    expect(unknown).toBeGreaterThan(0.0003);
    expect(unknown).toBeLessThan(0.002);
  });

  it('have microseconds from 2004-08-30 on', () => {
    const times = dialogs.map((row) => row['message_ts']!);
    expect(times.filter((time) => !/^20\d\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6}$/.test(time))).toEqual([]);
    expect(times.reduce((a, b) => (a < b ? a : b)) >= '2004-08-30 00:00:00.000000').toBe(true);
    expect(times.reduce((a, b) => (a > b ? a : b)) < '2023-01-01').toBe(true);
  });
});

describe('group log', () => {
  const log = small('group_log');
  const groups = small('groups');
  const adds = log.filter((row) => row['event'] === 'add');
  const pair = (row: Record<string, string | null>) => `${row['group_id']}/${row['user_id']}`;
  const joiners = new Set(adds.map(pair));
  const leaves = log.filter((row) => row['event'] === 'leave');

  it('has one create per group, by its admin, in the second of its registration', () => {
    for (const group of groups) {
      const created = log.filter((row) => row['event'] === 'create' && row['group_id'] === group['id']);
      expect(created).toHaveLength(1);
      expect(created[0]!['user_id']).toBe(group['admin_id']);
      expect(created[0]!['datetime']).toBe(group['registration_dt']!.slice(0, 19));
    }
  });

  it('has 20 % invited, by 15 to 21 % of the members; 12 % leave, 15 % of those come back', () => {
    const invited = adds.filter((row) => row['user_id_from'] !== null);
    expect(invited.length / joiners.size).toBeCloseTo(0.2, 2);
    const inviters = new Set(invited.map((row) => `${row['group_id']}/${row['user_id_from']}`));
    expect(inviters.size / joiners.size).toBeGreaterThan(0.14);
    expect(inviters.size / joiners.size).toBeLessThan(0.21);
    expect(leaves.length / joiners.size).toBeCloseTo(0.12, 2);
    expect((adds.length - joiners.size) / leaves.length).toBeCloseTo(0.15, 1);
  });

  it('lets nobody leave before joining, nor come back without having left', () => {
    const when = (rows: typeof log) => {
      const times = new Map<string, string[]>();
      for (const row of rows)
        times.set(pair(row), [...(times.get(pair(row)) ?? []), row['datetime']!].toSorted());
      return times;
    };
    const added = when(adds);
    const left = when(leaves);
    for (const [who, [time, ...again]] of left) {
      expect(again).toEqual([]);
      expect(added.get(who)![0]! <= time!).toBe(true);
    }
    for (const [who, [, again, ...more]] of added) {
      expect(more).toEqual([]);
      if (again !== undefined) expect(left.get(who)![0]! <= again).toBe(true);
    }
  });

  it('is sorted by time with about 1 % of the rows out of place', () => {
    const times = log.map((row) => row['datetime']!);
    const sorted = times.toSorted();
    const displaced = times.filter((time, at) => time !== sorted[at]).length / times.length;
    expect(displaced).toBeGreaterThan(0.004);
    expect(displaced).toBeLessThan(0.016);
  });
});
