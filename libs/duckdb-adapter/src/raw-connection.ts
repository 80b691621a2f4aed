import type { WarehouseRow } from '@vaultwright/datavault-core/warehouse';

/** What knex' PostgreSQL code expects of a finished query. */
export interface KnexResponse {
  readonly command: string;
  readonly rowCount: number;
  readonly rows: WarehouseRow[];
}

/** A connection as knex' pool holds it; knex marks it with identifiers of its own. */
export interface RawConnection {
  /** Errors: `E-KNEX-BINDING`, `E-WH-*`. */
  run(sql: string, bindings: readonly unknown[]): Promise<KnexResponse>;
  close(): void;
}
