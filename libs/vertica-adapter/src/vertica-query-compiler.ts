import { createRequire } from 'node:module';
import { unsupported } from './knex-unsupported.ts';

interface OrderItem {
  readonly value: unknown;
  readonly type?: string;
  readonly direction?: string;
  readonly nulls?: string;
}

interface WindowOrder {
  readonly column: unknown;
  readonly order?: string;
}

interface WindowStatement {
  readonly raw?: unknown;
  readonly order?: readonly (string | WindowOrder)[];
}

/** The members of knex' PostgreSQL compiler that are used or replaced here; knex publishes no types of it. */
interface PostgresQueryCompiler {
  readonly single: Readonly<Record<string, unknown>>;
  readonly grouped: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[] | undefined>>;
  insert(): unknown;
  update(): unknown;
  del(): unknown;
  with(): string;
  limit(): string;
  offset(): string;
  analytic(statement: WindowStatement): string;
  _groupOrder(item: OrderItem, type: string): string;
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
 * Invariant: every order states where NULL stands, last unless asked otherwise, so that engines agree.
 * Errors: `E-KNEX-UNSUPPORTED`.
 */
export class VerticaQueryCompiler extends PostgresCompiler {
  override insert(): unknown {
    const { insert, onConflict } = this.single;
    if (onConflict !== undefined)
      throw unsupported('onConflict', 'an insert from a select with whereNotExists');
    if (Array.isArray(insert) && insert.length > 1)
      throw unsupported(
        'an insert of several rows',
        'one insert per row, or COPY through the adapter for data',
      );
    this.#refuseInWrite('insert');
    return super.insert();
  }

  override update(): unknown {
    this.#refuseInWrite('update');
    return super.update();
  }

  override del(): unknown {
    this.#refuseInWrite('delete');
    if (this.single['using'] !== undefined || this.grouped['join'] !== undefined)
      throw unsupported('a delete with using or a join', 'a condition with whereIn or whereExists');
    return super.del();
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
    const isRaw = typeof item.value === 'object' || item.type === 'orderByRaw' || item.type === 'groupByRaw';
    return type === 'order' && !isRaw && !item.nulls
      ? super._groupOrder({ ...item, nulls: 'last' }, type)
      : super._groupOrder(item, type);
  }

  #refuseInWrite(statement: string): void {
    if (this.single['returning'] !== undefined)
      throw unsupported(`${statement} with returning`, 'a select of its own');
    if (this.grouped['with'] !== undefined)
      throw unsupported(
        `${statement} after a with clause`,
        'an insert from a select that holds the with clause',
      );
  }
}

/** Builder methods whose SQL exists on PostgreSQL only. */
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
