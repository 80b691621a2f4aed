import { stagingTable, type Vault } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import {
  column,
  compileStatement,
  equal,
  from,
  intLiteral,
  parameter,
  table,
  type CompiledStatement,
  type ParameterValues,
  type SqlDialect,
  type TableNode,
  type WorkTable,
} from '@vaultwright/datavault-core/sql';
import type { BulkLoad } from '@vaultwright/datavault-core/warehouse';

/** What tells the rows of an object apart. */
export interface Origin {
  readonly loadId: string;
  readonly key: string;
  /** Place of the object in its delivery. */
  readonly part: number;
}

/** Where the rows of a delivery's objects come to lie first. */
export interface Landing {
  readonly target: BulkLoad['target'];
  /** Empties the work table that is the target, before the transaction; absent where the target is the staging table. */
  readonly prepare?: CompiledStatement;
  readonly constants: (origin: Origin) => BulkLoad['constants'];
  /** Copies the rows of an object into the staging table; absent where they are there already. */
  readonly copy?: (origin: Origin) => {
    readonly statement: CompiledStatement;
    readonly values: ParameterValues;
  };
}

const part = 'vw_part';
const loadId = { name: 'load_id', type: { kind: 'text', length: 64 } } as const;
const sourceObject = { name: 'source_object', type: { kind: 'text', length: 1024 } } as const;

/** Rows land in the staging table itself. */
export function stagingLanding(source: SourceContract, { naming }: Pick<Vault, 'naming'>): Landing {
  return {
    target: { schema: naming.stagingSchema, name: source.name },
    constants: (origin) => [
      { column: naming.loadId, type: loadId.type, value: origin.loadId },
      { column: naming.sourceObject, type: sourceObject.type, value: origin.key },
    ],
  };
}

/**
 * Rows land in a work table, which can be read before the transaction and leaves nothing when the program dies.
 *
 * Shape: the source's columns; of a delivery of several objects the place of the object too.
 */
export function workLanding(
  source: SourceContract,
  vault: Vault,
  parts: number,
  dialect: SqlDialect,
): Landing {
  const columns = Object.entries(source.columns).map(([name, { type, nullable }]) => ({
    name,
    type,
    nullable,
  }));
  const several = parts > 1;
  const work: WorkTable = {
    name: `landed_${source.name}`,
    columns: several ? [...columns, { name: part, type: { kind: 'int' }, nullable: false }] : columns,
  };
  const target: TableNode = table(null, work.name);
  return {
    target,
    prepare: compileStatement({ node: 'createWorkTable', table: work }, dialect),
    constants: (origin) =>
      several ? [{ column: part, type: { kind: 'int' }, value: String(origin.part) }] : [],
    copy: (origin) => ({
      statement: compileStatement(
        copyStatement(source, vault, target, several ? origin.part : null),
        dialect,
      ),
      values: { [loadId.name]: origin.loadId, [sourceObject.name]: origin.key },
    }),
  };
}

function copyStatement(
  source: SourceContract,
  vault: Vault,
  landed: TableNode,
  only: number | null,
): Parameters<typeof compileStatement>[0] {
  const { schema, name } = stagingTable(source, vault);
  const { naming } = vault;
  const columns = [
    ...Object.keys(source.columns).map((own) => ({ name: own, value: column('landed', own) })),
    { name: naming.loadId, value: parameter(loadId) },
    { name: naming.sourceObject, value: parameter(sourceObject) },
  ];
  return {
    node: 'insert',
    into: table(schema, name),
    columns: columns.map((item) => item.name),
    query: {
      node: 'select',
      columns,
      from: from(landed, 'landed'),
      ...(only === null ? {} : { where: equal(column('landed', part), intLiteral(only)) }),
    },
  };
}
