import { createRequire } from 'node:module';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { DriverModule, TypeParsers } from './driver-module.ts';

const driverName = 'vertica-nodejs';
const driverVersion = '1.1.4';

/** Type numbers whose parsers the driver replaces for the whole process, among them PostgreSQL's bool, bytea and int8. */
const overwritten = [5, 6, 7, 16, 17, 20] as const;

interface GlobalTypes extends TypeParsers {
  setTypeParser(oid: number, parser: (text: string) => unknown): void;
}

let loaded: DriverModule | null = null;

/**
 * Loads the driver at the first use; nothing else in this package may load it.
 *
 * Invariant: a PostgreSQL client of the same process keeps its value parsers.
 * Errors: `E-CONFIG-DRIVER`; `E-CONFIG-ENVIRONMENT` when the environment would redirect or weaken connections.
 */
export function loadDriver(environment: NodeJS.ProcessEnv = process.env): DriverModule {
  refuseEnvironment(environment);
  return (loaded ??= isolated());
}

function isolated(): DriverModule {
  // Under ESM there is no __filename, under CommonJS no import.meta.url.
  const requireHere = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);
  try {
    const types = requireOf(requireHere.resolve('vertica-nodejs'))('pg-types') as GlobalTypes;
    const saved = overwritten.map((oid) => [oid, types.getTypeParser(oid, 'text')] as const);
    try {
      const driver = requireHere('vertica-nodejs') as DriverModule;
      if (driver.version !== driverVersion) throw new Error(`version ${String(driver.version)} is installed`);
      return driver;
    } finally {
      for (const [oid, parser] of saved) types.setTypeParser(oid, parser);
    }
  } catch (cause) {
    throw driverMissing(cause);
  }
}

/** The copy of a package that another package sees. */
function requireOf(file: string): NodeJS.Require {
  return createRequire(file);
}

const refusedVariables = ['V_TLS_CONFIG', 'V_BACKUP_SERVER_NODE'] as const;

function refuseEnvironment(environment: NodeJS.ProcessEnv): void {
  const present = refusedVariables.filter((name) => (environment[name] ?? '') !== '');
  if (present.length === 0) return;
  throw new VaultwrightError({
    code: 'E-CONFIG-ENVIRONMENT',
    family: 'configuration',
    title: 'an environment variable would change where or how safely the Vertica driver connects',
    where: 'environment of this process',
    found: present.join(', '),
    allowed: 'hosts and TLS from the settings of the target only',
    fix: `unset ${present.join(' ')}, and put hosts and TLS into the target`,
  });
}

function driverMissing(cause: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-DRIVER',
    family: 'configuration',
    title: 'the Vertica driver is not installed in the version this adapter was proven with',
    where: `package ${driverName}`,
    found: cause instanceof Error ? (cause.message.split('\n')[0] ?? '') : 'no package',
    allowed: `${driverName} ${driverVersion}, exactly`,
    fix: `npm install --save-exact ${driverName}@${driverVersion}`,
    cause,
  });
}
