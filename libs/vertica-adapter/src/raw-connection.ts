import type { WarehouseRow } from '@vaultwright/datavault-core/warehouse';

/** What a finished query gave. */
export interface KnexResponse {
  /** The server's tag, for example `SELECT`. */
  readonly command: string;
  /** Rows inserted, updated or deleted; of a query, the rows it returned. */
  readonly rowCount: number;
  readonly rows: WarehouseRow[];
}

/** A connection as knex' pool holds it; knex marks it with identifiers of its own. */
export interface RawConnection {
  /** False once the connection ended; the pool then drops it. */
  readonly usable: boolean;
  /** Errors: `E-KNEX-BINDING`, `E-WH-*`. */
  run(sql: string, bindings: readonly unknown[]): Promise<KnexResponse>;
  close(): Promise<void>;
}
