import { internalError } from '../sample-data-error.ts';

const SECOND_LIMIT = 2 ** 26;
const FIRST_LIMIT = 2 ** 27;

/** Two key numbers as one exact integer, so that millions of pairs fit into a set. */
export function keyPair(first: number, second: number): number {
  if (first >= FIRST_LIMIT || second >= SECOND_LIMIT) {
    throw internalError('key pair', `${first}, ${second}`, `below ${FIRST_LIMIT}, ${SECOND_LIMIT}`);
  }
  return first * SECOND_LIMIT + second;
}

export function firstOf(pair: number): number {
  return Math.floor(pair / SECOND_LIMIT);
}

export function secondOf(pair: number): number {
  return pair % SECOND_LIMIT;
}
