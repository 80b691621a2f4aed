import { randomBytes } from 'node:crypto';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { ClaimResult, VerifyOptions, VerifyReport } from '@vaultwright/datavault-core/warehouse';
import { assumptions, type Assumption } from '../assumptions.ts';
import { createConnector, type ConnectorPorts } from '../connect-client.ts';
import { engineError, isServerError } from '../engine-error.ts';
import { quoteIdentifier } from '../sql-literal.ts';
import { parseVerticaSettings } from '../vertica-settings.ts';
import { explainVault, type NamedVault } from './explain-vault.ts';
import { isUnknownHere, ProbeBench } from './probe-bench.ts';
import { probeOf } from './probe-of.ts';
import { ProbeSkipped } from './probe.ts';
import { loadTwice } from './load-twice.ts';

/** The last claim: the whole of a small load, not one statement. */
const wholeLoad: Pick<Assumption, 'id' | 'claim' | 'source'> = {
  id: 'load-twice',
  claim: 'a small vault loads as recorded, and a second load of the same rows stores nothing',
  source: 'recorded with the reference model',
};

/** What the port's options are not told: the statements of which vaults the server is asked about as well. */
export interface VerticaVerifyOptions extends VerifyOptions {
  /** Besides a vault with every kind of entity; nothing is explained when absent. */
  readonly explain?: readonly NamedVault[];
}

/**
 * Tries every assumption on a server, in new schemas that are dropped at the end, also after a failure or an abort.
 *
 * Shape: claims first; with `explain`, then one result per statement, its id `explain/<vault>/<step>`. Those of the caller's
 * vaults name their tables.
 * Errors: as `openVertica`; the reason of the signal; `E-WH-LEFT-BEHIND` when the schema could not be dropped.
 */
export async function verifyVertica(
  input: Readonly<Record<string, unknown>>,
  { signal, only, explain }: VerticaVerifyOptions = {},
  ports: Partial<ConnectorPorts> = {},
): Promise<VerifyReport> {
  const settings = parseVerticaSettings(input);
  const connector = createConnector(settings, ports);
  for (const warning of connector.tls.warnings)
    process.emitWarning(warning, { type: 'VaultwrightWarning', code: 'VAULTWRIGHT_TLS' });
  const bench = new ProbeBench(
    `vaultwright_verify_${randomBytes(8).toString('hex')}`,
    connector.connect,
    settings.timeouts.statementSeconds * 1000,
  );
  const asOurs = (doing: string) => (error: unknown) => {
    throw engineError(error, { doing, redact: connector.redact });
  };
  const server = await serverFacts(bench).catch(asOurs('asking for the version'));
  const claims = [...assumptions, wholeLoad].filter(({ id }) => only?.includes(id) ?? true);
  const results: ClaimResult[] = [];
  try {
    await bench
      .run(await bench.connect(), `create schema ${quoteIdentifier(bench.schema)}`)
      .catch(asOurs('creating a schema'));
    for (const claim of claims) {
      signal?.throwIfAborted();
      results.push(await tried(claim, bench, connector.redact));
    }
    for (const vault of explain === undefined ? [] : [await oneOfEveryKind(), ...explain])
      results.push(...(await explainVault(vault, { bench, redact: connector.redact, signal })));
  } finally {
    await dropSchemas(bench);
  }
  return {
    driver: 'vertica-nodejs 1.1.4',
    server,
    tls: settings.tls.mode ?? 'verify-full',
    results,
  };
}

/** Resolved only where it is asked for: whoever opens a warehouse imports this file too. */
async function oneOfEveryKind(): Promise<NamedVault> {
  const { everyKind } = await import('./every-kind.ts');
  return { name: everyKind.name, vault: everyKind };
}

async function serverFacts(bench: ProbeBench): Promise<VerifyReport['server']> {
  const client = await bench.connect();
  try {
    const version = String(await bench.value(client, 'select version() as "version"'));
    const nodes = await bench.value(client, 'select count(*) as "n" from v_catalog.nodes').catch(() => null);
    return {
      version,
      nodes: typeof nodes === 'bigint' ? Number(nodes) : null,
      emulator: /emulator/i.test(version),
    };
  } finally {
    await bench.endAll();
  }
}

async function tried(
  { id, claim, source }: Pick<Assumption, 'id' | 'claim' | 'source'>,
  bench: ProbeBench,
  redact: (text: string) => string,
): Promise<ClaimResult> {
  const started = performance.now();
  const result = (
    status: ClaimResult['status'],
    expected: string,
    observed: string,
    sqlState: string | null = null,
  ): ClaimResult => ({
    id,
    claim,
    source,
    status,
    expected,
    observed: redact(observed),
    sqlState,
    ms: Math.round(performance.now() - started),
  });
  const probe = id === wholeLoad.id ? loadTwice : probeOf[id];
  try {
    if (probe === undefined) throw new ProbeSkipped('no probe');
    const { expected, observed } = await probe(bench, await bench.connect());
    return result(expected === observed ? 'confirmed' : 'refuted', expected, observed);
  } catch (error) {
    if (error instanceof ProbeSkipped) return result('skipped', '', error.message);
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    if (isUnknownHere(error)) return result('skipped', '', message);
    const state = isServerError(error) ? ((error as { readonly code?: string }).code ?? null) : null;
    // 42501 is a missing right of the role, which says nothing about the claim.
    return result(state === '42501' ? 'skipped' : 'error', '', message, state);
  } finally {
    await bench.endAll();
  }
}

async function dropSchemas(bench: ProbeBench): Promise<void> {
  const drops = bench.schemas.map((schema) => `drop schema if exists ${quoteIdentifier(schema)} cascade`);
  try {
    await bench.endAll();
    await bench.run(await bench.connect(), ...drops);
    await bench.endAll();
  } catch (cause) {
    throw new VaultwrightError({
      code: 'E-WH-LEFT-BEHIND',
      family: 'warehouse',
      title: 'the schemas of the verification could not be dropped',
      where: 'vaultwright verify',
      found: bench.schemas.join(', '),
      allowed: 'no schema left behind',
      fix: drops.join('; '),
      cause,
    });
  }
}
