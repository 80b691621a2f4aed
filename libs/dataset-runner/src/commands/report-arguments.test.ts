import { expect, it } from 'vitest';
import { reportArguments } from './report-arguments.ts';

it('keeps what belongs to the report and takes the rest', () => {
  expect(reportArguments(['--groups', '5', '--format=csv', '--out', 'x.csv', '--current-members'])).toEqual({
    formats: ['csv'],
    out: 'x.csv',
    model: null,
    dataSet: null,
    rest: ['--groups', '5', '--current-members'],
  });
});

it('takes the format from the ending of the file', () => {
  expect(reportArguments(['--out', 'x.md']).formats).toEqual(['md']);
  expect(reportArguments(['--out', 'folder']).formats).toEqual(['html']);
  expect(reportArguments([]).formats).toEqual(['terminal']);
  expect(reportArguments(['--format', 'html,json', '--out', 'folder']).formats).toEqual(['html', 'json']);
});

it('names the option without a value', () =>
  expect(() => reportArguments(['--out'])).toThrow(/--out needs a value/));
