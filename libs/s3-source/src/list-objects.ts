import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import { withDeadline } from './deadline.ts';
import type { ListPage, ObjectStore } from './object-store.ts';
import { safeText } from './safe-text.ts';
import type { S3Settings } from './s3-source-options.ts';
import { StoreFailure } from './store-failure.ts';
import { withRestarts } from './with-restarts.ts';

/**
 * Lists a prefix to the end.
 *
 * Shape: sorted by key bytes, every key once, without the zero-byte markers of folders.
 * Errors: `StoreFailure` of kind `listing` when a token or a key comes twice or a key is outside the prefix.
 */
export async function listObjects(
  store: ObjectStore,
  settings: S3Settings,
  signal: AbortSignal,
): Promise<ListedObject[]> {
  const { prefix, deadlines } = settings;
  const objects: ListedObject[] = [];
  const tokens = new Set<string>();
  for (let token: string | undefined, more = true; more; more = token !== undefined) {
    const query = { prefix, ...(token === undefined ? {} : { token }) };
    const page: ListPage = await withDeadline(deadlines.leastMs, signal, (pageSignal) =>
      withRestarts(settings, pageSignal, () => store.list(query, pageSignal)),
    );
    objects.push(...page.objects);
    token = page.nextToken;
    if (token !== undefined && tokens.has(token)) {
      const message = `the same continuation token came twice, on page ${tokens.size + 1}`;
      throw new StoreFailure({ kind: 'listing', message });
    }
    if (token !== undefined) tokens.add(token);
  }
  const stray = objects.find(({ key }) => !key.startsWith(prefix));
  if (stray !== undefined) {
    throw new StoreFailure({ kind: 'listing', message: `a key outside the prefix: ${safeText(stray.key)}` });
  }
  const sorted = sortByKeyBytes(objects);
  const repeated = sorted.find(({ key }, index) => sorted[index + 1]?.key === key);
  if (repeated !== undefined) {
    throw new StoreFailure({ kind: 'listing', message: `a key came twice: ${safeText(repeated.key)}` });
  }
  return sorted.filter(({ key, size }) => !(size === 0 && key.endsWith('/')));
}

/** Order of S3: by the bytes of the UTF-8 key, which differs from the order of JavaScript strings. */
export function sortByKeyBytes(objects: readonly ListedObject[]): ListedObject[] {
  return objects
    .map((object) => ({ object, bytes: Buffer.from(object.key) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ object }) => object);
}
