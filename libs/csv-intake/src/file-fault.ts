import { VaultwrightError } from '@vaultwright/datavault-core';

interface Fault {
  readonly code: `E-DATA-${'HEADER' | 'QUOTE' | 'EMPTY' | 'FILE'}`;
  readonly title: string;
  readonly allowed: string;
  readonly fix: string;
}

const header = {
  code: 'E-DATA-HEADER',
  fix: 'correct the header line, or the contract with `aliases`',
} as const;
const quote = {
  code: 'E-DATA-QUOTE',
  fix: 'correct the record at that line, or the quote of the contract',
} as const;

/** Why a whole file is refused: its record boundaries, or its columns, are not certain. */
const faults = {
  HEADER_MISSING: {
    ...header,
    title: 'the header lacks a column of the contract',
    allowed: 'every required column, by name or alias',
  },
  HEADER_DUPLICATE: { ...header, title: 'the header names a column twice', allowed: 'each name once' },
  HEADER_EXTRA: {
    ...header,
    title: 'the header has a column that the contract does not know',
    allowed: 'names and aliases of the contract',
    fix: "add the column or an alias to the source, or leave it out: onExtraColumn: 'ignore', or --on-extra-column ignore",
  },
  HEADER_UNNAMED: { ...header, title: 'a column has no name', allowed: 'a name for each column' },
  HEADER_BYTES: {
    ...header,
    title: 'the header is not clean text',
    allowed: 'UTF-8, or the declared csv.encoding, without 0x00-0x03 and stray quotes',
  },
  HEADER_LIMIT: { ...header, title: 'the header is too large', allowed: 'at most 1 MiB and 1,600 columns' },
  HEADER_CHANGED: {
    ...header,
    title: 'the header is not the one that was mapped',
    allowed: 'the same bytes as at the scan',
    fix: 'scan the file again; it changed in between',
  },
  QUOTE_OPEN: {
    ...quote,
    title: 'a quote is never closed',
    allowed: 'a closing quote before the end of the file',
  },
  QUOTE_RUNAWAY: { ...quote, title: 'a quoted field does not end', allowed: 'a closing quote within 2 MiB' },
  QUOTE_TRAILING: {
    ...quote,
    title: 'text follows a closing quote',
    allowed: 'a delimiter, a newline or a doubled quote after a quote inside a quoted field',
  },
  OBJECT_EMPTY: {
    code: 'E-DATA-EMPTY',
    title: 'the file is empty',
    allowed: 'at least a header line, or a record of JSON lines',
    fix: "deliver the file again, or let the source take it: onEmptyObject: 'accept', or --on-empty-object accept",
  },
  NEWLINE_CR: {
    code: 'E-DATA-FILE',
    title: 'a carriage return stands alone',
    allowed: 'LF or CRLF at the end of a record',
    fix: 'convert the newlines of the file',
  },
  COMPRESSION_MISMATCH: {
    code: 'E-DATA-FILE',
    title: 'the content is compressed with gzip',
    allowed: 'plain text, or one gzip file whose name ends in .gz',
    fix: 'give the file a name that ends in .gz, or decompress it before it is listed',
  },
  ENCODING_MISMATCH: {
    code: 'E-DATA-FILE',
    title: 'the file is in another encoding than its contract says',
    allowed: 'UTF-8, or the encoding that the source contract declares as csv.encoding',
    fix: 'set csv.encoding of the source contract to the encoding of its files',
  },
  GZIP_EXPECTED: {
    code: 'E-DATA-FILE',
    title: 'the file is not compressed with gzip, though its name ends in .gz',
    allowed: 'a gzip file, or another name',
    fix: 'compress the file, or leave .gz out of its name',
  },
  GZIP_CORRUPT: {
    code: 'E-DATA-FILE',
    title: 'the gzip file is not whole',
    allowed: 'gzip members from the first byte to the last, each with its checksum and length',
    fix: 'deliver the file again; gzip -t tests it',
  },
  INFLATE_LIMIT: {
    code: 'E-DATA-FILE',
    title: 'the gzip file inflates to more than is allowed',
    allowed: 'a limited number of inflated bytes',
    fix: 'deliver smaller files, or raise gzip.maxInflatedBytes of the source contract',
  },
  PARQUET_CORRUPT: {
    code: 'E-DATA-FILE',
    title: 'the file is no whole Parquet file',
    allowed: 'a Parquet file with its footer, unencrypted',
    fix: 'deliver the file again',
  },
  PARQUET_CODEC: {
    code: 'E-DATA-FILE',
    title: 'the pages of the Parquet file are compressed in a way that is not read',
    allowed: 'no compression, SNAPPY, GZIP or BROTLI',
    fix: 'write the file with one of them',
  },
  PARQUET_GROUP: {
    code: 'E-DATA-FILE',
    title: 'a row group of the Parquet file is too large',
    allowed: 'row groups of at most 1 GiB of uncompressed bytes',
    fix: 'write the file with smaller row groups',
  },
  BLANK_AMBIGUOUS: {
    code: 'E-DATA-FILE',
    title: 'a blank line in a file of one column is a value or nothing',
    allowed: 'no blank lines in a file of one column',
    fix: 'write empty values as "" or remove the line',
  },
} as const satisfies Record<string, Fault>;

/** What a first line that begins as JSON lets one suppose. */
export const jsonHint = "; format: 'jsonl' of the contract reads JSON, one object on each line";

export type FileFaultCode = keyof typeof faults;

/** The error of a file refused as stored, before it has lines. */
export function objectFault(
  code: FileFaultCode,
  object: string,
  found: string,
  allowed?: string,
): VaultwrightError {
  const fault = faults[code];
  return new VaultwrightError({
    ...fault,
    family: 'data',
    where: object,
    found: `${code}, ${found}`,
    allowed: allowed ?? fault.allowed,
  });
}

/** The error of a refused file; `found` begins with the fault's code. */
export function fileFault(
  code: FileFaultCode,
  place: {
    readonly object: string;
    readonly line: number;
    readonly found: string;
    readonly details?: readonly string[];
    /** What helps in this very case, where more is known than the fault. */
    readonly fix?: string;
  },
): VaultwrightError {
  const { code: errorCode, title, allowed, fix } = faults[code];
  return new VaultwrightError({
    code: errorCode,
    family: 'data',
    title,
    where: `${place.object}, line ${place.line}`,
    found: `${code}, ${place.found}`,
    allowed,
    fix: place.fix ?? fix,
    details: place.details ?? [],
  });
}
