/** A COPY that this side gave up: its source failed, or the load was cancelled. The reason is the cause. */
export class CopyGivenUp extends Error {
  override readonly name = 'CopyGivenUp';
  override readonly cause: Error;

  constructor(cause: Error) {
    super('the source of the rows failed');
    this.cause = cause;
  }
}
