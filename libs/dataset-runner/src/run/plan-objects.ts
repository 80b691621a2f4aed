import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SourceReader } from '@vaultwright/datavault-core/warehouse';
import type { Ledger } from '../ledger/ledger.ts';
import type { ManifestEntry } from './fetch-objects.ts';
import { KnownObjects } from './known-objects.ts';

/** A listed object and what a run would make of it. */
export interface PlannedObject {
  readonly entry: ManifestEntry;
  readonly status: 'new' | 'known';
}

/**
 * Says which objects a run would load now; changes nothing.
 *
 * Invariant: the same decision as a run's. An object is read only if its size is that of a content that is loaded, or
 * would be by then: any other size is a new content.
 */
export async function planObjects(
  manifest: readonly ManifestEntry[],
  reader: SourceReader,
  ledger: Ledger | null,
  options: { readonly metadataHash: string; readonly forceLoad: boolean; readonly signal: AbortSignal },
): Promise<PlannedObject[]> {
  const { metadataHash, forceLoad, signal } = options;
  if (forceLoad) return manifest.map((entry) => ({ entry, status: 'new' }));
  const known = await KnownObjects.open(ledger, metadataHash, forceLoad);
  const sizes = new Map<string, number>();
  const count = (key: string): void => void sizes.set(key, (sizes.get(key) ?? 0) + 1);
  for (const { source, size } of (await ledger?.heldSizes(metadataHash)) ?? []) count(sizeKey(source, size));
  for (const { source, listed } of manifest) count(sizeKey(source.name, listed.size));
  const folder = await mkdtemp(join(tmpdir(), 'vaultwright-'));
  const loaded = new Set<string>();
  const planned: PlannedObject[] = [];
  try {
    for (const entry of manifest) {
      const { listed, source } = entry;
      if (sizes.get(sizeKey(source.name, listed.size)) === 1) {
        planned.push({ entry, status: 'new' });
        continue;
      }
      const { status, sha256 } = await known.judge(entry, async () => {
        const object = await reader.fetch(listed, { folder, signal });
        await rm(object.path, { force: true });
        return { object };
      });
      const content = JSON.stringify([source.name, sha256]);
      planned.push({ entry, status: loaded.has(content) ? 'known' : status });
      loaded.add(content);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return planned;
}

function sizeKey(source: string, size: number): string {
  return JSON.stringify([source, size]);
}
