import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import { decodedPieces } from './csv-input.ts';
import type { CsvInput } from './csv-input.ts';
import { jsonMembers } from './json-line.ts';
import { lineFraming } from './line-framing.ts';
import { mask, personalNames, shortened } from './peek-records.ts';
import type { PeekedRecord } from './peek-records.ts';
import type { RecordView } from './record-view.ts';

/**
 * The first objects of a file of JSON lines for a log, personal data masked, as {@link PeekedRecord} says.
 *
 * Invariant: lines that hold no object are left out: telling of them is the parser's job.
 */
export async function peekJsonLines(
  input: CsvInput,
  contract: SourceContract,
  count: number,
): Promise<PeekedRecord[]> {
  const records: PeekedRecord[] = [];
  const pii = personalNames(contract);
  const record = (view: RecordView): void => {
    if (records.length >= count || view.faults !== 0) return;
    const members = jsonMembers(view.bytes.toString('utf8', view.start, view.start + view.length));
    if (typeof members === 'string') return;
    const shown = members.map(({ name, kind, text }, index): [string, string | null] => {
      if (!pii.has(name)) return [`column ${index + 1}`, mask];
      if (kind === 'null') return [name, null];
      return [name, pii.get(name) === false ? shortened(text) : mask];
    });
    records.push(Object.fromEntries(shown));
  };
  const framing = lineFraming(contract, {}, { record });
  try {
    for await (const piece of decodedPieces(input, contract.csv.encoding, contract.name)) {
      framing.write(piece);
      if (records.length >= count) return records;
    }
    framing.end();
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
  }
  return records;
}
