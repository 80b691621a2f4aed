import { csvRecord, unquotedCsvRecord } from '../files/csv-text.ts';
import { drawBelow } from '../random/draw.ts';
import { decoyRows } from './decoy-rows.ts';
import { dialogRows } from './dialogs-file.ts';
import { isAccepted } from './generated-record.ts';
import { groupLogRows } from './group-log-file.ts';
import { groupRows } from './groups-file.ts';
import { withRowDefects } from './row-defects.ts';
import { TABLE_FORMS } from './table-form.ts';
import { userRows } from './users-file.ts';
import type { GeneratedRecord } from './generated-record.ts';
import type { RowSection } from './row-section.ts';
import type { SocialNetwork } from './social-network.ts';
import type { SocialDay, SocialRecipe } from './social-recipe.ts';
import type { SocialRows, SocialTable } from './social-row.ts';

/**
 * One CSV file, not yet written.
 *
 * Invariant: chunks are independent: any of them can be produced alone, and the file is the header followed by the
 * chunks in order.
 */
export interface SocialFile<T extends SocialTable = SocialTable> {
  readonly table: T;
  readonly fileName: `${T}.csv`;
  readonly headerText: string;
  /** Rows before faults were injected. */
  readonly rowCount: number;
  readonly chunkCount: number;
  readonly records: (chunk: number) => Iterable<GeneratedRecord<SocialRows[T]>>;
  readonly recordText: (record: GeneratedRecord<SocialRows[T]>) => string;
}

export type SocialFiles = { readonly [T in SocialTable]: SocialFile<T> };

/** The four files of one day. */
export function socialFiles(network: SocialNetwork, day: SocialDay): SocialFiles {
  return {
    users: socialFile(network, 'users', userRows(network, day), day),
    groups: socialFile(network, 'groups', groupRows(network, day), day),
    dialogs: socialFile(network, 'dialogs', dialogRows(network, day), day),
    group_log: socialFile(network, 'group_log', groupLogRows(network, day), day),
  };
}

function socialFile<T extends SocialTable>(
  network: SocialNetwork,
  table: T,
  section: RowSection<SocialRows[T]>,
  day: SocialDay,
): SocialFile<T> {
  const { recipe } = network;
  const form = TABLE_FORMS[table];
  const quotes = table !== 'dialogs' || recipe.quotes;
  const plan = {
    form,
    wanted: recipe.defects,
    period: Math.max(1, Math.min(recipe.preset.defectPeriod, section.rowCount)),
    decoy: decoyRows(network)[table],
    floatColumns: vintageOf(recipe, table, form.vintageColumns, day),
  };
  return {
    table,
    fileName: `${table}.csv`,
    headerText: csvRecord(form.header),
    rowCount: section.rowCount,
    chunkCount: section.chunkCount,
    records: (chunk) => {
      const records = withRowDefects(plan, section.chunk(chunk));
      return quotes ? records : brokenByCommas(records);
    },
    recordText: (record) => (quotes ? csvRecord : unquotedCsvRecord)(record.cells),
  };
}

/** Later days print one age in ten as `22.0`, which is the same age. */
function vintageOf(
  recipe: SocialRecipe,
  table: SocialTable,
  columns: readonly number[],
  day: SocialDay,
): (row: unknown, at: number) => readonly number[] {
  if (recipe.floatVintage) return () => columns;
  if (table !== 'users' || day === 1) return () => [];
  return (_, at) => (drawBelow(recipe.seed % 0x1_0000_0000, at, day, 10) === 0 ? columns : []);
}

/** Without quotes a comma in a value is a delimiter too many. */
function* brokenByCommas<Row>(records: Iterable<GeneratedRecord<Row>>): Generator<GeneratedRecord<Row>> {
  for (const record of records) {
    const broken = isAccepted(record) && record.cells.some((cell) => cell?.includes(','));
    if (!broken) yield record;
    else {
      const marks = record.marks.map(
        ({ kind }) => ({ kind, outcome: 'rejected', reason: 'FIELD_COUNT' }) as const,
      );
      yield { reject: 'FIELD_COUNT', cells: record.cells, marks };
    }
  }
}

/** The text of one chunk, as it stands in the file. */
export function chunkText<T extends SocialTable>(file: SocialFile<T>, chunk: number): string {
  let text = '';
  for (const record of file.records(chunk)) text += file.recordText(record);
  return text;
}
