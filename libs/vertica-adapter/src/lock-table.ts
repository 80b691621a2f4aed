import {
  type CompiledStatement,
  compileStatement,
  type TableDefinition,
} from '@vaultwright/datavault-core/sql';
import { quoteIdentifier } from './sql-literal.ts';
import { storedTypeName } from './stored-type-name.ts';
import { verticaDialect } from './vertica-dialect.ts';

/**
 * One row per vault; whoever changes it holds the vault until the end of the transaction. Assumptions: lock-row-x,
 * concurrent-anti-join.
 */
export const lockTable: TableDefinition = {
  schema: 'ops',
  name: 'load_lock',
  role: 'ledger',
  comment: 'Lock: the load that changes a vault.',
  columns: [
    { name: 'vault', type: { kind: 'text', length: 128 }, nullable: false },
    { name: 'holder', type: { kind: 'text', length: 256 }, nullable: false },
    { name: 'taken_at', type: { kind: 'timestamp' }, nullable: false },
  ],
  key: ['vault'],
  clusterBy: [],
};

const name = `${quoteIdentifier(lockTable.schema)}.${quoteIdentifier(lockTable.name)}`;
const values = lockTable.columns.map(({ type }) => `cast(? as ${storedTypeName(type)})`);

/** Creates what is missing; DDL, so never inside a transaction. Assumption: ddl-commit. */
export const lockDefinition: readonly CompiledStatement[] = [
  { node: 'createSchema', name: lockTable.schema } as const,
  { node: 'createTable', table: lockTable } as const,
].map((statement) => compileStatement(statement, verticaDialect));

/** Parameters: holder, time, vault. */
export const takeLock = `update ${name} set "holder" = ${values[1]}, "taken_at" = ${values[2]} where "vault" = ${values[0]}`;

/** The row of a vault that was never loaded. Parameters: vault, holder, time. Assumption: insert-select-params. */
export const addLock = `insert into ${name} ("vault", "holder", "taken_at")\nselect ${values.join(', ')}`;
