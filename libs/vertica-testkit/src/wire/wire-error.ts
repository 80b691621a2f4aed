/** A client's bytes that are no message of the protocol. */
export class WireError extends Error {
  override readonly name = 'WireError';
}
