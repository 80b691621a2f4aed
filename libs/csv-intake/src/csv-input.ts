import { createReadStream } from 'node:fs';
import type { CsvEncoding } from '@vaultwright/datavault-core/model';
import { contentDecoder } from './content-decoder.ts';

/** A file's path, or its bytes in order; a chunk may be reused by its producer once the next one is asked for. */
export type CsvInput = string | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

const readBytes = 64 * 1024;

/** An input as UTF-8, in pieces small enough for bounded batches. */
export async function* decodedPieces(
  input: CsvInput,
  encoding: CsvEncoding | undefined,
  object: string,
): AsyncGenerator<Uint8Array> {
  const decoder = contentDecoder(encoding, object);
  for await (const piece of piecesOf(input)) yield decoder.write(piece);
  yield decoder.end();
}

/** The bytes of an input in pieces small enough for bounded batches. */
export async function* piecesOf(input: CsvInput): AsyncGenerator<Uint8Array> {
  const chunks = typeof input === 'string' ? createReadStream(input, { highWaterMark: readBytes }) : input;
  for await (const chunk of chunks as AsyncIterable<Uint8Array>) {
    for (let from = 0; from < chunk.length; from += readBytes) yield chunk.subarray(from, from + readBytes);
  }
}
