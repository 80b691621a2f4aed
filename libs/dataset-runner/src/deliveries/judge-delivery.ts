import { contentOf, type DeliveryHistory, type DeliveryVersion } from './delivery-history.ts';
import { timestampText } from '../timestamp-text.ts';
import type { Delivery } from './delivery.ts';

/** What a run makes of a delivery. */
export type Judgement =
  | {
      /** There is nothing to load: the latest version holds the same, or another delivery does and that is enough. */
      readonly status: 'known';
      readonly version: DeliveryVersion | null;
    }
  | {
      /** `late`: the source has told something later already. */
      readonly status: 'new' | 'late';
      /** Another delivery of the source that holds the same; null when there is none. */
      readonly twin: DeliveryVersion | null;
    }
  | { readonly status: 'waiting'; readonly missing: string };

/** Whether equal content under another name is loaded again. */
export type KnownContent = 'load' | 'skip';

/**
 * Judges a delivery by the content of its parts.
 *
 * Shape: `digests` has one for each part. Invariant: known is what its own latest version holds; an older content that
 * comes back is new.
 */
export function judgeDelivery(
  delivery: Delivery,
  digests: readonly string[],
  history: DeliveryHistory,
  knownContent: KnownContent,
): Judgement {
  if (delivery.missing !== null) return { status: 'waiting', missing: delivery.missing };
  const content = contentOf(digests);
  const latest = history.latest(delivery);
  if (latest?.content === content) return { status: 'known', version: latest };
  const twin = history.twin(delivery.source.name, delivery.name, content);
  if (twin !== null && knownContent === 'skip') return { status: 'known', version: twin };
  return { status: isLate(delivery, history) ? 'late' : 'new', twin };
}

/**
 * The same without reading: from what was seen of each part's state before; null when only reading tells.
 *
 * A single object that was seen but never loaded was left out before, for its content, and stays so.
 */
export function judgeUnread(
  delivery: Delivery,
  history: DeliveryHistory,
  knownContent: KnownContent,
): Judgement | null {
  if (delivery.missing !== null) return { status: 'waiting', missing: delivery.missing };
  const { source, parts, rule } = delivery;
  const digests = parts.map((part) => history.digestOf(source.name, part));
  const seen = digests.filter((digest) => digest !== null);
  if (seen.length < parts.length) return null;
  if (history.latest(delivery) === null && rule.files.parts === undefined)
    return { status: 'known', version: history.twin(source.name, delivery.name, contentOf(seen)) };
  return judgeDelivery(delivery, seen, history, knownContent);
}

function isLate({ told, source }: Delivery, history: DeliveryHistory): boolean {
  const latest = history.latestDate(source.name);
  return told !== null && latest !== null && timestampText(told) < latest;
}
