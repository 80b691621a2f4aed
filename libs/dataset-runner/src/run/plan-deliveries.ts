import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceReader } from '@vaultwright/datavault-core/warehouse';
import { contentOf, type DeliveryHistory } from '../deliveries/delivery-history.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { judgeDelivery, judgeUnread, type Judgement } from '../deliveries/judge-delivery.ts';
import type { DeliveryStatus } from '../deliveries/delivery-status.ts';
import { timestampText } from '../timestamp-text.ts';
import type { Fill } from './fill-plan.ts';
import type { IntakeChoices } from './intake-choices.ts';

/** A delivery and what a run would make of it. */
export interface PlannedDelivery {
  readonly delivery: Delivery;
  readonly status: DeliveryStatus;
  /** Canonical text; null when the run's clock will tell. */
  readonly date: string | null;
  /** Entities that it would fill; null for all of its source. */
  readonly entities: readonly string[] | null;
}

/**
 * Says what a run would make of each delivery now; changes nothing.
 *
 * Invariant: the same decision as a run's. A delivery is read only when its size is that of a content it may be equal to.
 */
export async function planDeliveries(
  deliveries: readonly Delivery[],
  reader: SourceReader,
  history: DeliveryHistory,
  options: {
    readonly fills: readonly Fill[];
    readonly choices: IntakeChoices;
    readonly signal: AbortSignal;
  },
): Promise<PlannedDelivery[]> {
  const { fills, choices, signal } = options;
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-'));
  const read = async (delivery: Delivery): Promise<string[]> => {
    const digests = [];
    for (const part of delivery.parts) {
      const object = await reader.fetch(part, { folder, signal });
      await rm(object.path, { force: true });
      digests.push(object.sha256);
    }
    return digests;
  };
  try {
    const planned: PlannedDelivery[] = [];
    const sizes = sizesOf(deliveries);
    const filling = new Map(fills.map((fill) => [fill.version, fill]));
    for (const delivery of deliveries) {
      const knownContent = choices.knownContent ?? delivery.rule.files.knownContent ?? 'load';
      const latest = history.latest(delivery);
      const fill = latest === null ? undefined : filling.get(latest);
      const judgement = await judged(delivery, history, knownContent, { sizes, read });
      const isAgain = judgement.status === 'known' && fill !== undefined;
      planned.push({
        delivery,
        status: isAgain ? 'again' : judgement.status,
        date: dateOf(delivery, judgement),
        entities: isAgain ? fill.entities : null,
      });
    }
    return planned;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** How contents are compared, and how rarely. */
interface Reading {
  /** How many of the planned deliveries have a size, by source. */
  readonly sizes: ReadonlyMap<string, number>;
  readonly read: (delivery: Delivery) => Promise<string[]>;
}

async function judged(
  delivery: Delivery,
  history: DeliveryHistory,
  knownContent: 'load' | 'skip',
  { sizes, read }: Reading,
): Promise<Judgement> {
  const unread = judgeUnread(delivery, history, knownContent);
  if (unread !== null) return unread;
  const size = sizeOf(delivery);
  const source = delivery.source.name;
  const mayBeKnown =
    history.latest(delivery)?.size === size ||
    (knownContent === 'skip' && (history.hasSize(source, size) || (sizes.get(sizeKey(delivery)) ?? 0) > 1));
  const digests = mayBeKnown ? await read(delivery) : unreadDigests(delivery);
  const judgement = judgeDelivery(delivery, digests, history, knownContent);
  if (judgement.status === 'new' || judgement.status === 'late')
    history.add({
      source,
      delivery: delivery.name,
      loadDate: delivery.told === null ? '' : timestampText(delivery.told),
      loadIds: [],
      content: contentOf(digests),
      size,
    });
  return judgement;
}

function sizesOf(deliveries: readonly Delivery[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const delivery of deliveries) sizes.set(sizeKey(delivery), (sizes.get(sizeKey(delivery)) ?? 0) + 1);
  return sizes;
}

function sizeKey(delivery: Delivery): string {
  return JSON.stringify([delivery.source.name, sizeOf(delivery)]);
}

function sizeOf({ parts }: Delivery): number {
  return parts.reduce((bytes, { size }) => bytes + size, 0);
}

/** Stand-ins for contents that nothing can be equal to. */
function unreadDigests({ source, parts }: Delivery): string[] {
  return parts.map(({ key, etag }) => JSON.stringify([source.name, key, etag]));
}

function dateOf({ told }: Delivery, judgement: Judgement): string | null {
  if (judgement.status === 'known' && judgement.version !== null) return judgement.version.loadDate;
  return told === null ? null : timestampText(told);
}
