import { DuckDbKnexClient } from '@vaultwright/duckdb-adapter/knex';
import { knex, type Knex } from 'knex';
import type { ReportContext, ModelName } from '../report.ts';
import type { SocialHistory } from './social-history.ts';
import { fillStatements } from './fill-statements.ts';
import { modelTables, sharedTables } from './vault-tables.ts';

/** A vault in a fresh DuckDB, filled by plain inserts with what a correct load leaves behind. */
export class VaultFixture {
  private constructor(
    readonly knex: Knex,
    readonly model: ModelName,
  ) {}

  static async open(model: ModelName): Promise<VaultFixture> {
    const fixture = new VaultFixture(
      knex({
        client: DuckDbKnexClient,
        connection: { path: ':memory:', threads: 1 } as Knex.StaticConnectionConfig,
      }),
      model,
    );
    for (const schema of ['dds', 'staging', 'ops']) await fixture.run(`create schema ${schema}`);
    const tables = Object.entries(fixture.tables);
    await fixture.run(tables.map(([table, columns]) => `create table ${table} (${columns})`).join(';\n'));
    return fixture;
  }

  private get tables(): Readonly<Record<string, string>> {
    return { ...sharedTables, ...modelTables[this.model] };
  }

  context(options: readonly string[] = []): ReportContext {
    const schemas = { vault: 'dds', staging: 'staging', ops: 'ops' };
    return { knex: this.knex, schemas, model: this.model, options };
  }

  /** Runs a statement as it is: a question mark is no binding. */
  async run(sql: string): Promise<void> {
    await this.knex.raw(sql.replaceAll('?', '\\?'));
  }

  /** Empties every table and stores the history. */
  async fill(history: SocialHistory): Promise<this> {
    const empty = Object.keys(this.tables).map((table) => `truncate ${table}`);
    await this.run([...empty, ...fillStatements(history, this.model)].join(';\n'));
    return this;
  }
}
