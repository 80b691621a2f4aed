import { setMaxListeners } from 'node:events';
import { rm } from 'node:fs/promises';
import type { SourceReader } from '@vaultwright/datavault-core/warehouse';
import type { Delivery } from '../deliveries/delivery.ts';
import type { RunEvent } from '../run-event.ts';
import { fetchObject, type ManifestEntry } from './fetch-objects.ts';
import { entriesOf } from './list-deliveries.ts';
import type { ScannedDelivery } from './load-delivery.ts';
import type { RunContext } from './run-context.ts';
import type { ScannedObject } from './stage-object.ts';

const mebibyte = 2 ** 20;

/** How far fetching may be ahead of the delivery whose turn it is. */
export const aheadLimits = {
  /** Objects under way or waiting for their turn. */
  objects: 8,
  /** What they take together, as stored until they have arrived; a larger object is not fetched before its turn. */
  bytes: 256 * mebibyte,
  /** From this size on there is no second such object under way: it comes in parts side by side. */
  largeBytes: 16 * mebibyte,
};

/** Where objects come from and go to. */
export interface Fetching {
  readonly context: Pick<RunContext, 'report' | 'signal' | 'clock' | 'choices'>;
  readonly reader: SourceReader;
  /** Private folder for what is fetched. */
  readonly folder: string;
}

/** One object, from the listing to the end of its turn. */
interface Journey {
  readonly delivery: Delivery;
  readonly entry: ManifestEntry;
  /** What is to be told of it at its turn. */
  readonly events: RunEvent[];
  /** As stored, and once it has arrived, as it lies on disk. */
  bytes: number;
  state: 'listed' | 'under way' | 'arrived' | 'over';
  scanned: Promise<ScannedObject> | null;
}

/**
 * Fetches and scans the objects of coming deliveries, in their order, while the caller works on the one whose turn it is.
 *
 * Invariant: what an object tells, and its error, come at its turn; no file outlives its turn, or `close` without one.
 */
export class FetchAhead {
  readonly #fetching: Fetching;
  readonly #isSure: (delivery: Delivery) => boolean;
  readonly #journeys: readonly Journey[];
  readonly #ofDelivery = new Map<Delivery, Journey[]>();
  /** Those that are under way or have arrived. */
  readonly #present = new Set<Journey>();
  readonly #stop = new AbortController();
  readonly #onAbort = (): void => this.#stop.abort(this.#fetching.context.signal.reason);
  #turn: Delivery | null = null;
  /** Place of the first journey that was not considered yet. */
  #next = 0;

  /**
   * @param deliveries In the order of their turns; a delivery that is not sure may get none.
   * @param isSure Whether a delivery will be read whatever comes of those before it; all others are fetched at their turn.
   */
  constructor(
    fetching: Fetching,
    deliveries: readonly Delivery[],
    isSure: (delivery: Delivery) => boolean = () => true,
  ) {
    const { signal, choices } = fetching.context;
    this.#fetching = fetching;
    this.#isSure = isSure;
    for (const delivery of deliveries) {
      const journeys = entriesOf(delivery, choices).map((entry): Journey => ({
        delivery,
        entry,
        events: [],
        bytes: entry.listed.size,
        state: 'listed',
        scanned: null,
      }));
      this.#ofDelivery.set(delivery, journeys);
    }
    this.#journeys = [...this.#ofDelivery.values()].flat();
    setMaxListeners(0, this.#stop.signal);
    signal.addEventListener('abort', this.#onAbort, { once: true });
    if (signal.aborted) this.#onAbort();
  }

  /** Hands a delivery's objects to `work` once all have arrived, and removes their files afterwards. */
  async turn<Result>(
    delivery: Delivery,
    work: (scanned: ScannedDelivery) => Promise<Result>,
  ): Promise<Result> {
    const journeys = this.#ofDelivery.get(delivery);
    if (journeys === undefined) throw new TypeError(`${delivery.name} was not announced`);
    this.#turn = delivery;
    this.#setOut();
    try {
      const parts: ScannedObject[] = [];
      for (const journey of journeys) parts.push(await this.#arrival(journey));
      return await work({ delivery, parts });
    } finally {
      for (const journey of journeys) if (journey.state === 'arrived') await this.#remove(journey);
      this.#turn = null;
    }
  }

  /** Ends what is under way and removes what nobody took. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#fetching.context.signal.removeEventListener('abort', this.#onAbort);
    await Promise.all([...this.#present].map((journey) => this.#remove(journey)));
  }

  async #arrival(journey: Journey): Promise<ScannedObject> {
    while (journey.scanned === null) {
      this.#stop.signal.throwIfAborted();
      await Promise.race(this.#underWay().map(settled));
    }
    const scanned = await journey.scanned;
    for (const event of journey.events) this.#fetching.context.report(event);
    return scanned;
  }

  /** Starts what may start: of the delivery whose turn it is first, then of those that come. */
  #setOut(): void {
    const ofTurn = this.#turn === null ? [] : (this.#ofDelivery.get(this.#turn) ?? []);
    for (const journey of ofTurn)
      if (journey.state === 'listed' && this.#hasRoom(journey)) this.#start(journey);
    for (; this.#next < this.#journeys.length; this.#next += 1) {
      const journey = this.#journeys[this.#next] as Journey;
      if (journey.state !== 'listed' || !this.#isSure(journey.delivery)) continue;
      if (!this.#hasRoom(journey)) return;
      this.#start(journey);
    }
  }

  #hasRoom({ delivery, entry, bytes }: Journey): boolean {
    const underWay = this.#underWay();
    if (isLarge(entry) && underWay.some((other) => isLarge(other.entry))) return false;
    if (delivery === this.#turn) return underWay.length < aheadLimits.objects;
    const ahead = [...this.#present].filter(
      (other) => other.state === 'under way' || other.delivery !== this.#turn,
    );
    const together = ahead.reduce((sum, other) => sum + other.bytes, bytes);
    return ahead.length < aheadLimits.objects && together <= aheadLimits.bytes;
  }

  #underWay(): Journey[] {
    return [...this.#present].filter(({ state }) => state === 'under way');
  }

  #start(journey: Journey): void {
    journey.state = 'under way';
    this.#present.add(journey);
    journey.scanned = this.#fetch(journey);
    // Its turn, or `close`, hears of a failure.
    journey.scanned.catch(() => undefined);
  }

  async #fetch(journey: Journey): Promise<ScannedObject> {
    const { context, reader, folder } = this.#fetching;
    const { clock } = context;
    const report = (event: RunEvent): void => void journey.events.push(event);
    try {
      const told = { clock, report, signal: this.#stop.signal };
      const scanned = await fetchObject(told, reader, journey.entry, folder, 'unpacked');
      journey.bytes = scanned.scan.byteLength;
      return scanned;
    } finally {
      journey.state = 'arrived';
      if (!this.#stop.signal.aborted) this.#setOut();
    }
  }

  async #remove(journey: Journey): Promise<void> {
    const scanned = await journey.scanned?.catch(() => null);
    if (scanned) await rm(scanned.object.path, { force: true });
    journey.state = 'over';
    this.#present.delete(journey);
  }
}

function isLarge({ listed }: ManifestEntry): boolean {
  return listed.size >= aheadLimits.largeBytes;
}

async function settled({ scanned }: Journey): Promise<void> {
  await scanned?.catch(() => undefined);
}
