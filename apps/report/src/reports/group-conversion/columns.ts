import { inEachLang } from '../../text/phrase.ts';
import type { ReportColumn, ReportColumnKind } from '../../report.ts';
import type { GroupConversionOptions } from './options.ts';
import { groupConversionWords } from './words/words.ts';
import type { GroupConversionColumn } from './words/words.ts';

interface Place {
  readonly name: GroupConversionColumn;
  readonly kind: ReportColumnKind;
  readonly view: ReportColumn['view'];
  readonly contract?: true;
  readonly ratioOf?: readonly [GroupConversionColumn, GroupConversionColumn];
}

const places: readonly Place[] = [
  { name: 'hk_group_id', kind: 'key', view: 'detail', contract: true },
  { name: 'cnt_added_users', kind: 'count', view: 'main', contract: true },
  { name: 'cnt_users_in_group_with_messages', kind: 'count', view: 'main', contract: true },
  {
    name: 'group_conversion',
    kind: 'ratio',
    view: 'main',
    contract: true,
    ratioOf: ['cnt_users_in_group_with_messages', 'cnt_added_users'],
  },
  { name: 'group_id', kind: 'integer', view: 'detail' },
  { name: 'group_name', kind: 'text', view: 'name' },
  { name: 'registration_dt', kind: 'timestamp', view: 'detail' },
  { name: 'is_private', kind: 'boolean', view: 'detail' },
  { name: 'cnt_joined_writers', kind: 'count', view: 'main' },
  {
    name: 'group_conversion_strict',
    kind: 'ratio',
    view: 'main',
    ratioOf: ['cnt_joined_writers', 'cnt_added_users'],
  },
  { name: 'cnt_writers_not_added', kind: 'count', view: 'main' },
];

/** The columns in contract order, with what they mean under the chosen metric. */
export function groupConversionColumns(metric: GroupConversionOptions['metric']): ReportColumn[] {
  return places.map(({ name, kind, view, contract, ratioOf }) => ({
    name,
    kind,
    view,
    contract: contract ?? false,
    label: inEachLang((lang) => {
      const words = groupConversionWords[lang];
      const strict = metric === 'strict' && name === 'cnt_users_in_group_with_messages';
      return strict ? words.strictWriters.label : words.columns[name].label;
    }),
    meaning: inEachLang((lang) => {
      const words = groupConversionWords[lang];
      if (metric === 'strict' && name === 'cnt_users_in_group_with_messages')
        return words.strictWriters.meaning;
      if (metric === 'strict' && name === 'group_conversion') return words.strictConversion;
      return words.columns[name].meaning;
    }),
    ...(ratioOf === undefined ? {} : { ratioOf }),
  }));
}
