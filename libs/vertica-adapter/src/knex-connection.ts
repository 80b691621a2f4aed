import { VaultwrightError } from '@vaultwright/datavault-core';
import { engineError } from './engine-error.ts';
import { withIntegersAs, type IntegerForm } from './knex-integers.ts';
import type { KnexResponse, RawConnection } from './raw-connection.ts';
import type { Redact } from './redact.ts';
import { changedRows, rowsOf } from './result-rows.ts';
import type { SafeClient, StatementResult } from './safe-client.ts';

const counted = /^(?:insert|update|delete)\b/i;
const opensTransaction = /^(?:begin|start\s+transaction)\b/i;
const endsTransaction = /^(?:commit|end|abort|rollback(?!\s+(?:work\s+|transaction\s+)?to\b))\b/i;

/**
 * A raw connection over the guarded driver client, whose types stay out of the client's declarations.
 *
 * Invariant: a statement outside a transaction is committed before its result is given, because the server commits nothing
 * by itself. Assumption: no-autocommit.
 */
export class KnexConnection implements RawConnection {
  #inTransaction = false;

  constructor(
    private readonly client: SafeClient,
    private readonly redact: Redact,
    private readonly deadlineMs: number,
    private readonly integers: IntegerForm,
  ) {}

  get usable(): boolean {
    return this.client.usable && !this.#inTransaction;
  }

  close(): Promise<void> {
    return this.client.end();
  }

  async run(sql: string, bindings: readonly unknown[]): Promise<KnexResponse> {
    const values = bindings.map((binding, index) => boundText(binding, index + 1));
    let result: StatementResult;
    try {
      result = await this.client.run(sql, values, this.deadlineMs);
      await this.#follow(sql);
    } catch (error) {
      await this.#undo();
      throw engineError(error, {
        doing: sql,
        redact: this.redact,
        hidesValues: values.length > 0,
        isOfUser: true,
      });
    }
    const command = (result.command ?? '').toUpperCase();
    if (counted.test(sql)) return { command, rowCount: Number(changedRows(result)), rows: [] };
    const rows = withIntegersAs(this.integers, rowsOf(result));
    return { command, rowCount: rows.length, rows };
  }

  async #follow(sql: string): Promise<void> {
    if (opensTransaction.test(sql)) this.#inTransaction = true;
    else if (endsTransaction.test(sql)) this.#inTransaction = false;
    else if (!this.#inTransaction) await this.client.run('commit', [], this.deadlineMs);
  }

  /** After a failure outside a transaction; inside one it is knex that rolls back. */
  async #undo(): Promise<void> {
    if (this.#inTransaction || !this.client.usable) return;
    try {
      await this.client.run('rollback', [], this.deadlineMs);
    } catch (error) {
      this.client.destroy(error instanceof Error ? error : new Error(String(error)));
    }
  }
}

/** The driver prints dates in local time and sends bytes without escapes, so it is given text only. */
function boundText(binding: unknown, position: number): string | null {
  switch (typeof binding) {
    case 'string':
      return binding;
    case 'boolean':
    case 'bigint':
      return String(binding);
    case 'number':
      if (Number.isFinite(binding)) return String(binding);
      break;
    case 'object':
      if (binding === null) return null;
      if (binding instanceof Date && !Number.isNaN(binding.getTime()))
        return binding.toISOString().replace('T', ' ').replace('Z', '');
  }
  throw new VaultwrightError({
    code: 'E-KNEX-BINDING',
    family: 'usage',
    title: 'a knex binding has a type that Vertica does not take here',
    where: `binding ${position}`,
    found: foundBinding(binding),
    allowed: 'string, finite number, bigint, boolean, Date (as UTC) or null',
    fix: 'convert the value before it is bound; bytes go as hex text into hex_to_binary(?)',
  });
}

function foundBinding(binding: unknown): string {
  if (Array.isArray(binding)) return 'an array';
  if (binding instanceof Uint8Array) return 'bytes';
  return typeof binding === 'number' ? String(binding) : typeof binding;
}
