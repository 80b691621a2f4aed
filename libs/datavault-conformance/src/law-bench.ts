import {
  type Vault,
  vaultTables,
  VaultwrightError,
  highWater,
  parseVault,
  executeDefinitions,
  executeLoad,
  LoadExecution,
  type LoadResult,
  planBusinessVault,
  planLoad,
  type LoadPlan,
  planTables,
  vaultViews,
} from '@vaultwright/datavault-core';
import type { ReferenceRow } from './reference/state.ts';
import {
  compileStatement,
  column,
  intLiteral,
  type Expression,
  from,
  table,
  type SelectNode,
  type TableColumn,
  type TableDefinition,
  type CompiledStatement,
} from '@vaultwright/datavault-core/sql';
import type { CanonicalRow, Session, Warehouse } from '@vaultwright/datavault-core/warehouse';
import type { LawBatch } from './law-history.ts';
import type { LawVault } from './law-metadata.ts';

/** Roles of tables that no entity owns. */
const beside: readonly string[] = ['staging', 'rejects', 'ledger'];

/**
 * Loads generated histories into a warehouse that many cases share, each vault in schemas of its own.
 *
 * Invariant: closing it leaves nothing behind; work tables go with its session. A warehouse has one bench at a time.
 */
export class LawBench {
  readonly #schemas: string[] = [];
  #vaults = 0;
  #loads = 0;

  private constructor(
    private readonly warehouse: Warehouse,
    private readonly session: Session,
  ) {}

  static async open(warehouse: Warehouse): Promise<LawBench> {
    return new LawBench(warehouse, await warehouse.connect());
  }

  /** A new, empty vault with tables. */
  async create(definition: LawVault): Promise<LoadedVault> {
    this.#vaults += 1;
    const naming = {
      stagingSchema: `laws_staging_${this.#vaults}`,
      vaultSchema: `laws_vault_${this.#vaults}`,
    };
    const vault = parseVault({ ...definition, naming });
    this.#schemas.push(naming.stagingSchema, naming.vaultSchema);
    for (const { compiled } of planTables(vault, this.warehouse.dialect))
      await this.session.execute(compiled);
    return new LoadedVault(vault, this.warehouse, this.session, () => {
      this.#loads += 1;
      return `L${String(this.#loads).padStart(6, '0')}`;
    });
  }

  async close(): Promise<void> {
    try {
      for (const name of this.#schemas)
        await this.session.execute(compileStatement({ node: 'dropSchema', name }, this.warehouse.dialect));
    } finally {
      await this.session.close();
    }
  }
}

/** Runs one case on a bench of its own; what it made is gone when it is over, also when it fails. */
export async function onBench<T>(warehouse: Warehouse, work: (bench: LawBench) => Promise<T>): Promise<T> {
  const bench = await LawBench.open(warehouse);
  try {
    const result = await work(bench);
    await bench.close();
    return result;
  } catch (error) {
    // The first error is the one to tell.
    await bench.close().catch(() => undefined);
    throw error;
  }
}

/** One vault on a warehouse. */
export class LoadedVault {
  readonly #plans = new Map<string, LoadPlan>();
  #reading: CompiledStatement | null = null;

  constructor(
    readonly vault: Vault,
    private readonly warehouse: Warehouse,
    private readonly session: Session,
    private readonly nextLoadId: () => string,
  ) {}

  /** Relations that a law looks at: each entity's own table, then those of held and late rows; then views. */
  tables(): readonly TableDefinition[] {
    const views = vaultViews(this.vault).map((view): TableDefinition => ({
      ...view,
      // Like reference data, its rows may be replaced.
      role: 'reference',
      clusterBy: [],
    }));
    return [...vaultTables(this.vault).filter(({ role }) => !beside.includes(role)), ...views];
  }

  /** Tables whose rows may be replaced, because they are computed from others or mirror their source. */
  computed(): ReadonlySet<string> {
    const roles = ['reference', 'asOf', 'pointInTime', 'bridge'];
    return new Set(this.tables().flatMap(({ name, role }) => (roles.includes(role) ? [name] : [])));
  }

