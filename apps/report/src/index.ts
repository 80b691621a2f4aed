import type { Report } from './report.ts';
import { groupConversion } from './reports/group-conversion/group-conversion.ts';

/** All reports of this package, found by name. */
export const reports: readonly Report[] = [groupConversion];

export { groupConversion };
export type { Lang, Phrase, Sentence, DataText } from './text/phrase.ts';
export type * from './report.ts';
