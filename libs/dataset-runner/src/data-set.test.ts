import { expect, it } from 'vitest';
import { defineDataSet, sourceOfKey } from './data-set.ts';

const dataSet = defineDataSet({
  name: 'd',
  sources: ['groups', 'group_log', 'group'],
  models: {},
  defaultModel: 'm',
  recordSource: 's',
});

it.each([
  ['groups.csv', 'groups'],
  ['day2/groups.csv', 'groups'],
  ['group_log-2021.csv', 'group_log'],
  ['group_log.part1.csv', 'group_log'],
  ['group.csv', 'group'],
  ['groupsy.csv', null],
  ['groups.csv.gz', null],
  ['manifest.json', null],
])('%s belongs to %s', (key, source) => expect(sourceOfKey(dataSet, key)).toBe(source));
