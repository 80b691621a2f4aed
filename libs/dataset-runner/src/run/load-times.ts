import type { Step } from '@vaultwright/datavault-core';
import type { Clock } from '@vaultwright/datavault-core/warehouse';

/** Adds up how long the statements of each load took, whatever ran between them. */
export class LoadTimes {
  readonly #times = new Map<string, bigint>();
  #load: string | null = null;
  #since = 0n;

  constructor(private readonly clock: Clock) {}

  started(step: Step): void {
    this.#load = 'load' in step ? step.load : null;
    this.#since = this.clock.now();
  }

  ended(): void {
    this.#add();
    this.#load = null;
  }

  /** What the load of the running step has taken since its time was asked for. Units: milliseconds. */
  take(): number {
    if (this.#load === null) return 0;
    this.#add();
    const time = this.#times.get(this.#load) ?? 0n;
    this.#times.delete(this.#load);
    return Number(time) / 1000;
  }

  #add(): void {
    const now = this.clock.now();
    if (this.#load !== null)
      this.#times.set(this.#load, (this.#times.get(this.#load) ?? 0n) + now - this.#since);
    this.#since = now;
  }
}
