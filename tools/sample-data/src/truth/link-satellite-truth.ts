import { keyPair } from './key-pair.ts';
import { KeySpace } from './key-space.ts';
import { SatelliteTruth } from './satellite-truth.ts';
import type { LinkTruth } from './link-truth.ts';

interface HeldVersion {
  readonly first: number;
  readonly second: number;
  readonly payload: number;
}

/**
 * A change-tracked satellite on a link: its rows wait while the link's row waits.
 *
 * Invariant: released in delivery order, each distinct version once.
 */
export class LinkSatelliteTruth {
  readonly #link: LinkTruth;
  readonly #parents = new KeySpace();
  readonly #versions: SatelliteTruth;
  #held: HeldVersion[] = [];

  constructor(name: string, link: LinkTruth) {
    this.#link = link;
    this.#versions = new SatelliteTruth(name);
  }

  get name(): string {
    return this.#versions.name;
  }

  get rows(): number {
    return this.#versions.rows;
  }

  get heldRows(): number {
    return this.#held.length;
  }

  /** Shape: `payload` is a number that stands for all payload columns. */
  load(first: number, second: number, payload: number): void {
    if (this.#link.has(first, second)) this.#store({ first, second, payload });
    else if (
      !this.#held.some((held) => held.first === first && held.second === second && held.payload === payload)
    ) {
      this.#held.push({ first, second, payload });
    }
  }

  /** Called after the link's own release. */
  release(): void {
    const waiting: HeldVersion[] = [];
    for (const held of this.#held) {
      if (this.#link.has(held.first, held.second)) this.#store(held);
      else waiting.push(held);
    }
    this.#held = waiting;
  }

  heldByReference(): Map<string, number> {
    return this.#held.length === 0 ? new Map() : new Map([[this.#link.name, this.#held.length]]);
  }

  #store({ first, second, payload }: HeldVersion): void {
    this.#versions.load(this.#parents.numberOf(keyPair(first, second)), payload);
  }
}
