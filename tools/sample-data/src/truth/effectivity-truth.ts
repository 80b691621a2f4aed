import { internalError } from '../sample-data-error.ts';
import type { LinkTruth } from './link-truth.ts';

interface ToldPair {
  readonly driving: number;
  readonly secondary: number;
  readonly start: number;
}

/**
 * What an effectivity satellite must hold of a link: a row whenever a pair starts, or starts at another instant than told
 * before.
 *
 * As soon as a pair waits for its link row, all later rows of its first key wait behind it. The generated rows never give
 * a first key another second one, for which the report's truth has no definition either.
 */
export class EffectivityTruth {
  readonly name: string;
  readonly #link: LinkTruth;
  readonly #secondary: number[] = [];
  readonly #start: number[] = [];
  readonly #blocked = new Set<number>();
  #held: ToldPair[] = [];
  #rows = 0;

  constructor(name: string, link: LinkTruth) {
    this.name = name;
    this.#link = link;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Errors: `E-SAMPLE-INTERNAL` for another second key. */
  load(driving: number, secondary: number, start: number): void {
    if ((this.#secondary[driving] ?? secondary) !== secondary)
      throw internalError(this.name, `key ${driving} with two others`, 'one for ever');
    this.#secondary[driving] = secondary;
    if (!this.#link.has(driving, secondary)) this.#blocked.add(driving);
    if (this.#blocked.has(driving)) this.#held.push({ driving, secondary, start });
    else this.#store(driving, start);
  }

  /** Lets in, in delivery order, what waited for a link row; called after the link's own release. */
  release(): void {
    const waiting: ToldPair[] = [];
    this.#blocked.clear();
    for (const pair of this.#held) {
      if (this.#link.has(pair.driving, pair.secondary)) this.#store(pair.driving, pair.start);
      else {
        waiting.push(pair);
        this.#blocked.add(pair.driving);
      }
    }
    this.#held = waiting;
  }

  #store(driving: number, start: number): void {
    if (this.#start[driving] === start) return;
    this.#start[driving] = start;
    this.#rows += 1;
  }
}
