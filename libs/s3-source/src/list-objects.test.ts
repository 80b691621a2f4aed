import fc from 'fast-check';
import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import { describe, expect, it } from 'vitest';
import { listObjects } from './list-objects.ts';
import type { ListPage, ObjectStore } from './object-store.ts';
import { readS3Options } from './s3-source-options.ts';

const settings = readS3Options({ bucket: 'exports', prefix: 'p/', server: 'aws' });
const object = (key: string): ListedObject => ({ bucket: 'exports', key, etag: 'e', size: 1 });

function storeOf(pages: readonly ListPage[]): ObjectStore {
  return {
    list: ({ token }) => Promise.resolve(pages[Number(token ?? 0)] ?? { objects: [], nextToken: undefined }),
    get: () => Promise.reject(new Error('not asked for')),
    identity: () => ({ endpoint: '', region: '', keyId: '' }),
  };
}

const list = (pages: readonly ListPage[]) =>
  listObjects(storeOf(pages), settings, new AbortController().signal);

describe('listObjects', () => {
  it('joins pages of any size and order into one list by key bytes', async () => {
    const key = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => `p/${text}x`);
    const run = fc.asyncProperty(
      fc.uniqueArray(key, { maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      async (keys, size) => {
        const count = Math.max(1, Math.ceil(keys.length / size));
        const pages = Array.from({ length: count }, (_, at) => ({
          objects: keys.slice(at * size, (at + 1) * size).map(object),
          nextToken: at + 1 < count ? String(at + 1) : undefined,
        }));
        const listed = (await list(pages)).map((one) => Buffer.from(one.key));
        expect(listed).toEqual(keys.map((one) => Buffer.from(one)).sort((a, b) => Buffer.compare(a, b)));
      },
    );
    await fc.assert(run, { numRuns: 100 });
  });

  it('orders by bytes where JavaScript strings order otherwise', async () => {
    const keys = ['p/\u{1f600}', 'p/\uffee'];
    const listed = await list([{ objects: keys.map(object), nextToken: undefined }]);
    expect(listed.map(({ key }) => key)).toEqual(['p/\uffee', 'p/\u{1f600}']);
    expect(keys.toSorted()).toEqual(keys);
  });

  it.each([
    ['a key that comes twice', [{ objects: [object('p/a'), object('p/a')], nextToken: undefined }], 'twice'],
    ['a key outside the prefix', [{ objects: [object('q/a')], nextToken: undefined }], 'outside the prefix'],
    [
      'a token that comes twice',
      [
        { objects: [], nextToken: '1' },
        { objects: [], nextToken: '1' },
      ],
      'token',
    ],
  ])('%s is refused', async (_name, pages, words) => {
    await expect(list(pages)).rejects.toThrow(words);
  });
});
