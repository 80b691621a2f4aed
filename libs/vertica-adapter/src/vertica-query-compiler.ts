import { createRequire } from 'node:module';
import type { Knex } from 'knex';
import { refuseIgnoredClauses } from './ignored-clauses.ts';
import { unsupported } from './knex-unsupported.ts';

interface OrderItem {
  readonly value: unknown;
  readonly type?: string;
  readonly direction?: string;
  readonly nulls?: string | null | undefined;
}

interface WindowOrder {
  readonly column: unknown;
  readonly order?: string;
}

interface WindowStatement {
  readonly raw?: unknown;
  readonly order?: readonly (string | WindowOrder)[];
}

interface AggregateStatement {
  readonly value: unknown;
  readonly aggregateDistinct?: boolean;
}

interface CountedUpdate {
  readonly counter?: Readonly<Record<string, number>>;
  readonly update?: Readonly<Record<string, unknown>>;
}

/** The members of knex' PostgreSQL compiler that are used or replaced here; knex publishes no types of it. */
interface PostgresQueryCompiler {
  readonly client: Pick<Knex, 'raw'>;
  single: Readonly<Record<string, unknown>>;
  readonly grouped: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[] | undefined>>;
  readonly method: string;
  _preValidate(): void;
  insert(): unknown;
  update(): unknown;
  aggregate(statement: AggregateStatement): unknown;
  with(): string;
  limit(): string;
  offset(): string;
  analytic(statement: WindowStatement): string;
  _groupOrder(item: OrderItem, type: string): string;
  _formatGroupsItemValue(value: unknown): string;
}

type PostgresQueryCompilerClass = new (
  client: unknown,
  builder: unknown,
  formatter: unknown,
) => PostgresQueryCompiler;

// knex has no entry for its compilers. `__filename` exists in the CommonJS build only.
const requireHere = createRequire(typeof __filename === 'string' ? __filename : import.meta.url);
const PostgresCompiler = requireHere(
  'knex/lib/dialects/postgres/query/pg-querycompiler.js',
) as PostgresQueryCompilerClass;

/**
 * Prints knex queries for Vertica; what Vertica lacks is refused before anything is sent.
 *
 * Invariant: windows state where NULL stands, last unless asked otherwise; the order of a query says it by an expression of
 * its own, where it is asked for, because documents know NULLS FIRST in windows only. Assumption: null-order.
 * Errors: `E-KNEX-UNSUPPORTED`.
 */
export class VerticaQueryCompiler extends PostgresCompiler {
  /** knex asks here before it prints; its own check knows `having` and `limit` of a delete only. */
  override _preValidate(): void {
    refuseIgnoredClauses(this.method, this);
    if (this.single['only'] === true) throw unsupported('only', 'the name of the table alone');
    super._preValidate();
  }

  override insert(): unknown {
    const { insert } = this.single;
    if (Array.isArray(insert) && insert.length > 1)
      throw unsupported(
        'an insert of several rows',
        'one insert per row inside a transaction, or the load of a data set',
      );
    return super.insert();
  }

  /**
   * Amounts of increments are printed, not bound: whether a bare parameter in a sum gets a type has not been seen. knex
   * would drop an increment of a column that is set as well.
   */
  override update(): unknown {
    const { counter = {}, update = {} } = this.single as CountedUpdate;
    const both = Object.keys(counter).find((column) => Object.hasOwn(update, column));
    if (both !== undefined)
      throw unsupported(`update and increment of the same column ${both}`, 'one of them, or knex.raw');
    if (!Object.values(counter).every(Number.isFinite))
      throw unsupported('an increment by something that is no number', 'a finite number');
    const sums = Object.entries(counter).map(([column, amount]) => [
      column,
      this.client.raw(`?? ${amount < 0 ? '-' : '+'} ${Math.abs(amount)}`, [column]),
    ]);
    this.single = { ...this.single, counter: {}, update: { ...update, ...Object.fromEntries(sums) } };
    return super.update();
  }

