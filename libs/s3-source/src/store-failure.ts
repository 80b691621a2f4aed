export type StoreFailureKind =
  /** The server answered with an error status. */
  | 'status'
  /** No connection, no answer, no next byte in time. */
  | 'timeout'
  | 'network'
  | 'tls'
  /** No credentials or no region could be found. */
  | 'setting'
  /** The answer is not one of an S3 server. */
  | 'answer'
  /** The listing contradicts itself. */
  | 'listing';

export interface StoreFailureDetails {
  readonly kind: StoreFailureKind;
  /** Redacted and fit for people. */
  readonly message: string;
  readonly status?: number | undefined;
  /** The server's or the system's error code. */
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  /** Tries made for this request. */
  readonly attempts?: number;
  /** Server time minus own time. Units: seconds. */
  readonly clockSkew?: number | undefined;
}

/** A request that got no usable answer; holds no object of the driver and no secret. */
export class StoreFailure extends Error {
  readonly details: StoreFailureDetails;

  constructor(details: StoreFailureDetails) {
    super(details.message);
    this.name = 'StoreFailure';
    this.details = details;
  }
}
