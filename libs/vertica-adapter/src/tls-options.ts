import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { createSecureContext, type ConnectionOptions, type SecureContext } from 'node:tls';
import { VaultwrightError } from '@vaultwright/datavault-core';

/** How much of the server's identity is proven. */
export type TlsMode = 'verify-full' | 'verify-ca' | 'require' | 'disable';

export interface TlsSettings {
  /** Default `verify-full`: signed by a trusted authority and made for this host. Weaker modes give a warning. */
  readonly mode?: TlsMode;
  /** PEM file of the trusted authorities. Default: those that Node trusts. */
  readonly caFile?: string;
  /** PEM files of a client certificate and its key, for servers that ask for one; both or none. */
  readonly certificateFile?: string;
  readonly certificateKeyFile?: string;
  /** Lets `disable` be used with a host that is not this machine: password and data are then readable on the way. */
  readonly allowInsecure?: boolean;
}

/** TLS of one warehouse: files are read once, options are made anew for each connection, because Node and the driver change them. */
export interface TlsPolicy {
  readonly mode: TlsMode;
  /** One line each; empty for `verify-full`. */
  readonly warnings: readonly string[];
  /** Undefined: no TLS. */
  readonly optionsFor: (host: string) => ConnectionOptions | undefined;
}

/**
 * Reads the files and decides what is allowed.
 *
 * Errors: `E-CONFIG-TLS`.
 */
export function tlsPolicy(settings: TlsSettings, hosts: readonly string[]): TlsPolicy {
  const { mode = 'verify-full' } = settings;
  if (mode === 'disable') {
    const open = hosts.filter((host) => !isLoopback(host));
    if (open.length > 0 && settings.allowInsecure !== true) throw insecureHost(open);
  }
  const secureContext = contextOf(settings);
  return {
    mode,
    warnings: warningsOf(mode, hosts),
    optionsFor: (host) => (mode === 'disable' ? undefined : optionsOf(mode, host, secureContext)),
  };
}

/** Whether a host can only be this machine. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1|0:0:0:0:0:0:0:1)$/i.test(host);
}

function optionsOf(
  mode: Exclude<TlsMode, 'disable'>,
  host: string,
  secureContext: SecureContext,
): ConnectionOptions {
  return {
    secureContext,
    host,
    // An address may not stand in the name extension; the certificate is then checked against `host`.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    rejectUnauthorized: mode !== 'require',
    ...(mode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
  };
}

function contextOf({ caFile, certificateFile, certificateKeyFile }: TlsSettings): SecureContext {
  const files = {
    ca: pem('tls.caFile', caFile),
    cert: pem('tls.certificateFile', certificateFile),
    key: pem('tls.certificateKeyFile', certificateKeyFile),
  };
  try {
    return createSecureContext({
      minVersion: 'TLSv1.2',
      ...(files.ca === undefined ? {} : { ca: files.ca }),
      ...(files.cert === undefined ? {} : { cert: files.cert }),
      ...(files.key === undefined ? {} : { key: files.key }),
    });
  } catch (cause) {
    throw tlsError(
      'the TLS files cannot be used',
      'tls',
      'files that are no certificate or key in PEM',
      cause,
    );
  }
}

function pem(setting: string, path: string | undefined): Buffer | undefined {
  if (path === undefined) return undefined;
  try {
    return readFileSync(path);
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no readable file';
    throw tlsError('a TLS file cannot be read', setting, `${path} (${code})`, cause);
  }
}

const risks: Readonly<Record<TlsMode, string | null>> = {
  'verify-full': null,
  'verify-ca': 'any server with a certificate of the same authority can pose as the warehouse',
  require: 'any server can pose as the warehouse and read the password',
  disable: 'password and data travel in clear text',
};

function warningsOf(mode: TlsMode, hosts: readonly string[]): string[] {
  const risk = risks[mode];
  return risk === null ? [] : [`TLS mode ${mode} for ${hosts.join(', ')}: ${risk}; use verify-full`];
}

function insecureHost(hosts: readonly string[]): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-TLS',
    family: 'configuration',
    title: 'TLS is switched off for a host that is not this machine',
    where: 'tls.mode',
    found: `disable for ${hosts.join(', ')}`,
    allowed: 'verify-full, verify-ca or require; disable for this machine only',
    fix: 'use verify-full, or set tls.allowInsecure to true if everybody on the network may read the password',
  });
}

function tlsError(title: string, where: string, found: string, cause: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-TLS',
    family: 'configuration',
    title,
    where,
    found,
    allowed: 'a readable PEM file',
    fix: 'correct the path, or leave the setting out',
    cause,
  });
}
