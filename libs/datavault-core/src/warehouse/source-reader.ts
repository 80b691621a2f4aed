/** What a listing says of one object, before any byte is read. */
export interface ListedObject {
  /** Bucket name, or the folder's URL for local files. */
  readonly bucket: string;
  /** Key inside the bucket, `/`-separated; metadata only, never used as a file name. */
  readonly key: string;
  /** Entity tag without quotes; for local files `<size>-<mtime ns>`. */
  readonly etag: string;
  readonly versionId?: string;
  /** Units: bytes. */
  readonly size: number;
  /** When the object was last written, as its store says. */
  readonly modified?: Date;
}

/** An object whose bytes were read once, whole, and proven to be the listed ones. */
export interface FetchedObject extends ListedObject {
  /** Private local copy of the bytes. */
  readonly path: string;
  /** Lower-case hex of the stored bytes. */
  readonly sha256: string;
}

/**
 * Receives the bytes of an object in order while they are fetched.
 *
 * Invariant: a restart of the transfer creates a new tap, so a tap never sees a byte twice.
 */
export interface ByteTap {
  write(chunk: Uint8Array): void;
}

export interface FetchOptions {
  /** Existing private folder; the copy gets a name derived from the object's identity. */
  readonly folder: string;
  /** Called once per transfer attempt. */
  readonly tap?: () => ByteTap;
  readonly signal?: AbortSignal;
}

/** Port: where files come from. */
export interface SourceReader {
  /** For people: `s3://bucket/prefix` or `file:///folder/`. */
  readonly location: string;
  /** What all keys begin with and names leave out: the part of an S3 prefix that ends in `/`. Default: nothing. */
  readonly root?: string;
  /** Lists to the end, sorted by key bytes. */
  list(options?: { readonly signal?: AbortSignal }): Promise<readonly ListedObject[]>;
  /** Errors: `E-S3-CHANGED`, `E-S3-SHORT`, `E-S3-BUSY` (retryable), `E-S3-403`, `E-S3-404`, `E-SOURCE-*`. */
  fetch(object: ListedObject, options: FetchOptions): Promise<FetchedObject>;
}
