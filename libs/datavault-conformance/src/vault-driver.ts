import {
  executeDefinitions,
  executeLoad,
  type ExecutionResult,
  type LoadResult,
  planLoad,
  planTables,
  type Vault,
} from '@vaultwright/datavault-core';
import { compileStatement, column, from, table } from '@vaultwright/datavault-core/sql';
import type { Arrival } from './reference/state.ts';
import type { CanonicalRow, Session, Warehouse, WarehouseRow } from '@vaultwright/datavault-core/warehouse';

/** Drives one vault through a warehouse, batch after batch, as a test reads best. */
export class VaultDriver {
  /** Every load has an identifier of its own, also when a vault is opened again. */
  static #loads = 0;
  #batch = 0;

  private constructor(
    readonly vault: Vault,
    private readonly warehouse: Warehouse,
    readonly session: Session,
  ) {}

  static async open(vault: Vault, warehouse: Warehouse): Promise<VaultDriver> {
    const session = await warehouse.connect();
    for (const { compiled } of planTables(vault, warehouse.dialect)) await session.execute(compiled);
    return new VaultDriver(vault, warehouse, session);
  }

  /** Stages canonical rows and loads them as one batch; load dates follow each other by one day unless given. */
  async load(
    source: string,
    rows: readonly CanonicalRow[],
    loadDate?: string,
  ): Promise<Map<string, LoadResult>> {
    this.#batch += 1;
    const date = loadDate ?? `2022-01-${String(this.#batch).padStart(2, '0')} 00:00:00.000000`;
    return byEntity(await this.loadBatch({ [source]: rows }, { loadDate: date, recordSource: 'test' }));
  }

  /** Stages the rows of several sources and loads them as one batch, into all entities or some. */
  async loadBatch(
    rows: Readonly<Record<string, readonly CanonicalRow[]>>,
    { loadDate, recordSource }: Arrival,
    entities?: readonly string[],
  ): Promise<ExecutionResult> {
    VaultDriver.#loads += 1;
    const loadId = `L${String(VaultDriver.#loads).padStart(6, '0')}`;
    const { steps } = planLoad(this.vault, {
      dialect: this.warehouse.dialect,
      sources: Object.keys(rows),
      ...(entities ? { entities } : {}),
    });
    await executeDefinitions(
      this.session,
      steps.filter(({ phase }) => phase === 'prepare'),
    );
    return this.session.vaultTransaction(this.vault.name, 'test', async () => {
      for (const [source, own] of Object.entries(rows)) await this.#stage(source, own, loadId);
      return executeLoad(this.session, steps, { load_id: loadId, load_dt: loadDate, load_src: recordSource });
    });
  }

  /** Rows of a vault table, sorted by all their values. */
  async rows(name: string, columns: readonly string[]): Promise<WarehouseRow[]> {
    const { naming } = this.vault;
    const query = compileStatement(
      {
        node: 'query',
        query: {
          node: 'select',
          columns: columns.map((item) => ({ name: item, value: column('stored', item) })),
          from: from(table(naming.vaultSchema, name), 'stored'),
          orderBy: columns.map((item) => ({ by: column('stored', item) })),
        },
      },
      this.warehouse.dialect,
    );
    return this.session.query(query);
  }

  async #stage(source: string, rows: readonly CanonicalRow[], loadId: string): Promise<void> {
    const contract = this.vault.sources.find(({ name }) => name === source);
    if (contract === undefined) throw new TypeError(`no source ${source}`);
    const { naming } = this.vault;
    await this.session.loadRows(
      {
        target: { schema: naming.stagingSchema, name: source },
        source: contract,
        constants: [
          { column: naming.loadId, type: { kind: 'text', length: 64 }, value: loadId },
          { column: naming.sourceObject, type: { kind: 'text', length: 1024 }, value: `${source}.csv` },
        ],
      },
      inOneBatch(rows),
    );
  }
}

async function* inOneBatch(rows: readonly CanonicalRow[]): AsyncGenerator<readonly CanonicalRow[]> {
  yield rows;
}

/** Results by `entity`, or `entity released` for rows that were held before. */
function byEntity({ loads }: ExecutionResult): Map<string, LoadResult> {
  return new Map(loads.map((load) => [load.source === null ? `${load.entity} released` : load.entity, load]));
}
