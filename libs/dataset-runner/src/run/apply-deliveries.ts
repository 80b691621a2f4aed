import { rm } from 'node:fs/promises';
import type { SourceReader } from '@vaultwright/datavault-core/warehouse';
import { contentOf, type DeliveryHistory, type DeliveryVersion } from '../deliveries/delivery-history.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { judgeDelivery, judgeUnread, type Judgement } from '../deliveries/judge-delivery.ts';
import { timestampText } from '../timestamp-text.ts';
import { fetchObject, peek } from './fetch-objects.ts';
import type { Fill } from './fill-plan.ts';
import { entriesOf } from './list-deliveries.ts';
import type { ScannedDelivery } from './load-delivery.ts';
import { ledgerObject, nameRow } from './record-batch.ts';
import type { RunContext } from './run-context.ts';

/** What a run applies, and with what. */
export interface Application {
  readonly context: RunContext;
  readonly reader: SourceReader;
  readonly history: DeliveryHistory;
  /** Private folder for what is fetched. */
  readonly folder: string;
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
  for (const fill of fills) {
    context.signal.throwIfAborted();
    const delivery = listed.get(fill.version);
    const scanned = delivery === undefined ? null : await scan(application, delivery);
    try {
      if (scanned === null || contentOf(digestsOf(scanned)) !== fill.version.content) {
        gone.push(fill);
        continue;
      }
      tell(context, scanned.delivery, digestsOf(scanned), { status: 'again', version: fill.version });
      applied.add(scanned.delivery);
      if ((await take(scanned, fill)) !== null) taken += 1;
    } finally {
      await discard(scanned);
    }
  }
  return { taken, applied, gone };
}

/** Loads what is new among deliveries, one after another, and tells what becomes of each. Returns how many were taken. */
export async function applyDeliveries(
  application: Application,
  deliveries: readonly Delivery[],
): Promise<number> {
  let taken = 0;
  for (const delivery of deliveries) {
    application.context.signal.throwIfAborted();
    if (await applyDelivery(application, delivery)) taken += 1;
  }
  return taken;
}

async function applyDelivery(application: Application, delivery: Delivery): Promise<boolean> {
  const { context, history, peekRows, take } = application;
  const { choices, ledger, metadataHash } = context;
  const knownContent = choices.knownContent ?? delivery.rule.files.knownContent ?? 'load';
  const unread = judgeUnread(delivery, history, knownContent);
  if (unread !== null && unread.status !== 'new' && unread.status !== 'late') {
    const seen = delivery.parts.map((part) => history.digestOf(delivery.source.name, part));
    tell(context, delivery, seen, unread);
    return false;
  }
  const scanned = await scan(application, delivery);
  try {
    const digests = digestsOf(scanned);
    const judgement = judgeDelivery(delivery, digests, history, knownContent);
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
  } finally {
    await discard(scanned);
  }
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

async function scan({ context, reader, folder }: Application, delivery: Delivery): Promise<ScannedDelivery> {
  const parts = [];
  for (const entry of entriesOf(delivery, context.choices))
    parts.push(await fetchObject(context, reader, entry, folder));
  return { delivery, parts };
}

function digestsOf({ parts }: ScannedDelivery): string[] {
  return parts.map(({ object }) => object.sha256);
}

async function discard(scanned: ScannedDelivery | null): Promise<void> {
  for (const { object } of scanned?.parts ?? []) await rm(object.path, { force: true });
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
