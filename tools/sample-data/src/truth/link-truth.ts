import { firstOf, keyPair, secondOf } from './key-pair.ts';
import { KeySpace } from './key-space.ts';
import type { HubTruth } from './hub-truth.ts';

/**
 * What a link must hold: one row per pair of keys whose hubs both have their row.
 *
 * A pair that names an unknown key is held until both hubs have it.
 */
export class LinkTruth {
  readonly name: string;
  readonly #first: HubTruth;
  readonly #second: HubTruth;
  readonly #stored = new KeySpace();
  readonly #held = new Set<number>();

  constructor(name: string, first: HubTruth, second: HubTruth) {
    this.name = name;
    this.#first = first;
    this.#second = second;
  }

  get rows(): number {
    return this.#stored.size;
  }

  get heldRows(): number {
    return this.#held.size;
  }

  load(first: number, second: number): void {
    const pair = keyPair(first, second);
    if (this.#resolved(pair)) this.#stored.numberOf(pair);
    else this.#held.add(pair);
  }

  has(first: number, second: number): boolean {
    return this.#stored.has(keyPair(first, second));
  }

  /** Stores the held pairs whose hubs have caught up; called for every batch. */
  release(): void {
    for (const pair of this.#held) {
      if (!this.#resolved(pair)) continue;
      this.#held.delete(pair);
      this.#stored.numberOf(pair);
    }
  }

  /** Held pairs by the hub that lacks its key; a pair may count under both. */
  heldByReference(): Map<string, number> {
    const counts = new Map<string, number>();
    const count = (hub: HubTruth): void => void counts.set(hub.name, (counts.get(hub.name) ?? 0) + 1);
    for (const pair of this.#held) {
      if (!this.#first.has(firstOf(pair))) count(this.#first);
      if (!this.#second.has(secondOf(pair))) count(this.#second);
    }
    return counts;
  }

  #resolved(pair: number): boolean {
    return this.#first.has(firstOf(pair)) && this.#second.has(secondOf(pair));
  }
}