  /** Stages the rows and loads them as one batch; null when a policy refused it and it was rolled back. */
  async load(batch: LawBatch): Promise<readonly LoadResult[] | null> {
    const loadId = this.nextLoadId();
    const { steps } = this.#planOf(Object.keys(batch.rows));
    const prepared = steps.filter(({ phase }) => phase === 'prepare');
    await executeDefinitions(this.session, prepared);
    const marks = Object.entries(batch.highWater ?? {}).map(([source, at]) => [highWater(source).name, at]);
    const values = {
      load_id: loadId,
      load_dt: batch.loadDate,
      load_src: batch.recordSource,
      ...(Object.fromEntries(marks) as Record<string, string>),
    };
    try {
      const execution = new LoadExecution(this.session, values);
      return await this.session.vaultTransaction(
        this.vault.name,
        'laws',
        async () => {
          await execution.run(steps.filter(({ ahead }) => !ahead));
          return execution.result().loads;
        },
        async () => {
          for (const [source, rows] of Object.entries(batch.rows)) await this.#stage(source, rows, loadId);
          await execution.run(steps.filter(({ ahead }) => ahead));
        },
      );
    } catch (error) {
      const refusals = ['E-CHECK-FAILED', 'E-HASH-COLLISION'];
      if (error instanceof VaultwrightError && refusals.includes(error.code)) return null;
      throw error;
    }
  }

  /** Brings what is computed from the vault up to date without a batch; returns what that wrote. */
  async refresh(): Promise<readonly LoadResult[]> {
    const { steps } = planBusinessVault(this.vault, { dialect: this.warehouse.dialect });
    await executeDefinitions(
      this.session,
      steps.filter(({ phase }) => phase === 'prepare'),
    );
    return this.session.vaultTransaction(this.vault.name, 'laws', async () => {
      const values = {
        load_id: this.nextLoadId(),
        load_dt: '2099-01-01 00:00:00.000000',
        load_src: 'refresh',
      };
      return (await executeLoad(this.session, steps, values)).loads;
    });
  }

  /** All rows by table, as canonical texts, without the columns that say why a row was set aside. */
  async rows(): Promise<ReadonlyMap<string, readonly ReferenceRow[]>> {
    const tables = this.tables().map(({ name, columns }) => ({ name, columns: this.#shown(columns) }));
    const found = new Map(tables.map(({ name }) => [name, [] as ReferenceRow[]]));
    this.#reading ??= this.#readAll();
    for (const row of await this.session.query(this.#reading)) {
      const { name, columns } = tables[Number(row[placeColumn])] as (typeof tables)[number];
      const cells = columns.map((item, place) => [item.name, row[`c${place}`]] as const);
      found.get(name)?.push(Object.fromEntries(cells) as ReferenceRow);
    }
    return found;
  }

  /** Every table in one statement, as the place of the table and texts: one statement costs less than one for each. */
  #readAll(): CompiledStatement {
    const tables = this.tables().map((one) => ({ ...one, columns: this.#shown(one.columns) }));
    const width = Math.max(...tables.map(({ columns }) => columns.length));
    const queries = tables.map(({ schema, name, columns }, place): SelectNode => ({
      node: 'select',
      columns: [
        { name: placeColumn, value: intLiteral(place) },
        ...Array.from({ length: width }, (_, index) => {
          const item = columns[index];
          return { name: `c${index}`, value: item === undefined ? noText : canonicalText(item) };
        }),
      ],
      from: from(table(schema, name), 'stored'),
    }));
    return compileStatement({ node: 'query', query: { node: 'unionAll', queries } }, this.warehouse.dialect);
  }

  #shown(columns: readonly TableColumn[]): readonly TableColumn[] {
    return columns.filter(({ name }) => name !== this.vault.naming.loadId && name !== 'reason');
  }

  #planOf(sources: readonly string[]): LoadPlan {
    const name = JSON.stringify(sources);
    const known = this.#plans.get(name);
    if (known !== undefined) return known;
    const plan = planLoad(this.vault, { dialect: this.warehouse.dialect, sources });
    this.#plans.set(name, plan);
    return plan;
  }

  async #stage(source: string, rows: readonly CanonicalRow[], loadId: string): Promise<void> {
    const contract = this.vault.sources.find(({ name }) => name === source);
    if (contract === undefined) throw new TypeError(`no source ${source}`);
    const { naming } = this.vault;
    const load = {
      target: { schema: naming.stagingSchema, name: source },
      source: contract,
      constants: [
        { column: naming.loadId, type: { kind: 'text', length: 64 }, value: loadId },
        { column: naming.sourceObject, type: { kind: 'text', length: 1024 }, value: `${source}.csv` },
      ],
    } as const;
    await this.session.loadRows(
      load,
      (async function* () {
        if (rows.length > 0) yield rows;
      })(),
    );
  }
}

const placeColumn = 'place';
const noText: Expression = { node: 'literal', value: null, type: { kind: 'text', length: 1 } };

function canonicalText({ name, type }: TableColumn): Expression {
  return { node: 'canonicalText', operand: column('stored', name), type };
}
