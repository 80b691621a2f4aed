import { choiceOption, RefusedValue, switchOption, valueOption } from '../options/report-options.ts';
import type { OptionValues } from '../options/report-options.ts';
import { langs } from '../text/phrase.ts';

/** Options of the outputs, the same for every report. */
export const viewOptions = {
  lang: choiceOption(langs, 'language of the output; of the first view in html', 'en'),
  contractColumns: switchOption('the fixed columns alone, without the companions'),
  bom: switchOption('csv: begin with a byte order mark, for spreadsheets'),
  delimiter: valueOption('char', 'csv: what separates cells (default ,)', ',', (text) => {
    const named = text === 'tab' || text === '\\t' ? '\t' : text;
    return [',', ';', '\t', '|'].includes(named) ? named : new RefusedValue(', or ; or | or tab');
  }),
  csvRaw: switchOption('csv: do not put an apostrophe before text that a spreadsheet would run as a formula'),
  color: switchOption('terminal: colours'),
};

export type ViewOptions = OptionValues<typeof viewOptions>;
