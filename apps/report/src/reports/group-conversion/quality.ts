import type { Knex } from 'knex';
import { readEntityCounts } from '../../quality/entity-counts.ts';
import { countHeldRows } from '../../quality/held-rows.ts';
import { readLatestLoad, readLoadedObjects, totalRows } from '../../quality/ledger.ts';
import { readRejectedRows } from '../../quality/rejected-rows.ts';
import type { HeldRows, ReportCheck, ReportContext, ReportQuality, ModelName } from '../../report.ts';
import { inEachLang } from '../../text/phrase.ts';
import { readDataUntil } from './freshness.ts';
import type { GroupCounts } from './group-counts.ts';
import { membershipSources } from './membership-source.ts';
import { countOtherRegistrations } from './other-registrations.ts';
import type { GroupConversionOptions } from './options.ts';
import { groupConversionWords } from './words/words.ts';

const sources = ['users', 'groups', 'dialogs', 'group_log'];

const recordEntities = [
  { source: 'users', entity: 'h_users' },
  { source: 'groups', entity: 'h_groups' },
  { source: 'dialogs', entity: 'h_dialogs' },
  { source: 'group_log', entity: 's_auth_history' },
];

/** What this report says beside its figures. */
export interface GroupConversionQuality extends ReportQuality {
  /** Groups whose registration date was last told otherwise than the one they are chosen by. */
  readonly otherRegistrations: number;
}

/** Gathers what the ledger, the reject tables, the pending tables and the histories say beside the figures. */
export async function assessQuality(
  knex: Knex,
  context: ReportContext,
  options: GroupConversionOptions,
  groups: readonly GroupCounts[],
): Promise<GroupConversionQuality> {
  const { schemas, model } = context;
  const vault = context.vault ?? model;
  const objects = await readLoadedObjects(knex, schemas.ops, vault);
  const rows = totalRows(objects);
  return {
    model,
    load: await readLatestLoad(knex, schemas.ops, vault),
    dataUntil: await readDataUntil(knex, schemas.vault, options.asOf),
    rows,
    rejected: await readRejectedRows(knex, schemas.staging, sources, objects),
    held: await readHeld(knex, schemas.vault, model),
    ...(await readEntityCounts(knex, schemas.ops, recordEntities, objects)),
    otherRegistrations: await countOtherRegistrations(knex, schemas.vault),
    checks: checkFigures(rows, groups, options.groups),
  };
}

async function readHeld(knex: Knex, vault: string, model: ModelName): Promise<HeldRows[]> {
  const { references } = membershipSources[model];
  const counts = await countHeldRows(knex, vault, references);
  return references.flatMap(({ link, hub }, index) => {
    const rows = counts[index] ?? 0;
    const text = inEachLang((lang) => groupConversionWords[lang].held(link, hub));
    return rows === 0 ? [] : [{ link, hub, rows, text }];
  });
}

function checkFigures(
  rows: ReportQuality['rows'],
  groups: readonly GroupCounts[],
  asked: number,
): ReportCheck[] {
  const check = (
    name: keyof (typeof groupConversionWords)['en']['checks'],
    passed: boolean,
  ): ReportCheck => ({
    name,
    passed,
    text: inEachLang((lang) => groupConversionWords[lang].checks[name]),
  });
  const distinct = new Set(groups.map((group) => group.groupId)).size;
  return [
    check('reconciled', rows.read === rows.loaded + rows.rejected + rows.blank),
    check('one_row_per_group', distinct === groups.length && groups.length <= asked),
    check(
      'strict_within_joiners',
      groups.every((group) => group.joinedWriters <= group.added),
    ),
    check(
      'writers_add_up',
      groups.every((group) => group.joinedWriters + group.writersNotAdded <= group.writers),
    ),
  ];
}
