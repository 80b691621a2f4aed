/** The rules stop a batch; nothing of it is stored. */
export class RefusedBatch extends Error {
  override readonly name = 'RefusedBatch';

  constructor(
    readonly entity: string,
    readonly reason:
      | 'orphan'
      | 'collision'
      | 'late'
      | 'tie'
      | 'suspect'
      | 'nullKey'
      | 'conflict'
      | 'status'
      | 'empty snapshot'
      | 'ambiguous lookup'
      | 'tied rank',
  ) {
    super(`${entity}: ${reason}`);
  }
}
