import {
  businessVaultEntities,
  planBusinessVault,
  planLoad,
  type Step,
  type Vault,
} from '@vaultwright/datavault-core';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import type { ClaimResult } from '@vaultwright/datavault-core/warehouse';
import { isServerError } from '../engine-error.ts';
import type { SafeClient } from '../safe-client.ts';
import { verticaDialect } from '../vertica-dialect.ts';
import type { ProbeBench } from './probe-bench.ts';

/** A vault whose statements a server is asked about. */
export interface NamedVault {
  /** How the report calls it. */
  readonly name: string;
  readonly vault: Vault;
}

interface Explaining {
  readonly bench: ProbeBench;
  readonly redact: (text: string) => string;
  readonly signal?: AbortSignal | undefined;
}

/** Parameters as NULL of their type, so that a statement can be planned without values. */
const withoutValues: SqlDialect = {
  ...verticaDialect,
  placeholder: ({ type }) => `cast(null as ${verticaDialect.typeName(type)})`,
};

/**
 * Asks the server for the plan of every statement that loads a vault: no row is written. Tables, views and work tables are
 * made for it, in schemas of the bench. Assumption: explain-change.
 *
 * Shape: one result per statement in the order of a load; `refuted` is a refusal, with its SQLSTATE.
 * Errors: the reason of the signal; a lost connection.
 */
export async function explainVault(
  { name, vault }: NamedVault,
  { bench, redact, signal }: Explaining,
): Promise<ClaimResult[]> {
  const schemas = { vaultSchema: bench.addSchema(), stagingSchema: bench.addSchema() };
  const moved = inSchemas(vault, schemas);
  const asNamed = (text: string): string =>
    withName(
      withName(text, schemas.vaultSchema, vault.naming.vaultSchema),
      schemas.stagingSchema,
      vault.naming.stagingSchema,
    );
  const options = { dialect: withoutValues };
  const plans: (readonly [prefix: string, steps: readonly Step[]])[] = [['', planLoad(moved, options).steps]];
  if (businessVaultEntities(moved).length > 0)
    plans.push([
      'refresh/',
      planBusinessVault(moved, options).steps.filter(({ phase }) => phase !== 'define'),
    ]);
  const results: ClaimResult[] = [];
  for (const [prefix, steps] of plans) {
    // Work tables are the session's own, and both plans call some of theirs alike.
    const client = await bench.connect();
    for (const step of steps) {
      signal?.throwIfAborted();
      const asked = await ask(step, client, bench);
      const { observed, sqlState } = asked;
      results.push({
        id: asNamed(`explain/${name}/${prefix}${step.id}`),
        claim: asNamed(step.title),
        source: `plan of ${name}`,
        status: observed === accepted ? 'confirmed' : 'refuted',
        expected: accepted,
        observed: redact(asNamed(observed)),
        sqlState,
        ms: asked.ms,
      });
    }
    await bench.endAll();
  }
  return results;
}

const accepted = 'accepted';

/** Reports of two runs are comparable when they name schemas as the vault does. */
function withName(text: string, schema: string, name: string): string {
  return text.replace(new RegExp(`${schema}(?!\\d)`, 'g'), () => name);
}

/** The same vault elsewhere. A model may have kept the name of its schema, as the activity of a bridge does. */
function inSchemas(
  { naming, entities, ...vault }: Vault,
  schemas: Pick<Vault['naming'], 'vaultSchema' | 'stagingSchema'>,
): Vault {
  const moved = JSON.stringify(entities, (key, value: unknown) =>
    key === 'schema' && value === naming.vaultSchema ? schemas.vaultSchema : value,
  );
  return { ...vault, naming: { ...naming, ...schemas }, entities: JSON.parse(moved) as Vault['entities'] };
}

/** There is no plan of a definition, so it is made. */
async function ask(
  { kind, compiled: { sql } }: Step,
  client: SafeClient,
  bench: ProbeBench,
): Promise<Pick<ClaimResult, 'observed' | 'sqlState' | 'ms'>> {
  const started = performance.now();
  const ms = (): number => Math.round(performance.now() - started);
  try {
    await bench.run(client, kind === 'define' ? sql : `explain ${sql}`);
    return { observed: accepted, sqlState: null, ms: ms() };
  } catch (error) {
    if (!isServerError(error)) throw error;
    const { message, code = null } = error as { readonly message: string; readonly code?: string };
    await bench.run(client, 'rollback');
    return { observed: message.split('\n', 1)[0] ?? '', sqlState: code, ms: ms() };
  }
}
