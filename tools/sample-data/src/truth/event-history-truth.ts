import type { LinkTruth } from './link-truth.ts';

/**
 * The event satellite on the user-group link: every distinct event once, held while the link's row is held.
 *
 * Shape: the caller passes each distinct event exactly once.
 */
export class EventHistoryTruth {
  readonly name = 's_auth_history';
  readonly #link: LinkTruth;
  #rows = 0;
  #held: { readonly user: number; readonly group: number }[] = [];

  constructor(link: LinkTruth) {
    this.#link = link;
  }

  get rows(): number {
    return this.#rows;
  }

  get heldRows(): number {
    return this.#held.length;
  }

  load(user: number, group: number): void {
    if (this.#link.has(user, group)) this.#rows += 1;
    else this.#held.push({ user, group });
  }

  /** Called after the link's own release. */
  release(): void {
    const waiting = this.#held.filter(({ user, group }) => !this.#link.has(user, group));
    this.#rows += this.#held.length - waiting.length;
    this.#held = waiting;
  }

  heldByReference(): Map<string, number> {
    return this.#held.length === 0 ? new Map() : new Map([[this.#link.name, this.#held.length]]);
  }
}
