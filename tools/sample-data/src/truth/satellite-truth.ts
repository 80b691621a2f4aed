/** Compared payload: a text of all columns, or a number that stands for one. */
export type Payload = string | number;

/**
 * What a change-tracked satellite must hold: a new row whenever the payload differs from the latest one of its parent.
 *
 * Shape: parents are key numbers; rows come in delivery order.
 */
export class SatelliteTruth {
  readonly name: string;
  readonly #latest: Payload[] = [];
  #rows = 0;

  constructor(name: string) {
    this.name = name;
  }

  get rows(): number {
    return this.#rows;
  }

  load(parent: number, payload: Payload): void {
    if (this.#latest[parent] === payload) return;
    this.#latest[parent] = payload;
    this.#rows += 1;
  }

  latest(parent: number): Payload | undefined {
    return this.#latest[parent];
  }
}
