import { loadDate, loadId } from '../../model/parameters.ts';
import type { Vault } from '../registry.ts';
import {
  and,
  column,
  equal,
  intLiteral,
  isNull,
  or,
  parameter,
  textLiteral,
  type Expression,
} from '../../sql/expression.ts';
import {
  from,
  table,
  type PickNode,
  type SelectNode,
  type Statement,
  type TableDefinition,
  type UnionAllNode,
} from '../../sql/query.ts';
import { canonicalJson } from './canonical-json.ts';
import { fingerprints } from './fingerprint.ts';

/** Longest rules that fit a row. Units: characters. */
const longestRules = 65_000;

/** The table in which a warehouse remembers the rules its vault was loaded with; rows are only added. */
export function vaultModelTable({ naming }: Vault): TableDefinition {
  const text = (name: string, length: number) =>
    ({ name, type: { kind: 'text', length }, nullable: false }) as const;
  return {
    schema: naming.vaultSchema,
    name: 'vault_model',
    role: 'ledger',
    comment: 'The rules that each entity was loaded with; the latest row of an entity is in force.',
    columns: [
      text('entity', 128),
      { name: 'place', type: { kind: 'int' }, nullable: false },
      text('hash_fingerprint', 64),
      text('structure_fingerprint', 64),
      text('rules', longestRules),
      text('structure', longestRules),
      text('applied_batch', loadId.type.kind === 'text' ? loadId.type.length : 64),
      { name: 'applied_at', type: loadDate.type, nullable: false },
    ],
    key: ['entity', 'place'],
    clusterBy: [],
  };
}

/** The rules in force, one row for each entity that was ever loaded. */
export function rulesInForce(vault: Vault): PickNode {
  const { schema, name, columns } = vaultModelTable(vault);
  const stored = (part: string): Expression => column('stored', part);
  return {
    node: 'pick',
    from: from(table(schema, name), 'stored'),
    keys: [{ name: 'entity', value: stored('entity') }],
    order: [{ by: stored('place'), direction: 'desc', nulls: 'last' }],
    columns: columns.slice(1).map(({ name: part, type }) => ({ name: part, value: stored(part), type })),
  };
}

/** Remembers the rules of entities whose rules in force are others, or that have none yet. */
export function recordRules(vault: Vault): Statement {
  const { schema, name, columns } = vaultModelTable(vault);
  const current = (part: string): Expression => column('current', part);
  const before = column('in_force', 'place');
  const differs = ['hash_fingerprint', 'structure_fingerprint'].map((part): Expression => ({
    node: 'compare',
    operator: '<>',
    left: current(part),
    right: column('in_force', part),
  }));
  return {
    node: 'insert',
    into: table(schema, name),
    columns: columns.map((item) => item.name),
    query: {
      node: 'with',
      tables: [
        { name: 'current', comment: 'The rules of the metadata.', query: ownRules(vault) },
        { name: 'in_force', comment: 'The rules remembered last.', query: rulesInForce(vault) },
      ],
      body: {
        node: 'select',
        columns: [
          { name: 'entity', value: current('entity') },
          {
            name: 'place',
            value: {
              node: 'arithmetic',
              operator: '+',
              left: { node: 'coalesce', operands: [before, intLiteral(0)] },
              right: intLiteral(1),
            },
          },
          ...['hash_fingerprint', 'structure_fingerprint', 'rules', 'structure'].map((part) => ({
            name: part,
            value: current(part),
          })),
          { name: 'applied_batch', value: parameter(loadId) },
          { name: 'applied_at', value: parameter(loadDate) },
        ],
        from: from(table(null, 'current'), 'current'),
        joins: [
          {
            kind: 'left',
            ...from(table(null, 'in_force'), 'in_force'),
            on: equal(column('in_force', 'entity'), current('entity')),
          },
        ],
        where: or(isNull(before), and(or(...differs))),
      },
    },
  };
}

/** One row for each entity of the metadata. */
function ownRules(vault: Vault): UnionAllNode {
  const queries = fingerprints(vault).map((entity): SelectNode => ({
    node: 'select',
    columns: [
      { name: 'entity', value: textLiteral(entity.entity) },
      { name: 'hash_fingerprint', value: textLiteral(entity.hashFingerprint) },
      { name: 'structure_fingerprint', value: textLiteral(entity.structureFingerprint) },
      { name: 'rules', value: textLiteral(canonicalJson(entity.rules)) },
      { name: 'structure', value: textLiteral(canonicalJson(entity.structure)) },
    ],
  }));
  return { node: 'unionAll', queries };
}

/** Forgets the rules of entities whose tables are dropped. */
export function forgetRules(vault: Vault, entities: readonly string[]): Statement {
  const { schema, name } = vaultModelTable(vault);
  return {
    node: 'delete',
    from: table(schema, name),
    where: { node: 'oneOf', operand: column(null, 'entity'), values: entities.map(textLiteral) },
  };
}
