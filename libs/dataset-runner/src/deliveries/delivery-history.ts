import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import type { Ledger } from '../ledger/ledger.ts';
import type { LoadedObject } from '../ledger/ledger-rows.ts';
import type { Delivery } from './delivery.ts';

/** A state of a delivery that was loaded. */
export interface DeliveryVersion {
  readonly source: string;
  readonly delivery: string;
  /** Canonical text of a timestamp; recorded once, and the date of every later reading of this version. */
  readonly loadDate: string;
  /** Batches that loaded it, the first one first. */
  readonly loadIds: readonly string[];
  /** See {@link contentOf}. */
  readonly content: string;
  /** Units: bytes as stored, all parts together. */
  readonly size: number;
}

/** Identity of what the parts of a delivery hold, whatever their names and order. */
export function contentOf(digests: readonly string[]): string {
  return [...digests].sort().join(' ');
}

/** What the ledger knows of the deliveries of a vault, as of the beginning of a run. */
export class DeliveryHistory {
  readonly #versions: DeliveryVersion[];
  readonly #latest: Map<string, DeliveryVersion>;
  readonly #sameContent = new Map<string, DeliveryVersion[]>();
  readonly #sizes = new Set<string>();
  readonly #latestDates = new Map<string, string>();

  private constructor(
    loaded: readonly LoadedObject[],
    private readonly seen: Map<string, string>,
    private readonly fills: Fills,
  ) {
    this.#versions = versionsOf(loaded);
    this.#latest = latestOf(this.#versions, loaded);
    for (const version of this.#versions) this.#index(version);
  }

  /** Without a ledger nothing was loaded yet. */
  static async open(ledger: Ledger | null): Promise<DeliveryHistory> {
    if (ledger === null) return new DeliveryHistory([], new Map(), new Map());
    const names = await ledger.seenNames();
    const loaded = await ledger.loadedObjects();
    return new DeliveryHistory(
      loaded,
      new Map(
        names.map((row) => [
          stateOf(String(row['source']), {
            bucket: String(row['bucket']),
            key: String(row['object_key']),
            etag: String(row['etag']),
            size: Number(row['object_size']),
          }),
          String(row['content_sha256']),
        ]),
      ),
      await fillsOf(ledger, loaded),
    );
  }

  /** All versions in the order they were first loaded. */
  get versions(): readonly DeliveryVersion[] {
    return this.#versions;
  }

  /** What the run itself has loaded is history for the deliveries after it. */
  add(version: DeliveryVersion): void {
    this.#versions.push(version);
    this.#latest.set(JSON.stringify([version.source, version.delivery]), version);
    this.#index(version);
  }

  #index(version: DeliveryVersion): void {
    const { source, content, size, loadDate } = version;
    const equals = this.#sameContent.get(JSON.stringify([source, content]));
    if (equals === undefined) this.#sameContent.set(JSON.stringify([source, content]), [version]);
    else equals.push(version);
    this.#sizes.add(JSON.stringify([source, size]));
    if (loadDate > (this.#latestDates.get(source) ?? '')) this.#latestDates.set(source, loadDate);
  }

  /** The content of an object of a source if it was read in this state before; else null. */
  digestOf(source: string, object: ListedObject): string | null {
    return this.seen.get(stateOf(source, object)) ?? null;
  }

  /** The latest version of a delivery; null when it was never loaded. */
  latest({ source, name, parts }: Pick<Delivery, 'source' | 'name' | 'parts'>): DeliveryVersion | null {
    const key = parts[0]?.key ?? name;
    return (
      this.#latest.get(JSON.stringify([source.name, name])) ??
      this.#latest.get(JSON.stringify([source.name, null, key])) ??
      null
    );
  }

  /** The first version of another delivery of the source that holds the same. */
  twin(source: string, delivery: string, content: string): DeliveryVersion | null {
    const equals = this.#sameContent.get(JSON.stringify([source, content])) ?? [];
    return equals.find((version) => version.delivery !== delivery) ?? null;
  }

  /** The same of a version that was loaded, among those loaded before it. */
  earlierTwin({ source, delivery, content, loadIds }: DeliveryVersion): DeliveryVersion | null {
    const twin = this.twin(source, delivery, content);
    return twin !== null && (twin.loadIds[0] ?? '') < (loadIds[0] ?? '') ? twin : null;
  }

  /** True when some version of the source has this size, so that only reading tells whether contents are equal. */
  hasSize(source: string, size: number): boolean {
    return this.#sizes.has(JSON.stringify([source, size]));
  }

  /** The date of the latest delivery of a source that was loaded; null when none was. */
  latestDate(source: string): string | null {
    return this.#latestDates.get(source) ?? null;
  }

  /** True when some batch has counted what it did to an entity. */
  isKnownEntity(entity: string): boolean {
    return this.fills.has(entity);
  }

  /** True when an entity was loaded from a version, by the batch that brought it or by a later one. */
  filled({ loadIds, source }: DeliveryVersion, entity: string): boolean {
    const batches = this.fills.get(entity)?.get(source);
    return batches === 'all' || loadIds.some((loadId) => batches?.has(loadId) === true);
  }
}

/** By entity and source: the batches of the source that the entity was loaded from. */
type Fills = ReadonlyMap<string, ReadonlyMap<string, 'all' | ReadonlySet<string>>>;

/** Asks which batches they are only where some are missing, because most often none is. */
async function fillsOf(ledger: Ledger, loaded: readonly LoadedObject[]): Promise<Fills> {
  const ofSource = new Map<string, number>();
  for (const { source } of loaded) ofSource.set(source, (ofSource.get(source) ?? 0) + 1);
  const fills = new Map<string, Map<string, 'all' | ReadonlySet<string>>>();
  for (const { entity, source, objects } of await ledger.loadedEntities()) {
    const isWhole = objects === ofSource.get(source);
    const known = isWhole ? 'all' : new Set(await ledger.batchesOf(entity, source));
    fills.set(
      entity,
      (fills.get(entity) ?? new Map<string, 'all' | ReadonlySet<string>>()).set(source, known),
    );
  }
  return fills;
}

function stateOf(source: string, { bucket, key, etag, size }: ListedObject): string {
  return JSON.stringify([source, bucket, key, etag, size]);
}

function versionsOf(loaded: readonly LoadedObject[]): DeliveryVersion[] {
  const batches = new Map<string, LoadedObject[]>();
  for (const object of loaded) {
    const batch = batches.get(object.loadId);
    if (batch === undefined) batches.set(object.loadId, [object]);
    else batch.push(object);
  }
  const versions = new Map<string, DeliveryVersion>();
  for (const [loadId, objects] of [...batches].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const version = versionOf(loadId, objects);
    const { source, delivery, loadDate } = version;
    const key = JSON.stringify([source, delivery, loadDate]);
    const earlier = versions.get(key);
    versions.set(
      key,
      earlier === undefined ? version : { ...earlier, loadIds: [...earlier.loadIds, loadId] },
    );
  }
  return [...versions.values()];
}

/** The version that a batch loaded, from the ledger's rows of its objects. */
export function versionOf(loadId: string, objects: readonly LoadedObject[]): DeliveryVersion {
  const [first] = objects;
  if (first === undefined) throw new TypeError('a batch has at least one object');
  return {
    source: first.source,
    delivery: first.delivery ?? first.key,
    loadDate: first.loadDate,
    loadIds: [loadId],
    content: contentOf(objects.map(({ sha256 }) => sha256)),
    size: objects.reduce((bytes, { size }) => bytes + size, 0),
  };
}

/** The latest version of each delivery; those of earlier ledgers also under the whole key of their object. */
function latestOf(
  versions: readonly DeliveryVersion[],
  loaded: readonly LoadedObject[],
): Map<string, DeliveryVersion> {
  const unnamed = new Set(
    loaded
      .filter(({ delivery }) => delivery === null)
      .map(({ source, key }) => JSON.stringify([source, key])),
  );
  const latest = new Map<string, DeliveryVersion>();
  for (const version of versions) {
    const { source, delivery, loadDate } = version;
    const keys = [JSON.stringify([source, delivery])];
    if (unnamed.has(keys[0] ?? '')) keys.push(JSON.stringify([source, null, delivery]));
    for (const key of keys) if ((latest.get(key)?.loadDate ?? '') <= loadDate) latest.set(key, version);
  }
  return latest;
}
