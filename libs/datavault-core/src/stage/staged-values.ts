import type { HashProfile } from '../hash/hash-profile.ts';
import { derivedShape, type DerivedShape } from '../metadata/derived-type.ts';
import type { SourceContract } from '../metadata/source.ts';
import { type StagedColumn, type StagedColumns } from '../model/staged-columns.ts';
import { originalSuffix } from '../metadata/staging-rules.ts';
import { derivedExpression } from '../sql/derived-expression.ts';
import { call, coalesce, column, type Expression } from '../sql/expression.ts';
import { diffHash, keyHash, type HashOperand } from '../sql/hash-expression.ts';

const cleaners = {
  trim: 'trimSpaces',
  upperAscii: 'upperAscii',
  lowerAscii: 'lowerAscii',
  nullIfEmpty: 'emptyAsNull',
} as const;

/** What each column of a source's staging rules is, as an expression over the staging table. */
export class StagedValues {
  readonly #columns: ReadonlyMap<string, StagedColumn>;
  readonly #relation: string | null;

  constructor(
    private readonly contract: SourceContract,
    private readonly staged: StagedColumns,
    private readonly profile: HashProfile,
  ) {
    this.#columns = new Map(staged.columns.map((item) => [item.name, item]));
    this.#relation = Object.keys(contract.staging.lookups).length === 0 ? null : contract.name;
  }

  /** A column of the staging table itself. */
  stored(name: string): Expression {
    return column(this.#relation, name);
  }

  /** A column as derived values read it: cleaned, NULL keys not substituted yet. */
  early(name: string): Expression {
    const { clean, derived } = this.contract.staging;
    const value = derived[name];
    if (value !== undefined) {
      return derivedExpression(value, {
        column: (part) => this.early(part),
        shape: (part) => derivedShape(part, (read) => this.staged.early.get(read)) as DerivedShape,
      });
    }
    return (clean[name] ?? []).reduce<Expression>(
      (operand, cleaner) => call(cleaners[cleaner], operand),
      this.stored(name),
    );
  }

  /** A column as entities read it. */
  late(name: string): Expression {
    const { nullKeys, lookups, hashed, ranked } = this.contract.staging;
    const lookup = lookups[name];
    if (lookup !== undefined) return column(`lookup_${name}`, lookup.take);
    const hash = hashed[name];
    if (hash !== undefined) {
      const operands = hash.of.map((part) => this.operand(part));
      return (hash.rules === 'key' ? keyHash : diffHash)(this.profile, operands);
    }
    const rank = ranked[name];
    if (rank !== undefined) {
      return {
        node: 'window',
        function: rank.by,
        operand: null,
        partitionBy: rank.partition.map((part) => this.late(part)),
        orderBy: rank.order.map(({ column: part, direction, nulls }) => ({
          by: this.late(part),
          direction,
          nulls,
        })),
      };
    }
    const nullKey = nullKeys[name];
    if (nullKey !== undefined) {
      const { type } = this.#column(name);
      const token: Expression = { node: 'literal', value: nullKey.token, type: { kind: 'text', length: 1 } };
      return coalesce(
        this.early(name),
        type.kind === 'text' ? token : { node: 'cast', operand: token, type },
      );
    }
    const original = name.endsWith(originalSuffix) ? name.slice(0, -originalSuffix.length) : '';
    return this.early(nullKeys[original] !== undefined && !(name in this.contract.columns) ? original : name);
  }

  /** A column as part of a hash. */
  operand(name: string): HashOperand {
    const { type, nullable } = this.#column(name);
    return { name, value: this.late(name), type, nullable };
  }

  #column(name: string): StagedColumn {
    const found = this.#columns.get(name);
    if (found === undefined) throw new TypeError(`source ${this.contract.name} has no column ${name}`);
    return found;
  }
}
