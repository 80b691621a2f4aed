import {
  extreme,
  and,
  column,
  columnsFrom,
  compileStatement,
  countRows,
  equal,
  from,
  isNull,
  or,
  parameter,
  table,
  textLiteral,
  type Expression,
  type JoinTerm,
  type Query,
  type SqlDialect,
  type TableDefinition,
} from '@vaultwright/datavault-core/sql';
import type { Session, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { microsecondsOf, timestampText } from '../timestamp-text.ts';
import type { LedgerRow, LoadedBatch, LoadedEntity, LoadedObject } from './ledger-rows.ts';
import { etlEntity, etlLoad, etlObject, etlObjectKey, etlStaged } from './ledger-tables.ts';

/** Reads and writes the bookkeeping tables with generated statements, so that every engine has the same ledger. */
export class Ledger {
  constructor(
    private readonly session: Session,
    private readonly dialect: SqlDialect,
    private readonly vault: string,
    /** True for a ledger of an earlier version that is only looked at. */
    private readonly lacksDelivery = false,
  ) {}

  /** Every object of every version of every delivery that was loaded, with the date of its batch. */
  async loadedObjects(): Promise<LoadedObject[]> {
    return this.#loadedObjects(equal(column('objects', 'vault'), valueOf(etlObject, 'vault')), {});
  }

  /**
   * The same of one delivery, as it stands inside the transaction of a batch.
   *
   * Rows of earlier versions of the ledger name no delivery: theirs is the object's key, with or without the root.
   */
  async loadedObjectsOf(source: string, delivery: string, key: string): Promise<LoadedObject[]> {
    const named = (name: string, as: string): Expression =>
      equal(column('objects', name), parameter({ name: as, type: { kind: 'text', length: 1024 } }));
    const condition = and(
      equal(column('objects', 'vault'), valueOf(etlObject, 'vault')),
      equal(column('objects', 'source'), valueOf(etlObject, 'source')),
      or(
        named('delivery', 'delivery'),
        and(
          isNull(column('objects', 'delivery')),
          or(named('object_key', 'delivery'), named('object_key', 'object_key')),
        ),
      ),
    );
    return this.#loadedObjects(condition, { source, delivery, object_key: key });
  }

  /** What each entity of this vault was loaded from. */
  async loadedEntities(): Promise<LoadedEntity[]> {
    const names = ['entity', 'source'];
    const objects: Expression = {
      node: 'aggregate',
      function: 'count',
      operand: column('objects', 'load_id'),
    };
    const rows = await this.#read(
      {
        node: 'select',
        columns: [...columnsFrom('entities', names), { name: 'objects', value: objects }],
        from: from(table(etlEntity.schema, etlEntity.name), 'entities'),
        joins: [
          joinLoads('entities'),
          {
            kind: 'left',
            ...from(table(etlObject.schema, etlObject.name), 'objects'),
            on: and(
              equal(column('objects', 'load_id'), column('entities', 'load_id')),
              equal(column('objects', 'source'), column('entities', 'source')),
            ),
          },
        ],
        where: equal(column('loads', 'vault'), valueOf(etlLoad, 'vault')),
        groupBy: names.map((name) => column('entities', name)),
      },
      {},
    );
    return rows.map((row) => ({
      entity: String(row['entity']),
      source: String(row['source']),
      objects: Number(row['objects']),
    }));
  }

  /** The batches that have loaded an entity from a source, whosever vault they are of. */
  async batchesOf(entity: string, source: string): Promise<string[]> {
    const rows = await this.#select(etlEntity, ['load_id'], { entity, source });
    return rows.map((row) => String(row['load_id']));
  }

  /** Batches of this vault, each with the run that committed it. */
  async loads(): Promise<LoadedBatch[]> {
    const rows = await this.#select(
      etlLoad,
      etlLoad.columns.map(({ name }) => name),
      { vault: this.vault },
    );
    return rows.map((row) => ({
      loadId: String(row['load_id']),
      runId: String(row['run_id']),
      dataSet: String(row['dataset']),
      rows: {
        read: Number(row['rows_read']),
        loaded: Number(row['rows_loaded']),
        rejected: Number(row['rows_rejected']),
        blank: Number(row['rows_blank']),
      },
    }));
  }

  /** States in which objects of this vault were seen, and the content that each of them had. */
  async seenNames(): Promise<WarehouseRow[]> {
    const names = ['source', 'bucket', 'object_key', 'etag', 'object_size', 'content_sha256'];
    return this.#select(etlObjectKey, names, { vault: this.vault });
  }

  /** Null when no batch of this vault has exactly this date; else the latest date of any within a second of it. */
  async takenUntil(loadDate: string): Promise<string | null> {
    const exact = await this.#select(etlLoad, ['load_id'], { vault: this.vault, load_dt: loadDate });
    if (exact.length === 0) return null;
    const own = column('loads', 'load_dt');
    const until = timestampText(microsecondsOf(loadDate) + 1_000_000n);
    const bound = (name: string): Expression => parameter({ name, type: { kind: 'timestamp' } });
    const [row] = await this.#read(
      {
        node: 'select',
        columns: [{ name: 'latest', value: extreme('max', own, { kind: 'timestamp' }) }],
        from: from(table(etlLoad.schema, etlLoad.name), 'loads'),
        where: and(
          equal(column('loads', 'vault'), valueOf(etlLoad, 'vault')),
          { node: 'compare', operator: '>=', left: own, right: bound('load_dt') },
          { node: 'compare', operator: '<', left: own, right: bound('until') },
        ),
      },
      { load_dt: loadDate, until },
    );
    return (row?.['latest'] as string | null | undefined) ?? loadDate;
  }

  /** The latest date of what was loaded of some sources of this vault; null when nothing was. */
  async latestDateOf(sources: readonly string[]): Promise<string | null> {
    const latest: Expression = extreme('max', column('loads', 'load_dt'), { kind: 'timestamp' });
    const [row] = await this.#read(
      {
        node: 'select',
        columns: [{ name: 'latest', value: latest }],
        from: from(table(etlObject.schema, etlObject.name), 'objects'),
        joins: [joinLoads('objects')],
        where: and(equal(column('objects', 'vault'), valueOf(etlObject, 'vault')), {
          node: 'oneOf',
          operand: column('objects', 'source'),
          values: sources.map(textLiteral),
        }),
      },
      {},
    );
    return (row?.['latest'] as string | null | undefined) ?? null;
  }

  /** Objects that were staged apart and not loaded since, oldest attempt first. */
  async stagedObjects(): Promise<WarehouseRow[]> {
    const names = etlStaged.columns.map(({ name }) => name);
    const staged = await this.#select(etlStaged, names, { vault: this.vault });
    const loads = await this.#select(etlLoad, ['load_id'], { vault: this.vault });
    const done = new Set(loads.map((row) => row['load_id']));
    return staged
      .filter((row) => !done.has(row['load_id']))
      .sort((left, right) => (String(left['load_id']) < String(right['load_id']) ? -1 : 1));
  }

  async recordName(row: LedgerRow): Promise<void> {
    const { bucket, object_key, etag } = row as Record<string, string>;
    const key = { vault: this.vault, bucket, object_key, etag } as LedgerRow;
    const known = await this.#select(etlObjectKey, ['etag'], key);
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

  async #loadedObjects(condition: Expression, values: LedgerRow): Promise<LoadedObject[]> {
    const rows = await this.#read(
      {
        node: 'select',
        columns: [
          ...columnsFrom('objects', [
            'source',
            'bucket',
            'object_key',
            'object_size',
            'content_sha256',
            'load_id',
          ]),
          { name: 'load_dt', value: column('loads', 'load_dt') },
          ...(this.lacksDelivery ? [] : columnsFrom('objects', ['delivery'])),
        ],
        from: from(table(etlObject.schema, etlObject.name), 'objects'),
        joins: [joinLoads('objects')],
        where: condition,
      },
      values,
    );
    return rows.map((row) => ({
      source: String(row['source']),
      delivery: (row['delivery'] as string | null | undefined) ?? null,
      bucket: String(row['bucket']),
      key: String(row['object_key']),
      size: Number(row['object_size']),
      sha256: String(row['content_sha256']),
      loadId: String(row['load_id']),
      loadDate: String(row['load_dt']),
    }));
  }

  #read(query: Query, values: LedgerRow): Promise<WarehouseRow[]> {
    const statement = compileStatement({ node: 'query', query }, this.dialect);
    return this.session.query(statement, { vault: this.vault, ...values });
  }

  #select(definition: TableDefinition, names: readonly string[], key: LedgerRow): Promise<WarehouseRow[]> {
    const query: Query = {
      node: 'select',
      columns: columnsFrom('ledger', names),
      from: from(table(definition.schema, definition.name), 'ledger'),
      where: and(...Object.keys(key).map((name) => equal(column('ledger', name), valueOf(definition, name)))),
    };
    return this.session.query(compileStatement({ node: 'query', query }, this.dialect), key);
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

function joinLoads(alias: string): JoinTerm {
  return {
    kind: 'inner',
    ...from(table(etlLoad.schema, etlLoad.name), 'loads'),
    on: equal(column('loads', 'load_id'), column(alias, 'load_id')),
  };
}
