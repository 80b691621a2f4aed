import { firstOf, keyPair, secondOf } from './key-pair.ts';
import { KeySpace } from './key-space.ts';

/** The earliest or the latest instant of every pair of key numbers. */
export class PairExtremes {
  readonly #pairs = new KeySpace();
  readonly #instants: number[] = [];
  readonly #keep: 'earliest' | 'latest';

  constructor(keep: 'earliest' | 'latest') {
    this.#keep = keep;
  }

  note(first: number, second: number, instant: number): void {
    const number = this.#pairs.numberOf(keyPair(first, second));
    const known = this.#instants[number];
    if (known === undefined || (this.#keep === 'earliest' ? instant < known : instant > known)) {
      this.#instants[number] = instant;
    }
  }

  instantOf(first: number, second: number): number | undefined {
    const pair = keyPair(first, second);
    return this.#pairs.has(pair) ? this.#instants[this.#pairs.numberOf(pair)] : undefined;
  }

  *entries(): Generator<{ readonly first: number; readonly second: number; readonly instant: number }> {
    for (const [number, instant] of this.#instants.entries()) {
      const pair = this.#pairs.keyOf(number);
      yield { first: firstOf(pair), second: secondOf(pair), instant };
    }
  }
}
