import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOfInstants, instantsSchema, type Grain } from './as-of-instants.ts';

const rules = (given: object) =>
  asOfInstants(instantsSchema.parse({ start: '2022-01-01', end: '2022-12-31', ...given }));
const days = (instants: readonly { asOf: string }[]) => instants.map(({ asOf }) => asOf.slice(0, 10));

describe('generated instants', () => {
  it('begin weeks on Monday, and months, quarters and years on their first day', () => {
    expect(days(rules({ end: '2022-01-31', grains: { weekly: 'all' } }))).toEqual([
      '2022-01-03',
      '2022-01-10',
      '2022-01-17',
      '2022-01-24',
      '2022-01-31',
    ]);
    expect(days(rules({ grains: { quarterly: 'all' } }))).toEqual([
      '2022-01-01',
      '2022-04-01',
      '2022-07-01',
      '2022-10-01',
    ]);
    expect(days(rules({ start: '2020-02-02', grains: { yearly: 'all' } }))).toEqual([
      '2021-01-01',
      '2022-01-01',
    ]);
    expect(rules({ start: '2024-01-01', end: '2024-12-31', grains: { daily: 'all' } })).toHaveLength(366);
  });

  it('stay active as long as one of their grains keeps them', () => {
    const kept = rules({ end: '2022-03-03', grains: { daily: 3, monthly: 'all' } });
    expect(days(kept.filter(({ isActive }) => isActive))).toEqual([
      '2022-01-01',
      '2022-02-01',
      '2022-03-01',
      '2022-03-02',
      '2022-03-03',
    ]);
    expect(kept).toHaveLength(62);
  });

  it('are the local time of the zone in UTC, also where clocks change', () => {
    const berlin = { zone: 'Europe/Berlin', grains: { daily: 'all' } };
    const asOf = (given: object) => rules({ ...berlin, ...given }).map((instant) => instant.asOf);
    expect(asOf({ start: '2022-03-26', end: '2022-03-28' })).toEqual([
      '2022-03-25 23:00:00.000000',
      '2022-03-26 23:00:00.000000',
      '2022-03-27 22:00:00.000000',
    ]);
    // 02:30 is skipped on the first of these days and shown twice on the second.
    expect(asOf({ start: '2022-03-27', end: '2022-03-27', at: '02:30:00' })).toEqual([
      '2022-03-27 01:30:00.000000',
    ]);
    expect(asOf({ start: '2022-10-30', end: '2022-10-30', at: '02:30:00' })).toEqual([
      '2022-10-30 00:30:00.000000',
    ]);
  });

  it('are ordered, unique and the same every time', () => {
    const grain = fc.constantFrom<Grain>('daily', 'weekly', 'monthly', 'quarterly', 'yearly');
    const keep = fc.oneof(fc.constant<'all'>('all'), fc.integer({ min: 1, max: 40 }));
    const zone = fc.constantFrom(
      'UTC',
      'America/New_York',
      'Asia/Kathmandu',
      'Pacific/Apia',
      'Europe/Moscow',
    );
    fc.assert(
      fc.property(fc.dictionary(grain, keep, { minKeys: 1 }), zone, (grains, inZone) => {
        const once = rules({ start: '2011-12-20', end: '2012-02-10', zone: inZone, grains });
        expect(rules({ start: '2011-12-20', end: '2012-02-10', zone: inZone, grains })).toEqual(once);
        const instants = once.map(({ asOf }) => asOf);
        expect(instants).toEqual([...new Set(instants)].sort());
      }),
      { numRuns: 30 },
    );
  });

  it('count a day that a zone skipped once', () => {
    const skipped = {
      start: '2011-12-29',
      end: '2011-12-31',
      zone: 'Pacific/Apia',
      grains: { daily: 'all' },
    };
    expect(rules(skipped).map(({ asOf }) => asOf)).toEqual([
      '2011-12-29 10:00:00.000000',
      '2011-12-30 10:00:00.000000',
    ]);
  });

  it('refuse days, times and zones that do not exist', () => {
    const wrong = [
      { start: '2022-02-30' },
      { at: '24:00:00' },
      { zone: 'Mars/Olympus' },
      { grains: { hourly: 1 } },
    ];
    for (const given of wrong) expect(() => rules({ grains: { daily: 1 }, ...given })).toThrow();
  });
});
