import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { ByteTap } from '@vaultwright/datavault-core/warehouse';
import { piecesOf } from './csv-input.ts';
import type { CsvOptions } from './csv-options.ts';
import { createCsvScanner } from './csv-scan.ts';
import type { CsvScan, CsvScanner } from './csv-scan.ts';
import { gzipContent, isGzipName } from './gzip-content.ts';
import { createJsonLinesScanner } from './json-lines-scan.ts';
import { parseCsv } from './parse-csv.ts';
import { parseJsonLines } from './parse-json-lines.ts';
import type { CsvBatch } from './record-batch.ts';
import { parseParquet, peekParquet, scanParquet } from './parse-parquet.ts';
import { peekJsonLines } from './peek-json-lines.ts';
import { peekRecords } from './peek-records.ts';
import type { PeekedRecord } from './peek-records.ts';
import { UnpackedCopy } from './unpacked-copy.ts';

/** Choices of a load, and the object's key: its ending says how the bytes are stored. */
export type StoredOptions = CsvOptions & { readonly object: string };

/** The scan of one object: while its bytes go by where that is possible, else once they lie on disk. */
export interface ObjectScan {
  /** Absent for content that must be unpacked first. */
  readonly tap?: () => ByteTap;
  /**
   * Ends the scan of the object whose bytes lie at `path`.
   *
   * Errors: those of {@link CsvScanner.finish}; `E-DATA-FILE` for a gzip file that is not whole or inflates too far.
   */
  readonly finish: (path: string, signal?: AbortSignal) => Promise<CsvScan>;
  /**
   * Present for compressed content: the same, and leaves its inflated bytes at `path`, where an engine may read them. Content of more
   * than 1 GiB, or without room for it, stays as it is stored.
   */
  readonly unpack?: (path: string, signal?: AbortSignal) => Promise<CsvScan>;
}

/** Example: `const { tap, finish } = objectScan(contract, { object: key })`; fetch with `tap`, then `await finish(path)`. */
export function objectScan(contract: SourceContract, options: StoredOptions): ObjectScan {
  if (contract.format === 'parquet') return { finish: (path) => scanParquet(contract, path, options) };
  if (isGzipName(options.object)) {
    return {
      finish: async (path, signal) => packed(await scanFile(contract, options, path, { signal })),
      unpack: (path, signal) => unpack(contract, options, path, signal),
    };
  }
  let scanner: CsvScanner | undefined;
  return {
    tap: () => (scanner = scannerOf(contract, options)),
    finish: async (path, signal) =>
      scanner === undefined ? scanFile(contract, options, path, { signal }) : scanner.finish(),
  };
}

/** The records of an object that was scanned: see {@link parseCsv}. */
export function parseObject(
  contract: SourceContract,
  scan: CsvScan,
  path: string,
  options: StoredOptions,
): AsyncGenerator<CsvBatch, void, undefined> {
  if (contract.format === 'parquet') return parseParquet(contract, path, options);
  const content = isPacked(scan) ? gzipContent(path, options.object, contract) : path;
  return contract.format === 'jsonl'
    ? parseJsonLines(contract, content, options)
    : parseCsv(contract, scan.header, content, options);
}

/** The first records of an object that was scanned, for a log: see {@link peekRecords}. */
export function peekObject(
  contract: SourceContract,
  scan: CsvScan,
  path: string,
  count: number,
  options: StoredOptions,
): Promise<PeekedRecord[]> {
  if (contract.format === 'parquet') return peekParquet(contract, path, count);
  const content = isPacked(scan) ? gzipContent(path, options.object, contract) : path;
  return contract.format === 'jsonl'
    ? peekJsonLines(content, contract, count)
    : peekRecords(content, contract, count);
}

async function scanFile(
  contract: SourceContract,
  options: StoredOptions,
  path: string,
  { signal, copy }: { readonly signal?: AbortSignal | undefined; readonly copy?: UnpackedCopy },
): Promise<CsvScan> {
  const scanner = scannerOf(contract, options);
  const content = isGzipName(options.object) ? gzipContent(path, options.object, contract) : path;
  for await (const piece of piecesOf(content)) {
    signal?.throwIfAborted();
    const written = copy?.write(piece);
    scanner.write(piece);
    await written;
  }
  return scanner.finish();
}

/** Scans inflated content and lets it take the place of the stored bytes. */
async function unpack(
  contract: SourceContract,
  options: StoredOptions,
  path: string,
  signal: AbortSignal | undefined,
): Promise<CsvScan> {
  const copy = await UnpackedCopy.beside(path);
  try {
    const scan = await scanFile(contract, options, path, { signal, copy });
    return (await copy.replace()) ? scan : packed(scan);
  } finally {
    await copy.drop();
  }
}

/** The scan of a file whose bytes are compressed. */
function packed(scan: CsvScan): CsvScan {
  return { ...scan, irregularities: [{ code: 'GZIP', line: 1, count: 1 }, ...scan.irregularities] };
}

function isPacked({ irregularities }: CsvScan): boolean {
  return irregularities.some(({ code }) => code === 'GZIP');
}

function scannerOf(contract: SourceContract, options: StoredOptions): CsvScanner {
  return contract.format === 'jsonl'
    ? createJsonLinesScanner(contract, options)
    : createCsvScanner(contract, options);
}
