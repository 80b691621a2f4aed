import { VaultwrightError } from '@vaultwright/datavault-core';
import { parseHosts, type HostAddress } from './host-list.ts';
import { settingProblems, type SettingForms } from './setting-forms.ts';
import type { TlsMode, TlsSettings } from './tls-options.ts';

export interface PoolSettings {
  /** Most connections of one warehouse. Default 4. */
  readonly max?: number;
  /** Statements after which a connection is replaced. Default 10,000. */
  readonly maxUses?: number;
  /** Units: seconds. Default 3,600. */
  readonly maxLifetimeSeconds?: number;
  /** How long an unused connection is kept. Units: seconds. Default 60. */
  readonly idleSeconds?: number;
}

export interface TimeoutSettings {
  /** One attempt at one address; the whole list gets as many. Units: seconds. Default 15. */
  readonly connectSeconds?: number;
  /** One statement. Units: seconds. Default 3,600. */
  readonly statementSeconds?: number;
  /** One COPY. Units: seconds. Default 21,600. */
  readonly copySeconds?: number;
}

/** What a session needs so that the server itself can read objects from S3. */
export interface S3Settings {
  /** Host, and port where needed, without a scheme. */
  readonly endpoint?: string;
  readonly region?: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Default true. */
  readonly https?: boolean;
}

/** How to reach a database; what a configuration's target holds besides the adapter's name. */
export interface VerticaOptions {
  /** Host, or several in a list or separated by commas, each with its own `:port` where needed; tried from a random one on. */
  readonly host: string | readonly string[];
  /** Default 5433. */
  readonly port?: number;
  readonly database: string;
  readonly user: string;
  readonly password?: string;
  readonly tls?: TlsSettings;
  readonly pool?: PoolSettings;
  readonly timeouts?: TimeoutSettings;
  readonly s3?: S3Settings;
  /** Label of the sessions on the server. Default `vaultwright`. */
  readonly label?: string;
}

/** Checked settings with their defaults. Invariant: holds secrets; never printed. */
export interface VerticaSettings {
  readonly hosts: readonly HostAddress[];
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: TlsSettings;
  readonly pool: Required<PoolSettings>;
  readonly timeouts: Required<TimeoutSettings>;
  readonly s3: S3Settings | null;
  readonly label: string;
}

const defaultPort = 5433;
const modes: readonly TlsMode[] = ['verify-full', 'verify-ca', 'require', 'disable'];

const forms: SettingForms = {
  host: { form: 'hosts', required: true },
  port: { form: 'port' },
  database: { form: 'text', required: true },
  user: { form: 'text', required: true },
  password: { form: 'text', secret: true },
  label: { form: 'label' },
  tls: {
    form: {
      mode: { form: modes },
      caFile: { form: 'text' },
      certificateFile: { form: 'text' },
      certificateKeyFile: { form: 'text' },
      allowInsecure: { form: 'boolean' },
    },
  },
  pool: {
    form: {
      max: { form: 'count' },
      maxUses: { form: 'count' },
      maxLifetimeSeconds: { form: 'count' },
      idleSeconds: { form: 'count' },
    },
  },
  timeouts: {
    form: {
      connectSeconds: { form: 'count' },
      statementSeconds: { form: 'count' },
      copySeconds: { form: 'count' },
    },
  },
  s3: {
    form: {
      endpoint: { form: 'authority' },
      region: { form: 'text' },
      accessKeyId: { form: 'text', required: true, secret: true },
      secretAccessKey: { form: 'text', required: true, secret: true },
      sessionToken: { form: 'text', secret: true },
      https: { form: 'boolean' },
    },
  },
};

/**
 * Checks settings that come from a configuration; numbers and booleans may come as text, as from the environment.
 *
 * Errors: `E-CONFIG-VERTICA`, naming every wrong setting at once and never the value of a secret.
 * Shape: `further` are settings of a caller of its own; they are checked, not returned.
 */
export function parseVerticaSettings(
  input: Readonly<Record<string, unknown>>,
  further: SettingForms = {},
): VerticaSettings {
  const known = { ...forms, ...further };
  const { problems, values } = settingProblems(input, known);
  const options = values as unknown as VerticaOptions;
  const { certificateFile, certificateKeyFile } = options.tls ?? {};
  if ((certificateFile === undefined) !== (certificateKeyFile === undefined))
    problems.push('tls: found one of certificateFile and certificateKeyFile, allowed both or none');
  if (problems.length > 0) throw wrongSettings(problems, Object.keys(known));
  return {
    hosts: parseHosts(options.host, options.port ?? defaultPort),
    database: options.database,
    user: options.user,
    password: options.password ?? '',
    tls: options.tls ?? {},
    pool: { max: 4, maxUses: 10_000, maxLifetimeSeconds: 3600, idleSeconds: 60, ...options.pool },
    timeouts: { connectSeconds: 15, statementSeconds: 3600, copySeconds: 21_600, ...options.timeouts },
    s3: options.s3 ?? null,
    label: options.label ?? 'vaultwright',
  };
}

function wrongSettings(problems: readonly string[], known: readonly string[]): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-VERTICA',
    family: 'configuration',
    title: 'the settings of a Vertica target are wrong',
    where: 'target settings',
    found: problems[0] ?? '',
    allowed: known.join(', '),
    fix: 'correct the settings of the target',
    details: problems,
  });
}
