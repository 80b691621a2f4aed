import { defineSource, int } from '@vaultwright/datavault-core';
import { describe, expect, it } from 'vitest';
import { DeliveryRule } from './delivery-rule.ts';
import { readListing, type Delivery } from './delivery.ts';
import type { SourceFiles } from './source-files.ts';

const modified = new Date('2024-05-06T07:08:09.010Z');
const objects = (...keys: readonly string[]) =>
  keys.map((key) => ({ bucket: 'b', key, etag: 'e', size: 1, modified }));
const sourceOf = (files: SourceFiles) => ({
  contract: defineSource(files.name, { columns: { id: int() } }).contract,
  rule: new DeliveryRule(files, 'd'),
});
const listed = (files: readonly SourceFiles[], keys: readonly string[], root = '') =>
  readListing(objects(...keys), files.map(sourceOf), root);
const dates = (deliveries: readonly Delivery[]): (string | null)[] =>
  deliveries.map(({ told }) => (told === null ? null : new Date(Number(told / 1000n)).toISOString()));
const names = (deliveries: readonly Delivery[]): string[] => deliveries.map(({ name }) => name);

describe('the date of a delivery', () => {
  it.each<[SourceFiles, string, string | null]>([
    [{ name: 'u' }, 'u.csv', null],
    [{ name: 'u', date: 'modified' }, 'u.csv', '2024-05-06T07:08:09.010Z'],
    [{ name: 'u', files: 'u/{d:yyyy-MM-dd}/*.csv' }, 'u/2024-02-29/x.csv', '2024-02-29T00:00:00.000Z'],
    [{ name: 'u', files: 'u_{d:yyyyMMddTHHmmss}.csv' }, 'u_20240229T235958.csv', '2024-02-29T23:59:58.000Z'],
    [{ name: 'u', files: '{y:yyyy}/{m:MM}/u.csv' }, '2024/11/u.csv', '2024-11-01T00:00:00.000Z'],
    [{ name: 'u', files: 'u_{w:yyyy-Www}.csv' }, 'u_2020-W53.csv', '2020-12-28T00:00:00.000Z'],
    [{ name: 'u', files: 'u_{w:yyyy-Www}.csv' }, 'u_2021-W01.csv', '2021-01-04T00:00:00.000Z'],
    [
      { name: 'u', files: 'u_{d:yyyy-MM-dd}.csv', zone: 'America/New_York' },
      'u_2024-07-01.csv',
      '2024-07-01T04:00:00.000Z',
    ],
    [{ name: 'u', files: 'u_{d:yyyy-MM-dd}.csv', date: 'arrival' }, 'u_2024-07-01.csv', null],
  ])('of %j, named %s, is %s', (files, key, date) => {
    expect(dates(listed([files], [key]).deliveries)).toEqual([date]);
  });

  it.each(['u_2023-02-29.csv', 'u_2024-13-01.csv', 'u_2024-00-10.csv'])('is not guessed from %s', (key) => {
    expect(() => listed([{ name: 'u', files: 'u_{d:yyyy-MM-dd}.csv' }], [key])).toThrow(
      expect.objectContaining({ code: 'E-SOURCE-DATE', where: key }),
    );
  });

  it('is not guessed for a week that its year does not have', () => {
    expect(() => listed([{ name: 'u', files: 'u_{w:yyyy-Www}.csv' }], ['u_2021-W53.csv'])).toThrow(
      expect.objectContaining({ code: 'E-SOURCE-DATE' }),
    );
  });
});

