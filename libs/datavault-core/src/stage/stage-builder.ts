import { type HashProfile, hashTypeOf } from '../hash/hash-profile.ts';
import type { SourceContract } from '../metadata/source.ts';
import { stageColumns, type StagedColumn } from '../model/staged-columns.ts';
import { and, column, equal, parameter, type Expression } from '../sql/expression.ts';
import { diffHash, type HashOperand } from '../sql/hash-expression.ts';
import {
  from,
  table,
  type SelectColumn,
  type SelectNode,
  type Statement,
  type TableColumn,
  type TableNode,
  type WorkTable,
} from '../sql/query.ts';
import type { CheckDefinition } from './entity-load.ts';
import { keyExpression, type KeyOperand } from './key-expression.ts';
import type { KeyRecipe } from '../model/key-recipe.ts';
import { loadDate, loadId, recordSource } from '../model/parameters.ts';
import { keyColumns } from '../model/resolve-satellite.ts';
import { ambiguousLookup, lookupJoin, tiedRanks } from './stage-lookups.ts';
import { StagedValues } from './staged-values.ts';

/** Where the staged rows of a source lie. */
export interface StageInput {
  readonly table: Pick<TableNode, 'schema' | 'name'>;
  /** Column that tells the rows of this load; null when the whole table is to be loaded. */
  readonly loadIdColumn: string | null;
  /** Only rows where this holds. */
  readonly where: Expression | null;
  /** Schema of the entities' tables, for lookups. */
  readonly vaultSchema: string;
  /** Where other sources of the same load lie, for lookups. */
  readonly tableOf: (source: string) => Pick<TableNode, 'schema' | 'name'>;
}

/**
 * The prepared stage of one source: the batch's rows with every derived value and every hash computed once.
 *
 * Invariant: the same hash asked for twice is one column.
 */
export class StageBuilder {
  readonly source: string;
  readonly #columns = new Map<
    string,
    { readonly identity: string; readonly column: TableColumn; readonly value: Expression }
  >();
  readonly #staged: readonly StagedColumn[];
  readonly #values: StagedValues;

  constructor(
    private readonly contract: SourceContract,
    private readonly input: StageInput,
    private readonly profile: HashProfile,
  ) {
    this.source = contract.name;
    const staged = stageColumns(contract, profile);
    this.#staged = staged.columns;
    this.#values = new StagedValues(contract, staged, profile);
  }

  get tableName(): string {
    return `stage_${this.source}`;
  }

  /** A staged column carried over as it is. Returns its name in the prepared stage. */
  plain(name: string): string {
    const { type, nullable } = this.#column(name);
    return this.#add(name, `plain ${name}`, { type, nullable }, this.#values.late(name));
  }

  /**
   * Load date and record source of a row of this stage: the source's own columns, or those of the batch.
   *
   * Shape: columns of the relation `staged`, or parameters.
   */
  arrival(): { readonly loadDate: Expression; readonly recordSource: Expression } {
    const { loadDate: date, recordSource: origin } = this.contract.arrival;
    return {
      loadDate: date === null ? parameter(loadDate) : column('staged', this.plain(date)),
      recordSource: origin === null ? parameter(recordSource) : column('staged', this.plain(origin)),
    };
  }

  /** The hash key that a recipe makes of staged columns; NULL when the key is missing. */
  key(recipe: KeyRecipe, preferredName: string): { readonly name: string; readonly nullable: boolean } {
    const { value, nullable } = keyExpression(this.profile, recipe, (name) => this.#keyOperand(name));
    const stored = { type: hashTypeOf(this.profile), nullable };
    return { name: this.#add(preferredName, `key ${JSON.stringify(recipe)}`, stored, value), nullable };
  }

  /** The hash diff of a payload. Returns its name in the prepared stage. */
  diff(operands: readonly HashOperand[], preferredName: string): string {
    const stored = { type: hashTypeOf(this.profile), nullable: false };
    return this.#add(
      preferredName,
      `diff ${JSON.stringify(operands)}`,
      stored,
      diffHash(this.profile, operands),
    );
  }

  /** The payload value of a staged column, for a diff computed in this stage. */
  operand(name: string, logicalName: string): HashOperand {
    return { ...this.#values.operand(name), name: logicalName };
  }

  workTable(): WorkTable {
    return { name: this.tableName, columns: [...this.#columns.values()].map(({ column: stored }) => stored) };
  }

  fill(): Statement {
    const selected = [...this.#columns].map(([name, { value }]): SelectColumn => ({ name, value }));
    return {
      node: 'insert',
      into: table(null, this.tableName),
      columns: selected.map(({ name }) => name),
      query: this.#staging(selected),
    };
  }

  /** The batch's rows again, for a person: the columns that a key is made of, and the key under a name of its own. */
  readable(recipe: KeyRecipe, keyName: string): SelectNode {
    const { value } = keyExpression(this.profile, recipe, (name) => this.#keyOperand(name));
    const columns = [...new Set(keyColumns(recipe))].map((name) => ({
      name,
      value: this.#values.late(name),
    }));
    return this.#staging([...columns, { name: keyName, value }]);
  }

  #staging(selected: readonly SelectColumn[]): SelectNode {
    const { loadIdColumn, where } = this.input;
    const conditions = [
      ...(loadIdColumn === null ? [] : [equal(this.#values.stored(loadIdColumn), parameter(loadId))]),
      ...(where === null ? [] : [where]),
    ];
    const joins = Object.entries(this.contract.staging.lookups).map(([name, lookup]) =>
      lookupJoin(name, lookup, this.input, (here) => this.#values.late(here)),
    );
    return {
      node: 'select',
      columns: selected,
      from: from(table(this.input.table.schema, this.input.table.name), this.source),
      ...(joins.length === 0 ? {} : { joins }),
      ...(conditions.length === 0 ? {} : { where: and(...conditions) }),
    };
  }

  /** What must hold of the rows for the rules to be sound: lookups find one row at most, ranks have no ties. */
  checks(): CheckDefinition[] {
    const { lookups, ranked } = this.contract.staging;
    return [
      ...Object.entries(lookups).map(([name, lookup]) =>
        ambiguousLookup(this.tableName, name, lookup, this.input, (here) => this.plain(here)),
      ),
      ...Object.entries(ranked).map(([name, rank]) =>
        tiedRanks(this.tableName, name, rank, (part) => this.plain(part)),
      ),
    ];
  }

  /** Hashes that the files deliver are keys already; those computed while staging are values like any other. */
  #keyOperand(name: string): KeyOperand {
    const operand = this.#values.operand(name);
    return { ...operand, prehashed: operand.type.kind === 'hash' && name in this.contract.columns };
  }

  #column(name: string): StagedColumn {
    const found = this.#staged.find((candidate) => candidate.name === name);
    if (found === undefined) throw new TypeError(`stage ${this.source} has no column ${name}`);
    return found;
  }

  #add(preferred: string, identity: string, stored: Omit<TableColumn, 'name'>, value: Expression): string {
    for (let attempt = 1; ; attempt += 1) {
      const name = attempt === 1 ? preferred : `${preferred}_${attempt}`;
      const present = this.#columns.get(name);
      if (present?.identity === identity) return name;
      if (present === undefined) {
        this.#columns.set(name, { identity, column: { ...stored, name }, value });
        return name;
      }
    }
  }
}
