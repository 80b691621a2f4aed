import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { ByteTap } from '@vaultwright/datavault-core/warehouse';
import { piecesOf } from './csv-input.ts';
import type { CsvInput } from './csv-input.ts';
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
  readonly finish: (path: string) => Promise<CsvScan>;
}

/** Example: `const { tap, finish } = objectScan(contract, { object: key })`; fetch with `tap`, then `await finish(path)`. */
export function objectScan(contract: SourceContract, options: StoredOptions): ObjectScan {
  if (contract.format === 'parquet') return { finish: (path) => scanParquet(contract, path, options) };
  if (isGzipName(options.object)) return { finish: (path) => scanFile(contract, options, path) };
  let scanner: CsvScanner | undefined;
  return {
    tap: () => (scanner = scannerOf(contract, options)),
    finish: async (path) => (scanner === undefined ? scanFile(contract, options, path) : scanner.finish()),
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
  const content = contentOf(contract, options, path);
  return contract.format === 'jsonl'
    ? parseJsonLines(contract, content, options)
    : parseCsv(contract, scan.header, content, options);
}

/** The first records of an object for a log: see {@link peekRecords}. */
export function peekObject(
  contract: SourceContract,
  path: string,
  count: number,
  options: StoredOptions,
): Promise<PeekedRecord[]> {
  if (contract.format === 'parquet') return peekParquet(contract, path, count);
  const content = contentOf(contract, options, path);
  return contract.format === 'jsonl'
    ? peekJsonLines(content, contract, count)
    : peekRecords(content, contract, count);
}

async function scanFile(contract: SourceContract, options: StoredOptions, path: string): Promise<CsvScan> {
  const scanner = scannerOf(contract, options);
  for await (const piece of piecesOf(contentOf(contract, options, path))) scanner.write(piece);
  return scanner.finish();
}

function scannerOf(contract: SourceContract, options: StoredOptions): CsvScanner {
  return contract.format === 'jsonl'
    ? createJsonLinesScanner(contract, options)
    : createCsvScanner(contract, options);
}

function contentOf(contract: SourceContract, { object }: StoredOptions, path: string): CsvInput {
  return isGzipName(object) ? gzipContent(path, object, contract) : path;
}
