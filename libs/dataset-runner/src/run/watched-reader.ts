import type { SourceReader } from '@vaultwright/datavault-core/warehouse';
import { watched, type Watch } from '../run-work.ts';

/** A reader whose fetches are told to a watch. */
export function watchedReader(reader: SourceReader, watch: Watch): SourceReader {
  return {
    location: reader.location,
    ...(reader.root === undefined ? {} : { root: reader.root }),
    list: (options) => reader.list(options),
    fetch: (object, options) =>
      watched(watch, { phase: 'fetch', subject: object.key }, () => reader.fetch(object, options)),
  };
}
