import { z } from 'zod';

/** Physical spelling of everything that metadata does not name itself. */
export const namingSchema = z.strictObject({
  stagingSchema: z.string().min(1).default('staging'),
  vaultSchema: z.string().min(1).default('dds'),
  hashKeyPrefix: z.string().default('hk_'),
  hashDiff: z.string().min(1).default('hash_diff'),
  loadDate: z.string().min(1).default('load_dt'),
  recordSource: z.string().min(1).default('load_src'),
  loadId: z.string().min(1).default('load_id'),
  sourceObject: z.string().min(1).default('source_object'),
  pendingSuffix: z.string().min(1).default('_pending'),
  lateSuffix: z.string().min(1).default('_late'),
  rejectSuffix: z.string().min(1).default('_rej'),
});
export type Naming = z.infer<typeof namingSchema>;
