import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { StatementTimeout } from './connection-failure.ts';
import type { DriverModule } from './driver-module.ts';
import { engineError } from './engine-error.ts';
import type { HostAddress } from './host-list.ts';
import { loadDriver } from './load-driver.ts';
import { createRedact, type Redact } from './redact.ts';
import { createSafeClient, type SafeClient } from './safe-client.ts';
import { tlsPolicy, type TlsPolicy } from './tls-options.ts';
import type { VerticaSettings } from './vertica-settings.ts';

/** Opens connections to one database. */
export interface Connector {
  readonly tls: TlsPolicy;
  readonly redact: Redact;
  /** A connected client whose session is set up. Assumption: connect. Errors: `E-WH-CONNECTION`, `E-WH-LOGIN`, `E-WH-TLS`, `E-WH-*`. */
  readonly connect: () => Promise<SafeClient>;
}

/** What tests replace. */
export interface ConnectorPorts {
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** All addresses of a host, best first. */
  readonly resolve: (host: string) => Promise<readonly string[]>;
}

const systemPorts: ConnectorPorts = {
  random: Math.random,
  resolve: async (host) => (await lookup(host, { all: true })).map(({ address }) => address),
};

/**
 * Statements that a new session starts with; none of them belongs into a transaction. The database may have other defaults:
 * a materialized WITH would commit in the middle of a load, another locale would compare texts by its own rules.
 * Assumptions: cast-time, with-commit, locale-binary.
 */
const sessionStart = [
  'alter session set EnableStrictTimeCasts = 1',
  'alter session set WithClauseMaterialization = 0',
  "set locale to 'en_US@collation=binary'",
  'set session characteristics as transaction isolation level read committed',
  "set time zone to 'UTC'",
] as const;

/**
 * Checks what can be checked without a network; nothing is connected yet.
 *
 * Errors: `E-CONFIG-TLS`, `E-CONFIG-DRIVER`, `E-CONFIG-ENVIRONMENT`.
 */
export function createConnector(settings: VerticaSettings, ports: Partial<ConnectorPorts> = {}): Connector {
  const { random, resolve } = { ...systemPorts, ...ports };
  const driver = loadDriver();
  const { hosts, password, s3, timeouts } = settings;
  const tls = tlsPolicy(
    settings.tls,
    hosts.map(({ host }) => host),
  );
  const redact = createRedact([password, s3?.secretAccessKey, s3?.sessionToken]);
  return {
    tls,
    redact,
    connect: async () => {
      const failures: HostFailure[] = [];
      const endsAt = performance.now() + timeouts.connectSeconds * 1000 * hosts.length;
      for (const server of startingAt(hosts, random())) {
        try {
          for (const address of await addressesOf(server, resolve)) {
            const left = Math.min(endsAt - performance.now(), timeouts.connectSeconds * 1000);
            try {
              if (left <= 0) throw new StatementTimeout('no time was left to try it');
              return await connectOne(driver, settings, { server, address, tls, deadlineMs: left });
            } catch (error) {
              failures.push({ server, error });
              // Another node would refuse as well, and count another failed login.
              if (engineError(error, { doing: 'connecting', redact }).code === 'E-WH-LOGIN')
                throw noHost(failures, settings, redact);
            }
          }
        } catch (error) {
          if (error instanceof VaultwrightError) throw error;
          failures.push({ server, error });
        }
      }
      throw noHost(failures, settings, redact);
    },
  };
}

interface Attempt {
  readonly server: HostAddress;
  readonly address: string;
  readonly tls: TlsPolicy;
  readonly deadlineMs: number;
}

async function connectOne(
  driver: DriverModule,
  { database, user, password, label, s3 }: VerticaSettings,
  { server: { host, port }, address, tls, deadlineMs }: Attempt,
): Promise<SafeClient> {
  const client = createSafeClient(driver, {
    host,
    address,
    port,
    database,
    user,
    password,
    label,
    tls: tls.optionsFor(host),
  });
  const late = setTimeout(
    () => client.destroy(new StatementTimeout(`connecting took longer than ${deadlineMs / 1000} s`)),
    deadlineMs,
  );
  try {
    await client.connect(deadlineMs);
    for (const sql of sessionStart) await client.run(sql);
    if (s3 !== null) for (const sql of s3Session(s3)) await client.run(sql);
    await client.run('commit');
    return client;
  } catch (error) {
    client.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/** Session parameters for objects that the server reads itself; these texts hold credentials. Assumption: copy-s3. */
function s3Session(s3: NonNullable<VerticaSettings['s3']>): string[] {
  const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
  return [
    `alter session set AWSAuth = ${text(`${s3.accessKeyId}:${s3.secretAccessKey}`)}`,
    ...(s3.sessionToken === undefined
      ? []
      : [`alter session set AWSSessionToken = ${text(s3.sessionToken)}`]),
    ...(s3.endpoint === undefined ? [] : [`alter session set AWSEndpoint = ${text(s3.endpoint)}`]),
    ...(s3.region === undefined ? [] : [`alter session set AWSRegion = ${text(s3.region)}`]),
    `alter session set AWSEnableHttps = ${s3.https === false ? 0 : 1}`,
  ];
}

interface HostFailure {
  readonly server: HostAddress;
  readonly error: unknown;
}

function startingAt(hosts: readonly HostAddress[], random: number): readonly HostAddress[] {
  const first = Math.floor(random * hosts.length) % hosts.length;
  return [...hosts.slice(first), ...hosts.slice(0, first)];
}

async function addressesOf(
  { host }: HostAddress,
  resolve: ConnectorPorts['resolve'],
): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [host];
  const addresses = await resolve(host);
  if (addresses.length === 0) throw new Error('the name has no address');
  return addresses;
}

/** One error for all hosts; what the last one said decides its code, and one that will recover makes it retryable. */
function noHost(
  failures: readonly HostFailure[],
  { hosts, database }: VerticaSettings,
  redact: Redact,
): VaultwrightError {
  const errors = failures.map(({ server, error }) => ({
    place: `${server.host}:${server.port}`,
    error: engineError(error, { doing: 'connecting', redact }),
  }));
  const telling = errors.findLast(({ error }) => !error.retryable) ?? errors.at(-1);
  const names = hosts.map(({ host, port }) => `${host}:${port}`).join(', ');
  return new VaultwrightError({
    code: telling?.error.code ?? 'E-WH-CONNECTION',
    family: 'warehouse',
    title: telling?.error.title ?? 'the connection to Vertica failed',
    where: `database ${database} at ${names}`,
    found: errors.map(({ place, error }) => `${place}: ${error.found}`).join('; '),
    allowed: telling?.error.allowed ?? 'a host that answers',
    fix: telling?.error.fix ?? 'check host, port and network',
    retryable: errors.some(({ error }) => error.retryable),
    details: errors.map(({ place, error }) => `${place}: ${error.code} ${error.title}`),
    cause: telling?.error,
  });
}
