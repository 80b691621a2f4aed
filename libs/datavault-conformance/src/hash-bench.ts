import { hashTypeOf } from '@vaultwright/datavault-core/model';
import type { HashProfile, ColumnType } from '@vaultwright/datavault-core';
import {
  compileStatement,
  column,
  intLiteral,
  isNotNull,
  type Expression,
  diffHash,
  keyHash,
  type HashOperand,
  from,
  table,
  type SelectNode,
  type Statement,
  type TableDefinition,
} from '@vaultwright/datavault-core/sql';
import type { CanonicalRow, Session, Warehouse, WarehouseRow } from '@vaultwright/datavault-core/warehouse';
import { hashColumns, type HashColumn } from './hash-cases.ts';

/** A tuple to hash as an engine's literals. */
export interface HashCase {
  readonly profile: HashProfile;
  readonly rules: 'key' | 'diff';
  readonly parts: readonly { readonly type: ColumnType; readonly text: string | null }[];
}

const schema = 'hash_suite';
const names = Object.keys(hashColumns) as HashColumn[];
const stage: TableDefinition = {
  schema,
  name: 'stage',
  role: 'staging',
  comment: 'Rows of the hash suite.',
  columns: [
    { name: 'id', type: { kind: 'int' }, nullable: false },
    ...names.map((name) => ({ name, type: hashColumns[name], nullable: true })),
  ],
  key: ['id'],
  clusterBy: ['id'],
};
/** Long unions are slow to plan; engines also limit them. */
const casesPerQuery = 60;

/** Asks one warehouse for hashes, many at a time. */
export class HashBench {
  private constructor(
    private readonly warehouse: Warehouse,
    readonly session: Session,
  ) {}

  static async open(warehouse: Warehouse): Promise<HashBench> {
    const bench = new HashBench(warehouse, await warehouse.connect());
    await bench.execute({ node: 'createSchema', name: schema });
    await bench.execute({ node: 'createTable', table: stage });
    return bench;
  }

  async execute(statement: Statement): Promise<void> {
    await this.session.execute(compileStatement(statement, this.warehouse.dialect));
  }

  /** The engine's hashes of literal tuples, as the encoding spells them; binary ones as lower-case hex. */
  async hashes(cases: readonly HashCase[]): Promise<(string | null)[]> {
    const found: (string | null)[] = [];
    for (let start = 0; start < cases.length; start += casesPerQuery) {
      const queries = cases.slice(start, start + casesPerQuery).map((item, index): SelectNode => ({
        node: 'select',
        columns: [
          { name: 'place', value: intLiteral(index) },
          { name: 'hash', value: asText(item.profile, hashExpression(item)) },
        ],
      }));
      const rows = await this.#query({ node: 'query', query: { node: 'unionAll', queries } });
      rows.sort((left, right) => Number(left['place']) - Number(right['place']));
      found.push(...rows.map((row) => textOf(row, 'hash')));
    }
    return found;
  }

  /** Replaces the staged rows. */
  async fill(rows: readonly Readonly<Partial<Record<HashColumn, string | null>>>[]): Promise<void> {
    await this.execute({
      node: 'delete',
      from: table(schema, stage.name),
      where: isNotNull(column(null, 'id')),
    });
    const columns = Object.fromEntries(
      stage.columns.map(({ name, type }) => [name, { type, nullable: true, pii: false, aliases: [] }]),
    );
    const load = {
      target: { schema, name: stage.name },
      source: { name: stage.name, columns, csv: { delimiter: ',', quote: '"' } },
      constants: [],
    } as const;
    const values = rows.map((row, index): CanonicalRow => [
      String(index),
      ...names.map((name) => row[name] ?? null),
    ]);
    await this.session.loadRows(load, inOneBatch(values));
  }

  /** Values of expressions over the staged rows (relation `staged`), row by row. */
  async staged(values: readonly Expression[]): Promise<(string | null)[][]> {
    return this.#rows(values, {
      from: from(table(schema, stage.name), 'staged'),
      orderBy: [{ by: column('staged', 'id') }],
    });
  }

  /** Values of expressions over another table (relation `stored`), in no particular order. */
  async stored(
    target: { readonly schema: string; readonly name: string },
    values: readonly Expression[],
  ): Promise<(string | null)[][]> {
    return this.#rows(values, { from: from(table(target.schema, target.name), 'stored') });
  }

  async #rows(
    values: readonly Expression[],
    origin: Pick<SelectNode, 'from' | 'orderBy'>,
  ): Promise<(string | null)[][]> {
    const columns = values.map((value, index) => ({ name: `v${index}`, value }));
    const rows = await this.#query({ node: 'query', query: { node: 'select', columns, ...origin } });
    return rows.map((row) => values.map((_, index) => textOf(row, `v${index}`)));
  }

  #query(statement: Statement): Promise<WarehouseRow[]> {
    return this.session.query(compileStatement(statement, this.warehouse.dialect));
  }
}

/** A staged column as part of a hash. */
export function stagedOperand(name: HashColumn): HashOperand {
  return { name, value: column('staged', name), type: hashColumns[name], nullable: true };
}

/** A hash as text, as its encoding spells it; binary ones as lower-case hex. */
export function asText(profile: HashProfile, value: Expression): Expression {
  const type = hashTypeOf(profile);
  return type.encoding === 'binary' ? { node: 'canonicalText', operand: value, type } : value;
}

function hashExpression({ profile, rules, parts }: HashCase): Expression {
  const operands = parts.map(({ type, text }, index): HashOperand => ({
    name: `c${index}`,
    value: { node: 'literal', value: text, type },
    type,
    nullable: true,
  }));
  return (rules === 'key' ? keyHash : diffHash)(profile, operands);
}

function textOf(row: WarehouseRow, name: string): string | null {
  const value = row[name] ?? null;
  if (value !== null && typeof value !== 'string') throw new TypeError(`${name} is no text`);
  return value;
}

async function* inOneBatch(rows: readonly CanonicalRow[]): AsyncGenerator<readonly CanonicalRow[]> {
  yield rows;
}
