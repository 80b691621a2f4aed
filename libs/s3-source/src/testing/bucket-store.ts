import { createHash } from 'node:crypto';

export interface StoredObject {
  readonly bytes: Uint8Array;
  /** Without quotes. */
  readonly etag: string;
  readonly versionId: string;
  readonly lastModified: Date;
}

/** Objects of all buckets in memory; keys are only ever map keys. */
export class BucketStore {
  readonly #buckets: Map<string, Map<string, StoredObject[]>>;
  #versions = 0;

  constructor(buckets: readonly string[]) {
    this.#buckets = new Map(buckets.map((name) => [name, new Map<string, StoredObject[]>()]));
  }

  bucket(name: string): ReadonlyMap<string, readonly StoredObject[]> | undefined {
    return this.#buckets.get(name);
  }

  /** The newest version, or the one named. */
  find(bucket: string, key: string, versionId?: string): StoredObject | undefined {
    const versions = this.#buckets.get(bucket)?.get(key) ?? [];
    return versionId === undefined ? versions.at(-1) : versions.find((one) => one.versionId === versionId);
  }

  /** Stores a new version; the default ETag is the md5 of the bytes. */
  put(bucket: string, key: string, bytes: Uint8Array, lastModified: Date, etag?: string): StoredObject {
    const objects = this.#buckets.get(bucket);
    if (objects === undefined) throw new RangeError(`no bucket ${bucket}`);
    this.#versions += 1;
    const stored: StoredObject = {
      bytes,
      etag: etag ?? createHash('md5').update(bytes).digest('hex'),
      versionId: `version-${this.#versions}`,
      lastModified,
    };
    objects.set(key, [...(objects.get(key) ?? []), stored]);
    return stored;
  }

  delete(bucket: string, key: string): void {
    this.#buckets.get(bucket)?.delete(key);
  }
}
