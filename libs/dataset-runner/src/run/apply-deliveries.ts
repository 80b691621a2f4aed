import { contentOf, type DeliveryHistory, type DeliveryVersion } from '../deliveries/delivery-history.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import {
  judgeDelivery,
  judgeUnread,
  type Judgement,
  type KnownContent,
} from '../deliveries/judge-delivery.ts';
import { timestampText } from '../timestamp-text.ts';
import { FetchAhead, type Fetching } from './fetch-ahead.ts';
import { peek } from './fetch-objects.ts';
import type { Fill } from './fill-plan.ts';
import type { ScannedDelivery } from './load-delivery.ts';
import { ledgerObject, nameRow } from './record-batch.ts';
import type { RunContext } from './run-context.ts';

/** What a run applies, and with what. */
export interface Application extends Fetching {
  readonly context: RunContext;
  readonly history: DeliveryHistory;
  readonly peekRows: number;
  /** Loads a delivery; returns the date of its rows, or null when another run had loaded it first. */
  readonly take: (scanned: ScannedDelivery, again: Fill | null) => Promise<string | null>;
}

/** What came of loading recorded versions again. */
export interface FillResult {
  readonly taken: number;
  readonly applied: ReadonlySet<Delivery>;
  /** Versions whose objects are gone or hold something else by now. */
  readonly gone: readonly Fill[];
}

/** Loads recorded versions again, under their dates, from the objects that still hold them. */
export async function applyFills(
  application: Application,
  fills: readonly Fill[],
  deliveries: readonly Delivery[],
): Promise<FillResult> {
  const { context, history, take } = application;
  const gone: Fill[] = [];
  const applied = new Set<Delivery>();
  const listed = new Map(deliveries.map((delivery) => [history.latest(delivery), delivery]));
  let taken = 0;
  const applyFill = async (fill: Fill, scanned: ScannedDelivery): Promise<void> => {
    const digests = digestsOf(scanned);
    if (contentOf(digests) !== fill.version.content) {
      gone.push(fill);
      return;
    }
    tell(context, scanned.delivery, digests, { status: 'again', version: fill.version });
    applied.add(scanned.delivery);
    if ((await take(scanned, fill)) !== null) taken += 1;
  };
  const ahead = new FetchAhead(
    application,
    fills.flatMap(({ version }) => listed.get(version) ?? []),
  );
  try {
    for (const fill of fills) {
      context.signal.throwIfAborted();
      const delivery = listed.get(fill.version);
      if (delivery === undefined) gone.push(fill);
      else await ahead.turn(delivery, (scanned) => applyFill(fill, scanned));
    }
  } finally {
    await ahead.close();
  }
  return { taken, applied, gone };
}

/** Loads what is new among deliveries, one after another, and tells what becomes of each. Returns how many were taken. */
export async function applyDeliveries(
  application: Application,
  deliveries: readonly Delivery[],
): Promise<number> {
  const { context, history } = application;
  const unread = (delivery: Delivery): Judgement | null =>
    judgeUnread(delivery, history, knownContentOf(application, delivery));
  // What no delivery before it can make known is read for certain.
  const ahead = new FetchAhead(application, deliveries, (delivery) => unread(delivery) === null);
  let taken = 0;
  try {
    for (const delivery of deliveries) {
      context.signal.throwIfAborted();
      const judgement = unread(delivery);
      if (judgement === null || judgement.status === 'new' || judgement.status === 'late') {
        if (await ahead.turn(delivery, (scanned) => applyDelivery(application, scanned))) taken += 1;
      } else {
        const seen = delivery.parts.map((part) => history.digestOf(delivery.source.name, part));
        tell(context, delivery, seen, judgement);
      }
    }
  } finally {
    await ahead.close();
  }
  return taken;
}

async function applyDelivery(application: Application, scanned: ScannedDelivery): Promise<boolean> {
  const { context, history, peekRows, take } = application;
  const { ledger, metadataHash } = context;
  const { delivery } = scanned;
  const digests = digestsOf(scanned);
  const judgement = judgeDelivery(delivery, digests, history, knownContentOf(application, delivery));
  tell(context, delivery, digests, judgement);
  if (judgement.status === 'known' || judgement.status === 'waiting') {
    for (const part of scanned.parts) await ledger.recordName(nameRow(ledgerObject(part), metadataHash));
    return false;
  }
  for (const part of scanned.parts) await peek(context, part, peekRows);
  const loadDate = await take(scanned, null);
  if (loadDate === null) return false;
  history.add(loadedVersion(delivery, digests, loadDate));
  return true;
}

function knownContentOf({ context }: Application, { rule }: Delivery): KnownContent {
  return context.choices.knownContent ?? rule.files.knownContent ?? 'load';
}

function loadedVersion(delivery: Delivery, digests: readonly string[], loadDate: string): DeliveryVersion {
  return {
    source: delivery.source.name,
    delivery: delivery.name,
    loadDate,
    loadIds: [],
    content: contentOf(digests),
    size: delivery.parts.reduce((bytes, { size }) => bytes + size, 0),
  };
}

function digestsOf({ parts }: ScannedDelivery): string[] {
  return parts.map(({ object }) => object.sha256);
}

function tell(
  { report, clock }: RunContext,
  delivery: Delivery,
  digests: readonly (string | null)[],
  judgement: Judgement | { readonly status: 'again'; readonly version: DeliveryVersion },
): void {
  const version = judgement.status === 'known' || judgement.status === 'again' ? judgement.version : null;
  const told = delivery.told === null ? null : timestampText(delivery.told);
  for (const [place, { key, etag, size }] of delivery.parts.entries()) {
    report({
      kind: 'object',
      key,
      source: delivery.source.name,
      etag,
      bytes: size,
      sha256: digests[place] ?? null,
      status: judgement.status,
      delivery: delivery.name,
      date: version?.loadDate ?? told,
    });
  }
  for (const message of notices(delivery, judgement, clock.now())) report({ kind: 'warning', message });
}

/** What people should know of a delivery beyond its status. */
function notices(
  { name, source, told }: Delivery,
  judgement: Judgement | { readonly status: 'again' },
  now: bigint,
): string[] {
  if (judgement.status === 'waiting') return [`delivery ${name} waits: ${judgement.missing}`];
  if (judgement.status !== 'new' && judgement.status !== 'late') return [];
  const { twin } = judgement;
  return [
    ...(twin === null
      ? []
      : [`${name} has the same content as ${twin.delivery} (${twin.loadDate.slice(0, 10)}) and is loaded`]),
    ...(judgement.status === 'late'
      ? [
          `${name} is dated before what was loaded of ${source.name}: it keeps its date, the late rules of each entity decide`,
        ]
      : []),
    ...(told !== null && told > now ? [`${name} is dated in the future: ${timestampText(told)}`] : []),
  ];
}
