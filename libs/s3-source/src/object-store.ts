import type { ListedObject } from '@vaultwright/datavault-core/warehouse';

/** Inclusive bounds. Units: bytes. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

export interface ListPage {
  readonly objects: readonly ListedObject[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

export interface GetQuery {
  readonly key: string;
  readonly versionId?: string | undefined;
  /** Sent as `If-Match`. */
  readonly etag?: string | undefined;
  readonly range?: ByteRange | undefined;
}

/** What a server said about an object, and the bytes to come. */
export interface ObjectAnswer {
  readonly status: number;
  /** Without quotes. */
  readonly etag: string | undefined;
  readonly versionId: string | undefined;
  readonly contentLength: number | undefined;
  readonly contentRange: string | undefined;
  readonly contentType: string | undefined;
  /** Encrypted under a managed or customer key, so that the ETag is no md5. */
  readonly keyEncrypted: boolean;
  /** Errors while reading are `BodyFailure`. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Drops the connection if bytes are left. */
  close(): void;
}

/** Who was asked, and as whom; for messages. */
export interface StoreIdentity {
  readonly endpoint: string;
  readonly region: string;
  /** Masked. */
  readonly keyId: string;
}

/** The two requests this package needs; its errors are `StoreFailure`. */
export interface ObjectStore {
  list(query: { prefix: string; token?: string; limit?: number }, signal: AbortSignal): Promise<ListPage>;
  get(query: GetQuery, signal: AbortSignal): Promise<ObjectAnswer>;
  identity(): StoreIdentity;
}
