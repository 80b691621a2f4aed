import { csvRecord } from '../files/csv-text.ts';
import { firstDayMessage } from './first-day-messages.ts';
import { unquotableText } from './message-text.ts';
import { FILE_DEFECTS } from './social-defects.ts';
import { TABLE_FORMS } from './table-form.ts';
import type { FileDefect } from './social-defects.ts';
import type { SocialNetwork } from './social-network.ts';

/** What a loader must do with a file. */
export interface FaultyFile {
  /** Path below the folder of the data set. */
  readonly path: string;
  readonly kind: FileDefect | 'base';
  /** `equal` = loads exactly like the base file; `refused` = nothing of it may load. */
  readonly outcome: 'base' | 'equal' | 'refused';
  readonly reason?: 'HEADER_MISSING' | 'QUOTE_OPEN' | 'OBJECT_EMPTY';
  /** Rows that must load. */
  readonly rows: number;
  readonly content: string;
}

export const FILE_DEFECT_FOLDER = 'file-defects';
const ROWS = 20;
const pathOf = (name: string): string => `${FILE_DEFECT_FOLDER}/dialogs-${name}.csv`;
/** Every path that this module may ever ask for. */
export const FILE_DEFECT_PATHS: readonly string[] = ['base', ...FILE_DEFECTS].map(pathOf);

/** Whole-file faults of a small dialogs file, with the sound file they derive from. */
export function faultyFiles(network: SocialNetwork, wanted: ReadonlySet<string>): FaultyFile[] {
  const kinds = FILE_DEFECTS.filter((kind) => wanted.has(kind));
  if (kinds.length === 0) return [];
  const table = [[...TABLE_FORMS.dialogs.header], ...baseRecords(network)];
  const base = table.map(csvRecord).join('');
  return [
    { path: pathOf('base'), kind: 'base', outcome: 'base', rows: ROWS, content: base },
    ...kinds.map((kind): FaultyFile => ({ path: pathOf(kind), kind, ...faulty(kind, table, base) })),
  ];
}

function baseRecords(network: SocialNetwork): (string | null)[][] {
  return Array.from({ length: ROWS }, (_, at) => {
    const row = firstDayMessage(network, at, 0);
    // One comma and one quoted word near the start; nothing quoted later, where a quote is left open.
    const plain = unquotableText(row.message).replaceAll(',', '');
    const message = at === 3 ? 'привет, всем' : at === 5 ? 'это "точно" можно' : plain;
    return TABLE_FORMS.dialogs.cells({ ...row, message });
  });
}

function faulty(
  kind: FileDefect,
  table: readonly (readonly (string | null)[])[],
  base: string,
): Pick<FaultyFile, 'outcome' | 'reason' | 'rows' | 'content'> {
  switch (kind) {
    case 'bom':
      return { outcome: 'equal', rows: ROWS, content: `\uFEFF${base}` };
    case 'crlf':
      return { outcome: 'equal', rows: ROWS, content: base.replaceAll('\n', '\r\n') };
    case 'reordered-header': {
      const order = [4, 2, 0, 5, 1, 3];
      const content = table.map((cells) => csvRecord(order.map((column) => cells[column]!))).join('');
      return { outcome: 'equal', rows: ROWS, content };
    }
    case 'missing-header': {
      const content = table.slice(1).map(csvRecord).join('');
      return { outcome: 'refused', reason: 'HEADER_MISSING', rows: 0, content };
    }
    case 'unterminated-quote': {
      const [before, after] = [table.slice(0, 11), table.slice(12)];
      const broken = csvRecord(table[11]!.map((cell, column) => (column === 4 ? 'open' : cell)));
      const content = [
        ...before.map(csvRecord),
        broken.replace('open', '"open'),
        ...after.map(csvRecord),
      ].join('');
      return { outcome: 'refused', reason: 'QUOTE_OPEN', rows: 0, content };
    }
    case 'empty-file':
      return { outcome: 'refused', reason: 'OBJECT_EMPTY', rows: 0, content: '' };
  }
}
