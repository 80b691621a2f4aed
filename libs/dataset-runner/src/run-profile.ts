import { z } from 'zod';

/** What a run spends its time on, in the order in which it begins; `other` is everything that nobody has told apart. */
export const workPhases = [
  'open',
  'list',
  'fetch',
  'work-tables',
  'lock',
  'land',
  'rules',
  'prepared-stage',
  'collect',
  'check',
  'keep',
  'insert',
  'compute',
  'ledger',
  'commit',
  'statistics',
  'other',
] as const;
export type WorkPhase = (typeof workPhases)[number];

const rows = z.int().nonnegative();
const milliseconds = z.number().nonnegative();

const figures = {
  statements: z
    .int()
    .nonnegative()
    .describe('statements sent; a bulk load is one, and so are the statistics of all tables'),
  read: rows
    .nullable()
    .describe(
      'rows: records of files (fetch, land), staged or held rows an entity took (collect, compute), else rows that queries returned; null where nobody counts them',
    ),
  written: rows
    .nullable()
    .describe('rows that statements wrote, into work tables too; null where nothing writes'),
  milliseconds: milliseconds.describe('wall time in milliseconds; of fetch, what the run waited for it'),
  rowsPerSecond: z
    .number()
    .nonnegative()
    .nullable()
    .describe(
      'rows read or written, whichever are more, a second of wall time, of fetch a second of its own time, waited for or not; null without rows or time',
    ),
} as const;

/**
 * Where the time of a run went.
 *
 * Invariant: every moment of the run is in exactly one phase, so that the milliseconds of all phases add up to
 * `milliseconds`, and those of a phase's subjects to the phase where it has any.
 * Units: milliseconds with microseconds behind the point; rows.
 */
export const runProfileSchema = z.strictObject({
  milliseconds: milliseconds.describe('wall time from startedAt to finishedAt'),
  besideMilliseconds: milliseconds.describe(
    'time of fetches that went on beside other work; in no phase, since the run did not wait for it',
  ),
  phases: z
    .array(
      z.strictObject({
        phase: z.enum(workPhases),
        ...figures,
        subjects: z
          .array(z.strictObject({ subject: z.string().describe('entity, or source'), ...figures }))
          .describe('the longest first; empty where a phase is about the whole run'),
      }),
    )
    .describe('phases that took place, in the order of a run'),
});

export type RunProfile = z.infer<typeof runProfileSchema>;
export type ProfileFigures = Omit<RunProfile['phases'][number], 'phase' | 'subjects'>;