  override aggregate(statement: AggregateStatement): unknown {
    const { aggregateDistinct, value } = statement;
    const counted = isPlainObject(value) ? Object.values(value) : [value];
    if (aggregateDistinct === true && counted.some((item) => Array.isArray(item) && item.length > 1))
      throw unsupported('countDistinct of several columns', 'count over a distinct subquery');
    return super.aggregate(statement);
  }

  override with(): string {
    if (this.grouped['with']?.some(({ materialized }) => materialized !== undefined))
      throw unsupported('withMaterialized and withNotMaterialized', 'with');
    return super.with();
  }

  /** Row counts are printed, not bound: that a prepared `limit ?` is accepted has not been seen. */
  override limit(): string {
    const { limit } = this.single;
    return Number.isSafeInteger(limit) ? `limit ${String(limit)}` : super.limit();
  }

  override offset(): string {
    const { offset } = this.single;
    return Number.isSafeInteger(offset) && offset !== 0 ? `offset ${String(offset)}` : super.offset();
  }

  override analytic(statement: WindowStatement): string {
    const order = statement.order?.map((item): WindowOrder =>
      typeof item === 'string'
        ? { column: item, order: 'asc nulls last' }
        : { ...item, order: `${item.order === 'desc' ? 'desc' : 'asc'} nulls last` },
    );
    return super.analytic({ ...statement, ...(order === undefined ? {} : { order }) });
  }

  override _groupOrder(item: OrderItem, type: string): string {
    const { nulls } = item;
    const plain = super._groupOrder({ ...item, nulls: undefined }, type);
    if (type !== 'order' || (nulls !== 'first' && nulls !== 'last')) return plain;
    if (typeof item.value !== 'string')
      throw unsupported(
        'a place of NULL for an order by an expression',
        'orderByRaw, a case … is null … first',
      );
    const { columns = [], union } = this.grouped;
    if (union !== undefined || columns.some(({ distinct }) => distinct === true))
      throw unsupported(
        'a place of NULL in the order of distinct or united rows',
        'orderBy around a subquery',
      );
    const column = this._formatGroupsItemValue(item.value);
    const [here, elsewhere] = nulls === 'first' ? [0, 1] : [1, 0];
    return `case when ${column} is null then ${here} else ${elsewhere} end asc, ${plain}`;
  }
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Builder methods whose SQL exists on PostgreSQL only. Assumption: for-update. */
const refused: Readonly<Record<string, readonly [found: string, allowed: string]>> = {
  truncate: ['truncate, which commits', 'del inside a transaction'],
  distinctOn: ['distinctOn', 'rowNumber in a subquery'],
  columnInfo: ['columnInfo', 'a select from v_catalog.columns'],
  forShare: ['forShare', 'forUpdate'],
  forNoKeyUpdate: ['forNoKeyUpdate', 'forUpdate'],
  forKeyShare: ['forKeyShare', 'forUpdate'],
  skipLocked: ['skipLocked', 'forUpdate'],
  noWait: ['noWait', 'forUpdate'],
  jsonExtract: ['JSON functions', 'columns of plain types'],
  jsonSet: ['JSON functions', 'columns of plain types'],
  jsonInsert: ['JSON functions', 'columns of plain types'],
  jsonRemove: ['JSON functions', 'columns of plain types'],
  whereJsonObject: ['JSON functions', 'columns of plain types'],
  whereJsonPath: ['JSON functions', 'columns of plain types'],
  whereJsonSupersetOf: ['JSON functions', 'columns of plain types'],
  whereJsonSubsetOf: ['JSON functions', 'columns of plain types'],
  onJsonPathEquals: ['JSON functions', 'columns of plain types'],
};

for (const [method, [found, allowed]] of Object.entries(refused)) {
  Object.defineProperty(VerticaQueryCompiler.prototype, method, {
    value: () => {
      throw unsupported(found, allowed);
    },
  });
}
