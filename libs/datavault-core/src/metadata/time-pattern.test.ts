import { describe, expect, it } from 'vitest';
import { date, int } from './column.ts';
import { defineSource } from './source.ts';
import { TimePattern } from './time-pattern.ts';

describe('a pattern', () => {
  it('says which part of a text is which', () => {
    const pattern = TimePattern.parse("d.MM.yyyy 'um' HH:mm:ss.SSSXXX", 'timestamp');
    expect(pattern?.read('1.02.2024 um 03:04:05.678+03:00')).toEqual({
      day: '1',
      month: '02',
      year: '2024',
      hour: '03',
      minute: '04',
      second: '05',
      fraction: '678',
      offset: '+03:00',
    });
    for (const other of [
      '1.02.2024 um 03:04:05,678Z',
      ' 1.02.2024 um 03:04:05.678Z',
      '1.2.2024 um 03:04:05.678Z',
      '',
    ]) {
      expect(pattern?.read(other)).toBeNull();
    }
  });

  it('takes signs of regular expressions for themselves', () => {
    const pattern = TimePattern.parse('(yyyy)[MM]+dd*', 'date');
    expect(pattern?.read('(2024)[02]+01*')).toMatchObject({ year: '2024', month: '02', day: '01' });
    expect(pattern?.read('2024')).toBeNull();
  });

  it.each([
    ['date', 'dd.MM'],
    ['date', 'dd.MM.yy'],
    ['date', 'dd.MM.yyyy HH:mm'],
    ['date', 'dd.MM.yyyy.dd'],
    ['date', 'DD.MM.YYYY'],
    ['date', ''],
    ['timestamp', 'dd.MM.yyyy'],
    ['timestamp', 'dd.MM.yyyy HH'],
    ['timestamp', 'dd.MM.yyyyTHH:mm'],
    ['timestamp', 'dd.MM.yyyy HH:mm.SSS'],
  ] as const)('of a %s is not %j', (kind, pattern) => expect(TimePattern.parse(pattern, kind)).toBeNull());
});

describe('a source', () => {
  it('keeps what is declared, and nothing when nothing is', () => {
    const columns = { id: int(), day: date().written({ date: 'dd.MM.yyyy' }) };
    const { contract } = defineSource('s', { columns, written: { decimalMark: ',' } });
    expect(contract).toMatchObject({
      written: { decimalMark: ',' },
      columns: { day: { written: { date: 'dd.MM.yyyy' } } },
    });
    expect(JSON.stringify(defineSource('s', { columns: { id: int() } }).contract)).not.toContain('written');
  });

  it('names every setting that cannot be', () => {
    const columns = { id: int(), day: date().written({ date: 'DD.MM' }) };
    const wrong = (): unknown =>
      defineSource('s', { columns, csv: { delimiter: ';;' }, written: { timestamp: 'yyyy' } });
    expect(wrong).toThrow(
      expect.objectContaining({
        code: 'E-META-INVALID',
        where: 'source s',
        details: [
          expect.stringMatching(
            /^s\.day\.written\.date: found "DD\.MM"; is no pattern of a date such as dd\.MM\.yyyy/,
          ),
          expect.stringMatching(/^s\.csv\.delimiter: /),
          expect.stringMatching(/^s\.written\.timestamp: found "yyyy"; is no pattern of a timestamp/),
        ],
      }),
    );
  });
});
