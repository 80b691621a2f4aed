import type { SourceContract } from '../metadata/source.ts';
import type { Vault } from './registry.ts';
import { loadDate, loadId } from '../model/parameters.ts';
import type { TableColumn, TableDefinition } from '../sql/query.ts';

const text = (name: string, length: number, nullable = true): TableColumn => ({
  name,
  type: { kind: 'text', length },
  nullable,
});
const integer = (name: string, nullable = true): TableColumn => ({ name, type: { kind: 'int' }, nullable });

/** The staging table of a source: its files as they are, and where each row came from. */
export function stagingTable(source: SourceContract, { naming }: Vault): TableDefinition {
  return {
    schema: naming.stagingSchema,
    name: source.name,
    role: 'staging',
    comment: `Staging: ${source.name} as delivered; rows are told apart by their load.`,
    columns: [
      ...Object.entries(source.columns).map(([name, { type, nullable }]) => ({ name, type, nullable })),
      { name: naming.loadId, type: loadId.type, nullable: false },
      text(naming.sourceObject, 1024, false),
    ],
    key: [],
    clusterBy: [],
  };
}

/** The reject table of a source: one row per problem, with the place and the raw text. */
export function rejectTable(source: SourceContract, { naming }: Vault): TableDefinition {
  return {
    schema: naming.stagingSchema,
    name: `${source.name}${naming.rejectSuffix}`,
    role: 'rejects',
    comment: `Records of ${source.name} that do not fit the contract: place, reason and raw text.`,
    columns: [
      text(naming.loadId, 64, false),
      text(naming.sourceObject, 1024, false),
      integer('record_no', false),
      integer('line_no', false),
      integer('column_no'),
      text('column_name', 128),
      text('reason_code', 64, false),
      text('value', 4096),
      text('expected', 1024, false),
      integer('byte_start', false),
      integer('byte_length', false),
      text('raw_text', 8192),
      text('raw_sha256', 64, false),
      { name: naming.loadDate, type: loadDate.type, nullable: false },
    ],
    key: [],
    clusterBy: [],
  };
}
