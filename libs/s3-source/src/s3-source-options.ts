import { VaultwrightError } from '@vaultwright/datavault-core';
import type { Clock } from '@vaultwright/datavault-core/warehouse';
import { checkEndpoint } from './endpoint-rules.ts';
import { systemWait } from './wait.ts';
import type { Wait } from './wait.ts';

const MIB = 2 ** 20;
const GIB = 2 ** 30;

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Time limits; all finite. Units: milliseconds, except `slowestBytesPerSecond`. */
export interface S3Deadlines {
  /** Until the connection stands; default 5,000. */
  readonly connectMs: number;
  /** Until the answer begins, and between two pieces of a body; default 30,000. */
  readonly idleMs: number;
  /** The least total time of one object or one listing page; default 120,000. */
  readonly leastMs: number;
  /** Larger objects may take `size / slowestBytesPerSecond` in total; default 262,144. */
  readonly slowestBytesPerSecond: number;
  /** The whole listing; default 3,600,000. */
  readonly listMs: number;
}

/** How bytes are moved. Units: bytes, or counts. */
export interface S3Transfer {
  /** Tries of one request until an answer begins; default 5. */
  readonly attempts: number;
  /** Repetitions after a body that broke off, for each object or each part; default 3. */
  readonly restarts: number;
  /** Objects from this size on are read as parallel ranges; default 16 MiB. */
  readonly rangedFromBytes: number;
  /** Default 8 MiB. */
  readonly partBytes: number;
  /** Parts under way or waiting for their turn, which bounds the memory; default 8. */
  readonly parallelParts: number;
  /** A single stream over this size goes on where it broke off instead of at zero; default 64 MiB. */
  readonly resumeOverBytes: number;
}

export interface S3SourceOptions {
  readonly bucket: string;
  readonly prefix?: string;
  /** URL of the service; default: what the AWS SDK finds in its environment. Never taken from data. */
  readonly endpoint?: string;
  /** Default: the SDK's own search for `aws`, `us-east-1` for `compatible`. */
  readonly region?: string;
  /** `compatible` = path-style addresses and checksums only where the protocol demands them. */
  readonly server: 'aws' | 'compatible';
  /** Default: the SDK's provider chain. */
  readonly credentials?: S3Credentials | (() => Promise<S3Credentials>);
  /** For messages: where the credentials came from, such as the name of a variable. */
  readonly credentialsFrom?: string;
  /** Accept `http://` to a host that is not this machine. */
  readonly allowInsecure?: boolean;
  /** Accept link-local addresses, where cloud metadata services live. */
  readonly allowLinkLocal?: boolean;
  /** An ETag of 32 hexadecimal digits is the md5 of the bytes; default true. */
  readonly etagIsMd5?: boolean;
  /** Every object must have a `<key>.sha256` beside it, which is compared and not listed; default false. */
  readonly sha256Sidecars?: boolean;
  /** Larger objects are refused unread; default 20 GiB. */
  readonly maxObjectBytes?: number;
  readonly deadlines?: Partial<S3Deadlines>;
  readonly transfer?: Partial<S3Transfer>;
  readonly clock?: Clock;
  /** Pause before a repetition; tests pass one that does not wait. */
  readonly wait?: Wait;
  /** Jitter, uniform in [0, 1). */
  readonly random?: () => number;
}

/** Options with every default filled in and every rule checked. */
export interface S3Settings {
  readonly bucket: string;
  readonly prefix: string;
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly server: 'aws' | 'compatible';
  readonly credentials: (() => Promise<S3Credentials>) | undefined;
  readonly credentialsFrom: string | undefined;
  readonly allowInsecure: boolean;
  readonly allowLinkLocal: boolean;
  readonly etagIsMd5: boolean;
  readonly sha256Sidecars: boolean;
  readonly maxObjectBytes: number;
  readonly deadlines: S3Deadlines;
  readonly transfer: S3Transfer;
  readonly clock: Clock;
  readonly wait: Wait;
  readonly random: () => number;
}

const DEADLINES: S3Deadlines = {
  connectMs: 5_000,
  idleMs: 30_000,
  leastMs: 120_000,
  slowestBytesPerSecond: 256 * 1024,
  listMs: 3_600_000,
};
const TRANSFER: S3Transfer = {
  attempts: 5,
  restarts: 3,
  rangedFromBytes: 16 * MIB,
  partBytes: 8 * MIB,
  parallelParts: 8,
  resumeOverBytes: 64 * MIB,
};

/** Errors: `E-CONFIG-KEY` for a missing bucket or a number out of range, `E-CONFIG-TLS` and `E-CONFIG-ENDPOINT`. */
export function readS3Options(options: S3SourceOptions): S3Settings {
  const { credentials, endpoint } = options;
  const settings: S3Settings = {
    bucket: options.bucket,
    prefix: options.prefix ?? '',
    endpoint,
    region: options.region,
    server: options.server,
    credentials: typeof credentials === 'object' ? () => Promise.resolve(credentials) : credentials,
    credentialsFrom: options.credentialsFrom,
    allowInsecure: options.allowInsecure ?? false,
    allowLinkLocal: options.allowLinkLocal ?? false,
    etagIsMd5: options.etagIsMd5 ?? true,
    sha256Sidecars: options.sha256Sidecars ?? false,
    maxObjectBytes: options.maxObjectBytes ?? 20 * GIB,
    deadlines: { ...DEADLINES, ...options.deadlines },
    transfer: { ...TRANSFER, ...options.transfer },
    clock: options.clock ?? { now: () => BigInt(Date.now()) * 1000n },
    wait: options.wait ?? systemWait,
    random: options.random ?? Math.random,
  };
  if (!/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,254}$/.test(settings.bucket)) {
    throw refused('bucket', JSON.stringify(settings.bucket), 'a bucket name', 'name the bucket of the files');
  }
  const numbers = { ...settings.deadlines, ...settings.transfer, maxObjectBytes: settings.maxObjectBytes };
  for (const [name, value] of Object.entries(numbers)) {
    const least = name === 'restarts' ? 0 : 1;
    if (Number.isFinite(value) && value >= least) continue;
    throw refused(name, String(value), `a finite number from ${least} on`, 'leave it out for the default');
  }
  if (endpoint !== undefined) checkEndpoint(endpoint, settings);
  return settings;
}

function refused(name: string, found: string, allowed: string, fix: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-KEY',
    family: 'configuration',
    title: `S3 source: ${name} cannot be used`,
    where: `s3Source option ${name}`,
    found,
    allowed,
    fix,
  });
}
