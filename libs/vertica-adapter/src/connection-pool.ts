import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SafeClient } from './safe-client.ts';

export interface PoolLimits {
  readonly max: number;
  readonly maxUses: number;
  readonly maxLifetimeMs: number;
  readonly idleMs: number;
}

/** What tests replace. Units: milliseconds of a clock that never goes back. */
interface PoolClock {
  readonly now: () => number;
}

interface Waiting {
  readonly give: () => void;
  readonly refuse: (reason: Error) => void;
}

/**
 * Keeps connections for those who need one for a while.
 *
 * Invariant: a client is given again only when it is idle, usable, below its uses and its age; all others are destroyed.
 */
export class ConnectionPool {
  readonly #idle: { readonly client: SafeClient; readonly since: number }[] = [];
  readonly #born = new Map<SafeClient, number>();
  readonly #waiting: Waiting[] = [];
  #opening = 0;
  #open = true;
  #sweeper: NodeJS.Timeout | undefined;

  constructor(
    readonly limits: PoolLimits,
    private readonly connect: () => Promise<SafeClient>,
    private readonly clock: PoolClock = { now: () => performance.now() },
  ) {}

  /** Connections that exist or are being opened. */
  get size(): number {
    return this.#born.size + this.#opening;
  }

  get idle(): number {
    return this.#idle.length;
  }

  /** Errors: those of connecting; `E-WH-CLOSED`. */
  async acquire(): Promise<SafeClient> {
    for (;;) {
      if (!this.#open) throw closedPool();
      this.sweep();
      const kept = this.#idle.pop();
      if (kept !== undefined) return kept.client;
      if (this.size < this.limits.max) return this.#connect();
      await new Promise<void>((give, refuse) => this.#waiting.push({ give, refuse }));
    }
  }

  /** Takes a client back; one that is not idle and healthy is destroyed. */
  release(client: SafeClient): void {
    if (!this.#born.has(client)) return;
    if (this.#open && client.status === 'I' && !this.#isWorn(client)) {
      this.#idle.push({ client, since: this.clock.now() });
      this.#scheduleSweep();
      this.#waiting.shift()?.give();
    } else this.discard(client);
  }

  /** Forgets a client and ends its connection. */
  discard(client: SafeClient): void {
    if (!this.#born.delete(client)) return;
    if (client.status === 'I' && client.usable) void client.end();
    else client.destroy(new Error('the connection was given up'));
    this.#waiting.shift()?.give();
  }

  /** Ends clients that nobody used for long enough; called before each gift and from a timer. */
  sweep(): void {
    const now = this.clock.now();
    const tired = this.#idle.filter(
      ({ client, since }) => now - since >= this.limits.idleMs || this.#isWorn(client),
    );
    for (const kept of tired) {
      this.#idle.splice(this.#idle.indexOf(kept), 1);
      this.discard(kept.client);
    }
  }

  async close(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    clearTimeout(this.#sweeper);
    for (const { refuse } of this.#waiting.splice(0)) refuse(closedPool());
    const idle = this.#idle.splice(0).map(({ client }) => client);
    for (const client of this.#born.keys()) {
      if (!idle.includes(client)) client.destroy(new Error('the warehouse was closed'));
    }
    this.#born.clear();
    await Promise.all(idle.map((client) => client.end()));
  }

  async #connect(): Promise<SafeClient> {
    this.#opening += 1;
    try {
      const client = await this.connect();
      if (!this.#open) {
        client.destroy(new Error('the warehouse was closed'));
        throw closedPool();
      }
      this.#born.set(client, this.clock.now());
      return client;
    } catch (error) {
      this.#waiting.shift()?.give();
      throw error;
    } finally {
      this.#opening -= 1;
    }
  }

  #isWorn(client: SafeClient): boolean {
    const age = this.clock.now() - (this.#born.get(client) ?? 0);
    return !client.usable || client.uses >= this.limits.maxUses || age >= this.limits.maxLifetimeMs;
  }

  #scheduleSweep(): void {
    clearTimeout(this.#sweeper);
    this.#sweeper = setTimeout(() => {
      this.sweep();
      if (this.#open && this.#idle.length > 0) this.#scheduleSweep();
    }, this.limits.idleMs);
    // An unused connection shall not keep a program alive.
    this.#sweeper.unref();
  }
}

function closedPool(): VaultwrightError {
  return new VaultwrightError({
    code: 'E-WH-CLOSED',
    family: 'internal',
    title: 'the warehouse was closed',
    where: 'connection pool',
    found: 'a closed warehouse',
    allowed: 'an open one',
    fix: 'open the warehouse again',
  });
}
