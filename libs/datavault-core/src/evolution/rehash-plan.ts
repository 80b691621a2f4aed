import type { HashProfile } from '../hash/hash-profile.ts';
import { kindOf, type Vault } from '../vault/registry.ts';
import { compileStatement } from '../sql/compile.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { countRows, type Expression, column, intLiteral } from '../sql/expression.ts';
import { from, table, type Query, type Statement, type TableDefinition } from '../sql/query.ts';
import type { CompiledStatement } from '../sql/statement.ts';
import { RehashedEntity } from './rehashed-entity.ts';
import { keyMapTable, newTableName, oldTableName } from './rehash-names.ts';

/** One statement of a rehash. A `check` must return no row. */
export interface RehashStep {
  readonly kind: 'define' | 'write' | 'check';
  /** One sentence for people. */
  readonly title: string;
  readonly statement: Statement;
  readonly compiled: CompiledStatement;
}

/** How a loaded vault gets the hashes of another profile. */
export interface RehashPlan {
  /** The vault under the new profile. */
  readonly vault: Vault;
  /** What cannot be hashed again, because what was hashed is not stored; nothing may run while there is any. */
  readonly impossible: readonly string[];
  /** Builds the new tables beside the old ones, and proves them. */
  readonly build: readonly RehashStep[];
  /** Puts the new tables in the place of the old ones, which stay under another name. */
  readonly switchOver: readonly RehashStep[];
  /** Drops the old tables and the maps of old to new keys. */
  readonly finish: readonly RehashStep[];
}

const computed = ['asOf', 'pointInTime', 'bridge'];

type StepOf = (kind: RehashStep['kind'], title: string, statement: Statement) => RehashStep;

/** The steps of a plan while they are gathered. */
interface RehashSteps {
  readonly build: RehashStep[];
  readonly switchOver: RehashStep[];
  readonly finish: RehashStep[];
}

/**
 * Plans the move of a vault from its hash profile to another one: hub keys from the stored business keys, links through
 * their hubs, diffs from the stored payload.
 *
 * Tables that are computed are dropped and come back with the next load. Invariant: pure; raw rows are only copied.
 */
export function planRehash(vault: Vault, profile: HashProfile, dialect: SqlDialect): RehashPlan {
  const next: Vault = { ...vault, hashProfile: profile };
  const step: StepOf = (kind, title, statement) => ({
    kind,
    title,
    statement,
    compiled: compileStatement(statement, dialect),
  });
  const impossible: string[] = [];
  const steps: RehashSteps = { build: [], switchOver: [], finish: [] };
  for (const entity of vault.entities) {
    const tables = kindOf(entity).tables(entity, vault);
    const renewed = kindOf(entity).tables(entity, next);
    const [own] = tables;
    if (own === undefined) continue;
    if (computed.includes(own.role)) {
      for (const { schema, name } of tables)
        steps.switchOver.push(
          step('write', `${name} is computed anew by the next load.`, { node: 'dropTable', schema, name }),
        );
      continue;
    }
    const rehashed = new RehashedEntity(entity, vault, next);
    impossible.push(...rehashed.obstacles());
    if (rehashed.obstacles().length > 0) continue;
    if (rehashed.map !== null)
      mapKeys(keyMapTable(entity, vault, next), entity.name, rehashed.map, step, steps);
    tables.forEach((stored, index) => {
      const target = renewed[index];
      if (target !== undefined) moveTable(stored, target, rehashed, step, steps);
    });
  }
  return { vault: next, impossible, ...steps };
}

/** Old keys beside new ones, as long as the move takes. */
function mapKeys(
  map: TableDefinition,
  entity: string,
  writes: readonly Statement[],
  step: StepOf,
  { build, finish }: RehashSteps,
): void {
  build.push(
    step('define', map.comment, { node: 'createTable', table: map }),
    ...writes.map((statement) => step('write', `Old and new keys of ${entity}.`, statement)),
    step('check', `No two rows of ${entity} get one key.`, {
      node: 'query',
      query: repeated(map, 'new_key'),
    }),
  );
  finish.push(
    step('write', `${map.name} has served.`, { node: 'dropTable', schema: map.schema, name: map.name }),
  );
}

/** A new table takes the rows and then the place of the stored one. Rows that wait cannot be copied: there must be none. */
function moveTable(
  stored: TableDefinition,
  target: TableDefinition,
  rehashed: RehashedEntity,
  step: StepOf,
  { build, switchOver, finish }: RehashSteps,
): void {
  const renamed: TableDefinition = { ...target, name: newTableName(target.name) };
  build.push(step('define', `${target.name} under the new rules.`, { node: 'createTable', table: renamed }));
  if (stored.role === 'pending')
    build.push(
      step('check', `No row waits in ${stored.name}: its keys belong to nobody yet.`, {
        node: 'query',
        query: anyRow(stored),
      }),
    );
  else
    build.push(
      step('write', `Rows of ${stored.name} with new hashes.`, rehashed.copy(stored, renamed)),
      step('check', `As many rows as ${stored.name} has.`, {
        node: 'query',
        query: otherCount(stored, renamed),
      }),
    );
  switchOver.push(
    step('write', `${stored.name} as it was stays under another name.`, {
      node: 'renameTable',
      table: at(stored),
      to: oldTableName(stored.name),
    }),
    step('write', `${stored.name} under the new rules.`, {
      node: 'renameTable',
      table: at(renamed),
      to: stored.name,
    }),
  );
  finish.push(
    step('write', `${stored.name} as it was.`, {
      node: 'dropTable',
      schema: stored.schema,
      name: oldTableName(stored.name),
    }),
  );
}

function at({ schema, name }: TableDefinition): { readonly schema: string; readonly name: string } {
  return { schema, name };
}

function repeated({ schema, name }: TableDefinition, part: string): Query {
  return {
    node: 'select',
    columns: [
      { name: part, value: column('map', part) },
      { name: 'row_count', value: countRows() },
    ],
    from: from(table(schema, name), 'map'),
    groupBy: [column('map', part)],
    having: { node: 'compare', operator: '>', left: countRows(), right: intLiteral(1) },
  };
}

function anyRow({ schema, name, columns: [first] }: TableDefinition): Query {
  const part = first?.name ?? '';
  return {
    node: 'select',
    columns: [{ name: part, value: column('waiting', part) }],
    from: from(table(schema, name), 'waiting'),
    limit: 1,
  };
}

function otherCount(stored: TableDefinition, renewed: TableDefinition): Query {
  const counted = ({ schema, name }: TableDefinition, alias: string) =>
    from(
      {
        node: 'select',
        columns: [{ name: 'row_count', value: countRows() }],
        from: from(table(schema, name), alias),
      },
      alias,
    );
  const rows = (alias: string): Expression => column(alias, 'row_count');
  return {
    node: 'select',
    columns: [
      { name: 'before', value: rows('old_rows') },
      { name: 'after', value: rows('new_rows') },
    ],
    from: counted(stored, 'old_rows'),
    joins: [{ kind: 'cross', ...counted(renewed, 'new_rows') }],
    where: { node: 'compare', operator: '<>', left: rows('old_rows'), right: rows('new_rows') },
  };
}
