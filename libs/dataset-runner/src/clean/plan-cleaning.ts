import { column, compileStatement, from, table, type SqlDialect } from '@vaultwright/datavault-core/sql';
import {
  entityTables,
  rejectTable,
  stagingTable,
  vaultModelTable,
  vaultViews,
  type Vault,
} from '@vaultwright/datavault-core';
import type { QualifiedName, Session } from '@vaultwright/datavault-core/warehouse';
import type { DataSet } from '../data-set.ts';
import { Ledger } from '../ledger/ledger.ts';
import { ledgerSchema, ledgerTables } from '../ledger/ledger-tables.ts';
import { readLedgerClaims } from './ledger-claims.ts';
import { othersClaims, relationName, type OthersClaims } from './others-claims.ts';

/** What cleaning would take of a warehouse, and what it would leave to others. */
export interface CleaningPlan {
  readonly views: readonly QualifiedName[];
  /** In the order they are dropped: what refers to others first, the table of rules last. */
  readonly tables: readonly QualifiedName[];
  /** Entities whose rules are forgotten while their table of rules stays. */
  readonly forgotten: readonly string[];
  /** Own rows of tables that are shared. */
  readonly rows: readonly { readonly table: string; readonly rows: number }[];
  readonly kept: readonly { readonly name: string; readonly because: string }[];
}

/** Looks at what is there; changes nothing. */
export async function planCleaning(
  session: Session,
  dialect: SqlDialect,
  own: { readonly dataSet: DataSet; readonly vault: Vault },
  configured: readonly DataSet[],
): Promise<CleaningPlan> {
  const { vault } = own;
  const { stagingSchema, vaultSchema } = vault.naming;
  const described = await session.describe([...new Set([stagingSchema, vaultSchema, ledgerSchema])]);
  const stored = new Set(described.map(relationName));
  const hasLedger = ledgerTables.every((item) => stored.has(relationName(item)));
  const remembered = hasLedger ? await readLedgerClaims(session, dialect) : [];
  const claims = othersClaims(own, configured, remembered);
  const parts = partsOf(vault, claims).map((part) => ({
    ...part,
    tables: part.tables.filter((item) => stored.has(relationName(item))),
  }));
  const taken = parts.filter(({ because }) => because === null);
  const tables: QualifiedName[] = taken.flatMap((part) => part.tables).reverse();
  const rules = vaultModelTable(vault);
  const entities = taken.flatMap(({ entity }) => (entity === null ? [] : [entity]));
  const remembers = stored.has(relationName(rules)) ? await rulesOf(session, dialect, rules) : null;
  const ownRules = remembers?.filter((entity) => entities.includes(entity)) ?? [];
  const isLast = remembers !== null && ownRules.length === remembers.length;
  const ledgerRows = hasLedger ? await new Ledger(session, dialect, vault.name).ownRows() : [];
  return {
    // The catalogue lists tables only; views go with the tables they read.
    views:
      tables.length === 0
        ? []
        : vaultViews(vault)
            .filter((view) => claims.relation(view) === null)
            .reverse(),
    tables: isLast ? [...tables, rules] : tables,
    forgotten: isLast ? [] : [...new Set(ownRules)],
    rows: [
      ...(isLast || ownRules.length === 0 ? [] : [{ table: relationName(rules), rows: ownRules.length }]),
      ...ledgerRows,
    ],
    kept: parts.flatMap(({ tables: left, because }) =>
      because === null ? [] : left.map((item) => ({ name: relationName(item), because })),
    ),
  };
}

/** Tables that are dropped or kept together. */
interface Part {
  readonly entity: string | null;
  readonly tables: readonly QualifiedName[];
  readonly because: string | null;
}

/** Staging first, then the entities as the vault lists them. */
function partsOf(vault: Vault, claims: OthersClaims): Part[] {
  const claimed = (tables: readonly QualifiedName[]): string | null =>
    tables.map((item) => claims.relation(item)).find((because) => because !== null) ?? null;
  return [
    ...vault.sources.map((source): Part => {
      const tables = [stagingTable(source, vault), rejectTable(source, vault)];
      return { entity: null, tables, because: claimed(tables) ?? claims.source(source.name) };
    }),
    ...vault.entities.map((entity): Part => {
      const tables = entityTables(entity, vault);
      return { entity: entity.name, tables, because: claimed(tables) ?? claims.entity(entity.name) };
    }),
  ];
}

/** The entity of each row. */
async function rulesOf(
  session: Session,
  dialect: SqlDialect,
  { schema, name }: QualifiedName,
): Promise<string[]> {
  const query = compileStatement(
    {
      node: 'query',
      query: {
        node: 'select',
        columns: [{ name: 'entity', value: column('rules', 'entity') }],
        from: from(table(schema, name), 'rules'),
      },
    },
    dialect,
  );
  return (await session.query(query)).map((row) => String(row['entity']));
}
