import { z } from 'zod';
import { isPercentage } from './max-rejects.ts';

const maxRejectsSchema = z.union([z.int().nonnegative(), z.custom<`${number}%`>(isMaxRejectsShare)], {
  error: 'expected a whole number of records, or a percentage such as "0.5%"',
});

function isMaxRejectsShare(value: unknown): boolean {
  return typeof value === 'string' && isPercentage(value);
}

const variableName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'expected the name of an environment variable');
const name = z.string().min(1);

/** A folder of files on this machine; `path` is relative to the configuration file. */
export const folderSourceSchema = z.strictObject({ type: z.literal('folder'), path: name });

/**
 * Objects of a bucket. Credentials have no field: the variables named here, else `AWS_ACCESS_KEY_ID` and its family,
 * else the provider chain of the AWS client.
 */
export const s3SourceSchema = z.strictObject({
  type: z.literal('s3'),
  bucket: name,
  prefix: z.string().optional(),
  endpoint: name.optional(),
  endpointEnv: variableName.optional(),
  region: name.optional(),
  /** For servers that speak S3 but are not AWS. */
  compatible: z.boolean().optional(),
  /** Permits `http://` to another machine. */
  allowInsecure: z.boolean().optional(),
  accessKeyIdEnv: variableName.optional(),
  secretAccessKeyEnv: variableName.optional(),
});

const sourceSchema = z.discriminatedUnion('type', [folderSourceSchema, s3SourceSchema]);

/** A warehouse: the adapter's package name; the other members are the adapter's to check. */
const targetSchema = z.looseObject({ adapter: name });

/** The whole configuration; an unknown key is an error, except among an adapter's own settings. */
export const configSchema = z.strictObject({
  targets: z
    .record(z.string().regex(/^[A-Za-z][\w-]*$/, 'expected letters, digits, _ or -'), targetSchema)
    .default({}),
  /** The target of a command that names none. */
  defaultTarget: name.default('demo'),
  source: sourceSchema.optional(),
  /** Package names, or folders when they begin with a dot or a slash. */
  dataSets: z.array(name).default([]),
  reports: z.array(name).default([]),
  maxRejects: maxRejectsSchema.default(0),
  /** What a run's log keeps of each file: its first records; `rows: 0` keeps none. */
  peek: z
    .strictObject({ rows: z.int().min(0).max(1000).default(10), maskPii: z.boolean().default(true) })
    .prefault({}),
  runFolder: name.default('.vaultwright'),
});

/** A configuration as written in a file. */
/** A configuration with every default in place. */
export type VaultwrightConfig = z.output<typeof configSchema>;

/** The target that exists without any configuration: a DuckDB file in the working folder. */
export const demoTarget = { adapter: '@vaultwright/duckdb-adapter', path: 'warehouse.duckdb' } as const;
