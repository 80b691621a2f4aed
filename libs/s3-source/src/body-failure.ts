export type BodyFailureKind =
  /** No byte for too long. */
  | 'stalled'
  /** The connection broke. */
  | 'broken'
  /** The body ended in good order, but too early. */
  | 'short'
  /** The bytes do not have the digest they should have. */
  | 'corrupt'
  /** The server did not answer the range that was asked. */
  | 'rangeIgnored';

/** The bytes of an object did not arrive as they should; the transfer may be repeated. */
export class BodyFailure extends Error {
  readonly kind: BodyFailureKind;
  /** Tries made, set when no further one follows. */
  attempts = 1;

  constructor(kind: BodyFailureKind, message: string) {
    super(message);
    this.name = 'BodyFailure';
    this.kind = kind;
  }
}
