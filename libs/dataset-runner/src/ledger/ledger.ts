import {
  extreme,
  and,
  column,
  compileStatement,
  countRows,
  equal,
  from,
  parameter,
  table,
  type Expression,
  type ParameterValues,
  type Query,
  type SqlDialect,
  type TableDefinition,
} from '@vaultwright/datavault-core/sql';
import type { Session, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { etlEntity, etlLoad, etlObject, etlObjectKey, etlStaged } from './ledger-tables.ts';

/** Row of a ledger table by column name, as canonical text. */
export type LedgerRow = Readonly<Record<string, string>>;

/** Reads and writes the bookkeeping tables with generated statements, so that every engine has the same ledger. */
export class Ledger {
  constructor(
    private readonly session: Session,
    private readonly dialect: SqlDialect,
    private readonly vault: string,
  ) {}

  /** True when this content was loaded with this metadata. */
  async holdsContent(source: string, sha256: string, metadataHash: string): Promise<boolean> {
    const rows = await this.#select(etlObject, ['load_id'], {
      vault: this.vault,
      source,
      content_sha256: sha256,
      metadata_hash: metadataHash,
    });
    return rows.length > 0;
  }

  /** The size of every content of this vault that was loaded with this metadata. Units: bytes. */
  async heldSizes(metadataHash: string): Promise<{ readonly source: string; readonly size: number }[]> {
    const key = { vault: this.vault, metadata_hash: metadataHash };
    const rows = await this.#select(etlObject, ['source', 'object_size'], key);
    return rows.map((row) => ({ source: String(row['source']), size: Number(row['object_size']) }));
  }

  /** Names under which contents of this vault were seen with this metadata. Shape: bucket, object_key, etag, object_size. */
  async seenNames(metadataHash: string): Promise<WarehouseRow[]> {
    return this.#select(etlObjectKey, ['bucket', 'object_key', 'etag', 'object_size', 'content_sha256'], {
      vault: this.vault,
      metadata_hash: metadataHash,
    });
  }

  /** The greatest load date of this vault as canonical text, or null. */
  async latestLoadDate(): Promise<string | null> {
    const latest: Expression = extreme('max', column('ledger', 'load_dt'), { kind: 'timestamp' });
    const { statement, values } = this.#query(etlLoad, [{ name: 'latest', value: latest }], {
      vault: this.vault,
    });
    const [row] = await this.session.query(statement, values);
    return (row?.['latest'] as string | null | undefined) ?? null;
  }

  /** Objects that were staged apart and not loaded since, oldest attempt first. */
  async stagedObjects(metadataHash: string): Promise<WarehouseRow[]> {
    const names = etlStaged.columns.map(({ name }) => name);
    const staged = await this.#select(etlStaged, names, { vault: this.vault, metadata_hash: metadataHash });
    const loaded = await this.#select(etlObject, ['source', 'content_sha256'], {
      vault: this.vault,
      metadata_hash: metadataHash,
    });
    const done = new Set(loaded.map(contentOf));
    return staged
      .filter((row) => !done.has(contentOf(row)))
      .sort((left, right) => (String(left['load_id']) < String(right['load_id']) ? -1 : 1));
  }

  async recordName(row: LedgerRow): Promise<void> {
    const { bucket, object_key, etag, metadata_hash } = row as Record<string, string>;
    const known = await this.#select(etlObjectKey, ['etag'], {
      vault: this.vault,
      bucket,
      object_key,
      etag,
      metadata_hash,
    } as LedgerRow);
    if (known.length === 0) await this.#insert(etlObjectKey, { ...row, vault: this.vault });
  }

  recordLoad(row: LedgerRow): Promise<void> {
    return this.#insert(etlLoad, { ...row, vault: this.vault });
  }

  recordObject(row: LedgerRow): Promise<void> {
    return this.#insert(etlObject, { ...row, vault: this.vault });
  }

  recordStaged(row: LedgerRow): Promise<void> {
    return this.#insert(etlStaged, { ...row, vault: this.vault });
  }

  recordEntity(row: LedgerRow): Promise<void> {
    return this.#insert(etlEntity, row);
  }

  /** How much each table holds of the vault; tables that hold nothing of it are left out. */
  async ownRows(): Promise<{ readonly table: string; readonly rows: number }[]> {
    const counts = [];
    for (const definition of ofOneVault) {
      const { schema, name } = definition;
      const query: Query = {
        node: 'select',
        columns: [{ name: 'rows', value: countRows() }],
        from: from(table(schema, name), 'ledger'),
        where: ownRowsOf(definition),
      };
      const statement = compileStatement({ node: 'query', query }, this.dialect);
      const [row] = await this.session.query(statement, { vault: this.vault });
      counts.push({ table: `${schema}.${name}`, rows: Number(row?.['rows'] ?? 0) });
    }
    return counts.filter(({ rows }) => rows > 0);
  }

  /** Forgets everything about the vault, so that the next run loads all of it again. */
  async forget(): Promise<void> {
    for (const definition of ofOneVault) {
      const { schema, name } = definition;
      const where = ownRowsOf(definition);
      await this.session.execute(
        compileStatement({ node: 'delete', from: table(schema, name), where }, this.dialect),
        { vault: this.vault },
      );
    }
  }

  async #select(from_: TableDefinition, names: readonly string[], key: LedgerRow): Promise<WarehouseRow[]> {
    const { statement, values } = this.#query(
      from_,
      names.map((name) => ({ name, value: column('ledger', name) })),
      key,
    );
    return this.session.query(statement, values);
  }

  #query(
    definition: TableDefinition,
    columns: readonly { name: string; value: Expression }[],
    key: LedgerRow,
  ) {
    const conditions = Object.keys(key).map((name) =>
      equal(column('ledger', name), valueOf(definition, name)),
    );
    const statement = compileStatement(
      {
        node: 'query',
        query: {
          node: 'select',
          columns,
          from: from(table(definition.schema, definition.name), 'ledger'),
          where: and(...conditions),
        },
      },
      this.dialect,
    );
    return { statement, values: key as ParameterValues };
  }

  async #insert(into: TableDefinition, row: LedgerRow): Promise<void> {
    const columns = into.columns.map(({ name }) => name);
    const statement = compileStatement(
      {
        node: 'insert',
        into: table(into.schema, into.name),
        columns,
        query: { node: 'select', columns: columns.map((name) => ({ name, value: valueOf(into, name) })) },
      },
      this.dialect,
    );
    await this.session.execute(statement, row);
  }
}

/** Entities first: which of them are the vault's, the loads say. */
const ofOneVault: readonly TableDefinition[] = [etlEntity, etlLoad, etlObject, etlObjectKey, etlStaged];

function ownRowsOf(definition: TableDefinition): Expression {
  if (definition !== etlEntity) return equal(column(null, 'vault'), valueOf(definition, 'vault'));
  const loads: Query = {
    node: 'select',
    columns: [{ name: 'load_id', value: column('loads', 'load_id') }],
    from: from(table(etlLoad.schema, etlLoad.name), 'loads'),
    where: equal(column('loads', 'vault'), valueOf(etlLoad, 'vault')),
  };
  return { node: 'inQuery', operand: column(null, 'load_id'), query: loads };
}

function valueOf(definition: TableDefinition, name: string): Expression {
  const type = definition.columns.find((item) => item.name === name)?.type;
  if (type === undefined) throw new TypeError(`${definition.name} has no column ${name}`);
  return parameter({ name, type });
}

function contentOf(row: WarehouseRow): string {
  return JSON.stringify([row['source'], row['content_sha256']]);
}
