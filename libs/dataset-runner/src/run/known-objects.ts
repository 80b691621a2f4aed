import type { FetchedObject } from '@vaultwright/datavault-core/warehouse';
import type { Ledger } from '../ledger/ledger.ts';
import type { ManifestEntry } from './fetch-objects.ts';

/** What the ledger knows of the objects of a source, for whoever loads or plans to. */
export class KnownObjects {
  private constructor(
    private readonly ledger: Ledger | null,
    private readonly metadataHash: string,
    private readonly names: ReadonlyMap<string, string>,
  ) {}

  /** Shape: without a ledger nothing is known, and with `forceLoad` nothing counts as known. */
  static async open(ledger: Ledger | null, metadataHash: string, forceLoad: boolean): Promise<KnownObjects> {
    if (ledger === null || forceLoad) return new KnownObjects(null, metadataHash, new Map());
    const names = await ledger.seenNames(metadataHash);
    return new KnownObjects(
      ledger,
      metadataHash,
      new Map(
        names.map((row) => [
          JSON.stringify([row['bucket'], row['object_key'], row['etag'], String(row['object_size'])]),
          String(row['content_sha256']),
        ]),
      ),
    );
  }

  /**
   * Decides whether an object is new: by its name if it was seen under it, else by its content, which `read` brings.
   *
   * Shape: `read` is null when the name told.
   */
  async judge<Read extends { readonly object: FetchedObject }>(
    { listed, source }: ManifestEntry,
    read: () => Promise<Read>,
  ): Promise<
    | { readonly status: 'known'; readonly sha256: string; readonly read: Read | null }
    | { readonly status: 'new'; readonly sha256: string; readonly read: Read }
  > {
    const { bucket, key, etag, size } = listed;
    const seen = this.names.get(JSON.stringify([bucket, key, etag, String(size)]));
    if (seen !== undefined) return { status: 'known', sha256: seen, read: null };
    const brought = await read();
    const { sha256 } = brought.object;
    const isKnown = (await this.ledger?.holdsContent(source.name, sha256, this.metadataHash)) ?? false;
    return { status: isKnown ? 'known' : 'new', sha256, read: brought };
  }
}
