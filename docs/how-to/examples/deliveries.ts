import type { SourceFiles } from '@vaultwright/dataset-runner';

/** Each day brings the whole list. */
export const dailySnapshots = {
  name: 'users',
  files: 'users/{day:yyyy-MM-dd}.csv',
  onMissing: 'fail',
} satisfies SourceFiles;

/** Each file brings what has changed; several a day, numbered. */
export const increments = {
  name: 'users',
  files: 'changes/users_{day:yyyyMMdd}_{number}.csv',
} satisfies SourceFiles;

/** One list in parts, complete when its marker is there. */
export const parts = {
  name: 'users',
  files: 'users/{day:yyyy-MM-dd}/part-*.csv',
  parts: { marker: 'users/{day:yyyy-MM-dd}/_SUCCESS' },
} satisfies SourceFiles;

/** One file that is written anew, dated by the store. */
export const corrections = {
  name: 'users',
  files: 'users.csv',
  date: 'modified',
} satisfies SourceFiles;

/** Names tell local time; weeks of the past come whenever they are found. */
export const backfill = {
  name: 'users',
  files: 'weeks/users_{week:yyyy-Www}.csv',
  zone: 'Europe/Paris',
} satisfies SourceFiles;
