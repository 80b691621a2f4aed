import { VaultwrightError } from '@vaultwright/datavault-core';
import type { CsvFormat } from '@vaultwright/datavault-core/model';

/** What a byte may mean to the framing; 0 is plain data. */
export const byteClass = {
  delimiter: 1,
  lineFeed: 2,
  carriageReturn: 3,
  quote: 4,
  nul: 5,
  control: 6,
} as const;

export interface ByteClasses {
  /** Class of each byte outside quotes. */
  readonly outside: Uint8Array;
  /** Class of each byte inside quotes: delimiters and carriage returns are data there. */
  readonly inside: Uint8Array;
  /** Byte of the quote, or -1 for files that never quote. */
  readonly quote: number;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Tables for one CSV format. Errors: `E-META-CSV` when delimiter or quote cannot frame UTF-8 records. */
export function byteClasses(format: CsvFormat): ByteClasses {
  const delimiter = framingByte(format.delimiter, 'csv.delimiter');
  const quote = format.quote === null ? -1 : framingByte(format.quote, 'csv.quote');
  if (delimiter === quote)
    throw formatError('csv.quote', 'the delimiter', 'a quote other than the delimiter');

  const inside = new Uint8Array(256);
  inside[0x00] = byteClass.nul;
  inside[0x01] = inside[0x02] = inside[0x03] = byteClass.control;
  inside[lineFeed] = byteClass.lineFeed;
  if (quote >= 0) inside[quote] = byteClass.quote;

  const outside = Uint8Array.from(inside);
  outside[delimiter] = byteClass.delimiter;
  outside[carriageReturn] = byteClass.carriageReturn;
  return { outside, inside, quote };
}

function framingByte(character: string, where: string): number {
  const byte = character.charCodeAt(0);
  if (character.length !== 1 || byte > 0x7f || byte <= 0x03 || byte === lineFeed || byte === carriageReturn) {
    throw formatError(
      where,
      JSON.stringify(character),
      'one ASCII character that is no newline and not 0x00-0x03',
    );
  }
  return byte;
}

function formatError(where: string, found: string, allowed: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-META-CSV',
    family: 'metadata',
    title: 'CSV format cannot separate records',
    where,
    found,
    allowed,
    fix: `change ${where} of the source contract`,
  });
}
