import {
  column,
  compileStatement,
  equal,
  from,
  table,
  type Query,
  type SqlDialect,
  type TableDefinition,
} from '@vaultwright/datavault-core/sql';
import type { Session, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { etlEntity, etlLoad, etlObject, etlStaged } from '../ledger/ledger-tables.ts';

/** What a vault of a data set was loaded into, as the ledger remembers it. */
export interface LedgerClaim {
  readonly dataSet: string;
  readonly vault: string;
  readonly entities: ReadonlySet<string>;
  readonly sources: ReadonlySet<string>;
}

/** Everything that was ever staged or loaded, by data set and vault. */
export async function readLedgerClaims(session: Session, dialect: SqlDialect): Promise<LedgerClaim[]> {
  const claims = new Map<string, { entities: Set<string>; sources: Set<string> }>();
  const collect = (rows: readonly WarehouseRow[], part: 'entities' | 'sources'): void => {
    for (const { dataset, vault, name } of rows) {
      const key = JSON.stringify([dataset, vault]);
      const claim = claims.get(key) ?? { entities: new Set(), sources: new Set() };
      claims.set(key, claim);
      claim[part].add(String(name));
    }
  };
  const read = (query: Query): Promise<WarehouseRow[]> =>
    session.query(compileStatement({ node: 'query', query }, dialect));
  collect(await read(loadedEntities), 'entities');
  for (const staged of [etlObject, etlStaged]) collect(await read(sourcesOf(staged)), 'sources');
  return [...claims].map(([key, parts]) => {
    const [dataSet, vault] = JSON.parse(key) as [string, string];
    return { dataSet, vault, ...parts };
  });
}

const loadedEntities: Query = {
  node: 'select',
  columns: [
    { name: 'dataset', value: column('loads', 'dataset') },
    { name: 'vault', value: column('loads', 'vault') },
    { name: 'name', value: column('entities', 'entity') },
  ],
  from: from(table(etlEntity.schema, etlEntity.name), 'entities'),
  joins: [
    {
      kind: 'inner',
      ...from(table(etlLoad.schema, etlLoad.name), 'loads'),
      on: equal(column('loads', 'load_id'), column('entities', 'load_id')),
    },
  ],
  groupBy: [column('loads', 'dataset'), column('loads', 'vault'), column('entities', 'entity')],
};

function sourcesOf({ schema, name }: TableDefinition): Query {
  const parts = { dataset: 'dataset', vault: 'vault', name: 'source' };
  return {
    node: 'select',
    columns: Object.entries(parts).map(([as, part]) => ({ name: as, value: column('objects', part) })),
    from: from(table(schema, name), 'objects'),
    groupBy: Object.values(parts).map((part) => column('objects', part)),
  };
}
