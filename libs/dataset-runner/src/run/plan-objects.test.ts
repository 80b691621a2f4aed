import type { SourceReader } from '@vaultwright/datavault-core/warehouse';
import { expect, it } from 'vitest';
import { sourcesSet } from '../fixtures/small-data-sets.ts';
import { planObjects } from './plan-objects.ts';

it('reads an object only when another one of its source has the same size', async () => {
  const [people, towns] = sourcesSet().models['main']?.sources ?? [];
  if (people === undefined || towns === undefined) throw new Error('no sources');
  const fetched: string[] = [];
  const reader: SourceReader = {
    location: 'memory',
    list: async () => [],
    fetch: async (object) => {
      fetched.push(object.key);
      return { ...object, path: '/nowhere', sha256: object.etag };
    },
  };
  const entry = (source: typeof people, key: string, size: number, etag: string) => ({
    source,
    listed: { bucket: 'memory', key, size, etag },
  });
  const planned = await planObjects(
    [
      entry(people, 'people_1.csv', 10, 'a'),
      entry(people, 'people_2.csv', 20, 'b'),
      entry(people, 'people_3.csv', 20, 'b'),
      entry(people, 'people_4.csv', 20, 'c'),
      entry(towns, 'towns.csv', 10, 'a'),
    ],
    reader,
    null,
    { metadataHash: 'm', forceLoad: false, signal: new AbortController().signal },
  );
  expect(fetched).toEqual(['people_2.csv', 'people_3.csv', 'people_4.csv']);
  expect(planned.map(({ status }) => status)).toEqual(['new', 'new', 'known', 'new', 'new']);
});
