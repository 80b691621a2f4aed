import type { Lang, Sentence } from '../../text/phrase.ts';
import { english } from './english.ts';
import { russian } from './russian.ts';

/** What the outputs say around a report's own words; a language that lacks a key does not compile. */
export interface ViewWords {
  /** Name of the language in itself. */
  readonly language: string;
  readonly warning: string;
  readonly note: string;
  readonly notAvailable: string;
  readonly yes: string;
  readonly no: string;
  readonly rank: string;
  readonly columns: string;
  dataUntil(time: string): string;
  loadedAt(time: string): string;
  run(id: string): string;
  readonly notLoaded: string;
  readonly chartLegendTick: string;
  of(part: string, whole: string): string;
  readonly tableTitle: string;
  readonly tableCaption: string;
  rowsCut(shown: number, all: number): Sentence;
  readonly nameCut: string;
  readonly noRows: string;
  readonly definitionsTitle: string;
  readonly downloadsTitle: string;
  download(format: string): string;
  downloadLeftOut(format: string): string;
  readonly qualityTitle: string;
  reconciliation(read: string, loaded: string, rejected: string, blank: string): string;
  readonly rejectedTitle: string;
  readonly rejectedNone: string;
  readonly fileAndReason: string;
  readonly records: string;
  readonly severalFiles: string;
  readonly reasonNotKept: string;
  readonly heldTitle: string;
  readonly heldNone: string;
  readonly reference: string;
  readonly rows: string;
  readonly duplicatesTitle: string;
  readonly duplicatesNone: string;
  readonly source: string;
  readonly late: string;
  readonly conflict: string;
  readonly checksTitle: string;
  checksPassed(passed: number, all: number): string;
  readonly passed: string;
  readonly failed: string;
  readonly sqlTitle: string;
  readonly sqlNote: string;
  readonly sqlParameters: string;
  readonly provenanceTitle: string;
  readonly facts: Readonly<
    Record<
      | 'dataset'
      | 'model'
      | 'hashProfile'
      | 'run'
      | 'load'
      | 'loadedAt'
      | 'status'
      | 'codeVersion'
      | 'dataUntil'
      | 'options',
      string
    >
  >;
  readonly lineage: string;
  readonly footer: string;
}

export const viewWords: Readonly<Record<Lang, ViewWords>> = { en: english, ru: russian };
