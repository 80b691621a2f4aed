import { SampleDataError } from '../sample-data-error.ts';

/** Faults of single records. Every rejected one is an additional record, so that the accepted rows do not change. */
export const ROW_DEFECTS = [
  'duplicate',
  'missing-column',
  'extra-column',
  'trailing-empty-column',
  'bad-date',
  'event-case',
  'event-unknown',
  'non-integer-id',
  'id-over-32-bits',
  'id-over-64-bits',
  'null-group-id',
  'null-user-id',
  'float-integer',
  'text-too-long',
] as const;
export type RowDefect = (typeof ROW_DEFECTS)[number];

/** Faults of a whole file, each in a small file of its own. */
export const FILE_DEFECTS = [
  'bom',
  'crlf',
  'reordered-header',
  'missing-header',
  'unterminated-quote',
  'empty-file',
] as const;
export type FileDefect = (typeof FILE_DEFECTS)[number];

export type SocialDefect = RowDefect | FileDefect;

/** Why a record must be refused. */
export type RejectReason =
  'FIELD_COUNT' | 'TYPE_TIMESTAMP' | 'TYPE_INT' | 'VALUE_NOT_ALLOWED' | 'NULL_REQUIRED' | 'TEXT_TOO_LONG';

/** What must become of a marked record: `loaded` is odd but valid, `collapsed` repeats its predecessor. */
export type DefectOutcome = 'rejected' | 'collapsed' | 'loaded';

/** The note of one injected fault on one record. */
export interface DefectMark {
  readonly kind: RowDefect;
  readonly outcome: DefectOutcome;
  readonly reason?: RejectReason;
}

/** `none`, all kinds of one level, or exactly the kinds listed. */
export type DefectChoice = 'none' | 'rows' | 'files' | Iterable<SocialDefect>;

const ALL: readonly string[] = [...ROW_DEFECTS, ...FILE_DEFECTS];

function isSocialDefect(name: string): name is SocialDefect {
  return ALL.includes(name);
}

/**
 * The set of kinds that a choice means.
 *
 * Errors: E-SAMPLE-DEFECT for a kind that does not exist.
 */
export function defectSet(choice: DefectChoice): ReadonlySet<SocialDefect> {
  if (choice === 'none') return new Set();
  if (choice === 'rows') return new Set(ROW_DEFECTS);
  if (choice === 'files') return new Set(FILE_DEFECTS);
  const kinds = typeof choice === 'string' ? [choice as string] : [...choice];
  const unknown = kinds.filter((kind) => !isSocialDefect(kind));
  if (unknown.length > 0) {
    throw new SampleDataError({
      code: 'E-SAMPLE-DEFECT',
      family: 'usage',
      title: 'unknown defect',
      where: 'defects',
      found: unknown.join(', '),
      allowed: `none, rows, files, ${ALL.join(', ')}`,
      fix: 'name kinds of this list',
    });
  }
  return new Set(kinds as SocialDefect[]);
}
