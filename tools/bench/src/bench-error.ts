/** What a bench refuses or cannot measure; the message says where, what was found and what to do. */
export class BenchError extends Error {
  override readonly name = 'BenchError';
}
