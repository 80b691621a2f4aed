import { VaultwrightError } from '@vaultwright/datavault-core';
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import type { DuckDbDriver } from './duckdb-driver.ts';
import { engineError } from './engine-error.ts';
import type { KnexResponse, RawConnection } from './raw-connection.ts';
import { rowsOf } from './result-rows.ts';

/** A raw connection over the driver, whose types stay out of the client's declarations. */
export class KnexConnection implements RawConnection {
  constructor(
    readonly driver: DuckDbDriver,
    readonly connection: DuckDBConnection,
  ) {}

  close(): void {
    this.connection.closeSync();
  }

  async run(sql: string, bindings: readonly unknown[]): Promise<KnexResponse> {
    const values = bindings.map((binding, index) => this.#bound(binding, index + 1));
    try {
      const result =
        values.length === 0 ? await this.connection.run(sql) : await this.connection.run(sql, values);
      const rows = await rowsOf(result, this.driver);
      const command = this.driver.StatementType[result.statementType] ?? '';
      const returnsRows = result.returnType === this.driver.ResultReturnType.QUERY_RESULT;
      return {
        command,
        rowCount: returnsRows ? rows.length : result.rowsChanged,
        rows: returnsRows ? rows : [],
      };
    } catch (error) {
      throw engineError(error, sql);
    }
  }

  #bound(binding: unknown, position: number): DuckDBValue {
    switch (typeof binding) {
      case 'string':
      case 'boolean':
      case 'bigint':
        return binding;
      case 'number':
        return Number.isSafeInteger(binding) ? BigInt(binding) : binding;
      case 'object':
        if (binding === null) return null;
        if (binding instanceof Date)
          return new this.driver.DuckDBTimestampValue(BigInt(binding.getTime()) * 1000n);
        if (binding instanceof Uint8Array) return new this.driver.DuckDBBlobValue(binding);
    }
    throw new VaultwrightError({
      code: 'E-KNEX-BINDING',
      family: 'usage',
      title: 'a knex binding has a type that DuckDB does not take here',
      where: `binding ${position}`,
      found: Array.isArray(binding) ? 'an array' : typeof binding,
      allowed: 'string, number, bigint, boolean, Date, Uint8Array or null',
      fix: 'convert the value before it is bound',
    });
  }
}
