import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import { CsvFraming } from './csv-framing.ts';
import { decodedPieces } from './csv-input.ts';
import type { CsvInput } from './csv-input.ts';
import { fieldOf } from './field-text.ts';
import type { RecordSink, RecordView } from './record-view.ts';

/**
 * Values of one record by the file's own column names; null is an unquoted empty field.
 *
 * Shape: a name that the contract does not know reads `column <n>`, for a file without header has data in its place.
 */
export type PeekedRecord = Readonly<Record<string, string | null>>;

export const mask = '***';
const shownCharacters = 200;

/**
 * The first records of a file for a log, personal data masked.
 *
 * Invariant: a column is shown only when the contract knows it and does not call it personal; a record whose fields may
 * have shifted is masked whole. A file that cannot be framed gives the records before the fault: telling is the scan's job.
 */
export async function peekRecords(
  input: CsvInput,
  contract: SourceContract,
  count: number,
): Promise<PeekedRecord[]> {
  const peek = new Peek(contract, count);
  const framing = new CsvFraming(contract.csv, contract.name, peek);
  try {
    for await (const piece of decodedPieces(input, contract.csv.encoding, contract.name)) {
      framing.write(piece);
      if (peek.records.length >= count) return peek.records;
    }
    framing.end();
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
  }
  return peek.records;
}

/** Whether the column of each known name holds personal data. */
export function personalNames({ columns }: SourceContract): Map<string, boolean> {
  return new Map(
    Object.entries(columns).flatMap(([name, { pii, aliases }]) =>
      [name, ...aliases].map((known) => [known, pii] as const),
    ),
  );
}

class Peek implements RecordSink {
  readonly records: PeekedRecord[] = [];
  readonly #pii: ReadonlyMap<string, boolean>;
  #names: readonly string[] | undefined;

  constructor(
    readonly contract: SourceContract,
    readonly count: number,
  ) {
    this.#pii = personalNames(contract);
  }

  record(view: RecordView): void {
    if (this.records.length >= this.count || view.length === 0) return;
    const { quote } = this.contract.csv;
    const names = this.#names;
    if (names === undefined) {
      this.#names = Array.from({ length: view.fieldCount }, (_, index) => {
        const name = fieldOf(view, index, quote).text;
        return this.#pii.has(name) ? name : `column ${index + 1}`;
      });
      return;
    }
    const shifted = view.faults !== 0 || view.fieldCount !== names.length;
    this.records.push(
      Object.fromEntries(
        names.map((name, index) => {
          if (shifted) return [name, mask];
          const { text, quoted } = fieldOf(view, index, quote);
          if (text === '' && !quoted) return [name, null];
          return [name, this.#pii.get(name) === false ? shortened(text) : mask];
        }),
      ),
    );
  }
}

export function shortened(text: string): string {
  const characters = Array.from(text.slice(0, 2 * shownCharacters));
  return characters.length <= shownCharacters ? text : `${characters.slice(0, shownCharacters).join('')}…`;
}
