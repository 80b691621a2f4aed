import type { HashProfile } from '../hash/hash-profile.ts';
import { hashTypeOf } from '../hash/hash-profile.ts';
import type { StagedColumn } from '../metadata/resolve-scope.ts';
import type { SourceContract } from '../metadata/source.ts';
import { column, equal, parameter, type Expression } from '../sql/expression.ts';
import { diffHash, keyHash, type HashOperand } from '../sql/hash-expression.ts';
import {
  from,
  table,
  type QualifiedTable,
  type SelectColumn,
  type Statement,
  type TableColumn,
  type WorkTable,
} from '../sql/query.ts';
import { loadDate, loadId, recordSource } from './parameters.ts';

/**
 * The prepared stage of one source: the batch's rows with every hash computed once.
 *
 * Invariant: the same hash asked for twice is one column.
 */
export class StageBuilder {
  readonly #columns = new Map<
    string,
    { readonly identity: string; readonly column: TableColumn; readonly value: Expression }
  >();

  readonly source: string;

  constructor(
    private readonly contract: SourceContract,
    private readonly staging: QualifiedTable,
    private readonly loadIdColumn: string,
    private readonly staged: readonly StagedColumn[],
    private readonly profile: HashProfile,
  ) {
    this.source = contract.name;
  }

  get tableName(): string {
    return `stage_${this.source}`;
  }

  /** A staged column carried over as it is. Returns its name in the prepared stage. */
  plain(name: string): string {
    const { type, nullable } = this.#staged(name);
    return this.#add(name, `plain ${name}`, { type, nullable }, this.#valueOf(name));
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

  /** The hash key of some staged columns; NULL only when all of them can be. */
  key(
    columns: readonly string[],
    preferredName: string,
  ): { readonly name: string; readonly nullable: boolean } {
    const operands = columns.map((name) => this.#operand(name));
    const folds = this.profile.key.emptyIsNull;
    const nullable = operands.every(({ nullable: empty, type }) => empty || (folds && type.kind === 'text'));
    const stored = { type: hashTypeOf(this.profile), nullable };
    const name = this.#add(preferredName, `key ${columns.join()}`, stored, keyHash(this.profile, operands));
    return { name, nullable };
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
    return { ...this.#operand(name), name: logicalName };
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
      query: {
        node: 'select',
        columns: selected,
        from: from(table(this.staging.schema, this.staging.name), this.source),
        where: equal(column(null, this.loadIdColumn), parameter(loadId)),
      },
    };
  }

  #operand(name: string): HashOperand {
    const { type, nullable } = this.#staged(name);
    return { name, value: this.#valueOf(name), type, nullable };
  }

  /** A column of the staging table, or what is derived from some. */
  #valueOf(name: string): Expression {
    const derived = this.contract.derived[name];
    return derived === undefined
      ? column(null, name)
      : keyHash(
          this.profile,
          derived.hashOf.map((part) => this.#operand(part)),
        );
  }

  #staged(name: string): StagedColumn {
    const found = this.staged.find((candidate) => candidate.name === name);
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