describe('deliveries', () => {
  it('come by date, then source, then name with numbers as numbers; undated ones last', () => {
    const files = [
      { name: 'b', files: 'b_{d:yyyy-MM-dd}_{n}.csv' },
      { name: 'a', files: 'a_{d:yyyy-MM-dd}.csv' },
      { name: 'c' },
    ];
    const keys = [
      'a_2024-01-01.csv',
      'b_2024-01-01_10.csv',
      'b_2024-01-01_9.csv',
      'b_2023-01-01_1.csv',
      'c_1.csv',
    ];
    expect(names(listed(files, keys).deliveries)).toEqual([
      'b_2023-01-01_1.csv',
      'b_2024-01-01_9.csv',
      'b_2024-01-01_10.csv',
      'a_2024-01-01.csv',
      'c_1.csv',
    ]);
  });

  it('belong to the most specific source', () => {
    const { deliveries } = listed(
      [{ name: 'order' }, { name: 'order_notes' }],
      ['order_notes.csv', 'order_1.csv'],
    );
    expect(deliveries.map(({ name, source }) => [name, source.name])).toEqual([
      ['order_1.csv', 'order'],
      ['order_notes.csv', 'order_notes'],
    ]);
  });

  it('of two sources that fit alike are refused, both named', () => {
    const files = [
      { name: 'a', files: 'x_*.csv' },
      { name: 'b', files: 'x_?.csv' },
    ];
    expect(() => listed(files, ['x_1.csv'])).toThrow(
      expect.objectContaining({ code: 'E-SOURCE-AMBIGUOUS', found: 'the patterns of a and b fit alike' }),
    );
  });

  it('have the same names below any root, and what belongs to nobody is named', () => {
    const files = [{ name: 'u', files: 'in/u_*.csv' }];
    expect(listed(files, ['x/in/u_1.csv', 'x/in/v.csv'], 'x/')).toMatchObject({
      deliveries: [{ name: 'in/u_1.csv' }],
      strays: ['in/v.csv'],
    });
  });
});

describe('parts', () => {
  const day = 'u/{d:yyyy-MM-dd}';

  it('of one delivery are put together, in order, under one date', () => {
    const files: SourceFiles = { name: 'u', files: `${day}/*.csv`, parts: 'all' };
    const keys = ['u/2024-01-01/p10.csv', 'u/2024-01-01/p9.csv', 'u/2024-01-02/p1.csv'];
    expect(
      listed([files], keys).deliveries.map(({ name, parts }) => [name, parts.map(({ key }) => key)]),
    ).toEqual([
      ['u/2024-01-01/*.csv', ['u/2024-01-01/p9.csv', 'u/2024-01-01/p10.csv']],
      ['u/2024-01-02/*.csv', ['u/2024-01-02/p1.csv']],
    ]);
  });

  it('wait for a marker, which is no stray', () => {
    const files: SourceFiles = { name: 'u', files: `${day}/*.csv`, parts: { marker: `${day}/_SUCCESS` } };
    const keys = ['u/2024-01-01/a.csv', 'u/2024-01-01/_SUCCESS', 'u/2024-01-02/a.csv'];
    const { deliveries, strays } = listed([files], keys);
    expect(deliveries.map(({ missing }) => missing)).toEqual([
      null,
      'its marker u/2024-01-02/_SUCCESS is not there',
    ]);
    expect(strays).toEqual([]);
  });

  it('of a number that is none are refused', () => {
    const files: SourceFiles = { name: 'u', files: 'u_{part}of{of}.csv', parts: { count: 'of' } };
    expect(() => listed([files], ['u_1ofmany.csv'])).toThrow(
      expect.objectContaining({ code: 'E-SOURCE-PARTS', found: 'many where {of} stands' }),
    );
  });

  it('never include a marker, though its name may fit', () => {
    const files: SourceFiles = { name: 'u', files: `${day}/*`, parts: { marker: `${day}/_SUCCESS` } };
    const { deliveries } = listed([files], ['u/2024-01-01/_SUCCESS', 'u/2024-01-01/a.csv']);
    expect(deliveries.map(({ parts, missing }) => [parts.map(({ key }) => key), missing])).toEqual([
      [['u/2024-01-01/a.csv'], null],
    ]);
  });

  it('wait for as many as a name says', () => {
    const files: SourceFiles = { name: 'u', files: 'u_{run}_{part}_of_{of}.csv', parts: { count: 'of' } };
    const keys = ['u_a_1_of_2.csv', 'u_a_2_of_2.csv', 'u_b_2_of_3.csv'];
    expect(listed([files], keys).deliveries.map(({ name, missing }) => [name, missing])).toEqual([
      ['u_a_{part}_of_{of}.csv', null],
      ['u_b_{part}_of_{of}.csv', '1 of 3 parts are there'],
    ]);
  });
});
