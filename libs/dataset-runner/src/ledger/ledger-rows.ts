/** Row of a ledger table by column name, as canonical text. */
export type LedgerRow = Readonly<Record<string, string | null>>;

/** An object of a version of a delivery. */
export interface LoadedObject {
  readonly source: string;
  /** Null in rows of earlier versions of the ledger. */
  readonly delivery: string | null;
  readonly bucket: string;
  readonly key: string;
  /** Units: bytes as stored. */
  readonly size: number;
  readonly sha256: string;
  readonly loadId: string;
  /** Canonical text of a timestamp. */
  readonly loadDate: string;
}

/** An entity and a source that it was loaded from. */
export interface LoadedEntity {
  readonly entity: string;
  readonly source: string;
  /** How many objects of the source; none when it was computed. */
  readonly objects: number;
}

/** A batch that was committed. */
export interface LoadedBatch {
  readonly loadId: string;
  readonly runId: string;
  readonly dataSet: string;
  readonly rows: {
    readonly read: number;
    readonly loaded: number;
    readonly rejected: number;
    readonly blank: number;
  };
}
