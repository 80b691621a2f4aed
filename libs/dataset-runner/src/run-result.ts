import { z } from 'zod';
import { deliveryStatuses } from './deliveries/delivery-status.ts';
import { runSteps } from './run-event.ts';
import { runProfileSchema } from './run-profile.ts';

const count = z.int().nonnegative();
const counts = z.record(z.string(), count);

/**
 * What a run leaves behind, the same in `run.json`, on the JSON line and for a library caller.
 *
 * Invariant: within `vaultwright.run/1` members are only added.
 */
export const runResultSchema = z.strictObject({
  schema: z.literal('vaultwright.run/1'),
  runId: z.string().min(1),
  version: z.string(),
  dataSet: z.string(),
  model: z.string(),
  target: z.string(),
  engine: z.string(),
  mode: z.enum(['incremental', 'force-load', 'dry-run']),
  status: z.enum(['ok', 'nothing', 'partial', 'failed', 'interrupted']),
  exitCode: z.int().min(0).max(255),
  startedAt: z.iso.datetime().describe('ISO 8601, UTC'),
  finishedAt: z.iso.datetime().describe('ISO 8601, UTC'),
  objects: z.array(
    z.strictObject({
      key: z.string(),
      source: z.string(),
      etag: z.string(),
      bytes: count,
      sha256: z.string().nullable(),
      status: z.enum(deliveryStatuses),
      delivery: z.string(),
      date: z.string().nullable().describe('load date, UTC; null until a run gives it'),
    }),
  ),
  absent: z.array(z.string()).default([]).describe('sources that had no object at all'),
  rows: z.strictObject({ read: count, loaded: count, rejected: count, blank: count }),
  entities: z.array(
    z.strictObject({
      entity: z.string(),
      source: z.string(),
      read: count,
      inserted: count,
      known: count,
      duplicate: count,
      nullKey: count,
      held: count,
      late: count,
      conflict: count,
      released: count,
    }),
  ),
  checks: z.array(
    z.strictObject({ name: z.string(), status: z.enum(['passed', 'failed', 'warned']), rows: count }),
  ),
  steps: z.array(
    z.strictObject({
      step: z.enum(runSteps),
      subject: z.string(),
      counts,
      milliseconds: z.number().nonnegative(),
    }),
  ),
  warnings: z.array(z.string()),
  profile: runProfileSchema.optional().describe('where the time went; of runs with --profile only'),
  error: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('members of an error: code, title, where, found, allowed, fix, details, retryable'),
});

export type RunResult = z.infer<typeof runResultSchema>;
