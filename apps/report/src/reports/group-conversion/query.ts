import type { Knex } from 'knex';
import type { ModelName } from '../../report.ts';
import { membershipSources } from './membership-source.ts';
import { messageGroupSteps } from './message-groups.ts';
import type { GroupConversionOptions } from './options.ts';

export interface GroupCountsRequest {
  readonly vault: string;
  readonly model: ModelName;
  readonly options: GroupConversionOptions;
}

/**
 * One query for all counts of the chosen groups, ordered by group_id.
 *
 * The groups are chosen first and every later step starts from them: aggregating all groups and picking ten at the
 * end reads the same tables in full and was measured at twelve times the time. Counts only, no division: each engine
 * divides integers its own way.
 *
 * Shape: `hk_group_id, group_id, registration_dt, group_name, is_private, cnt_added_users, cnt_writers,
 * cnt_joined_writers, cnt_writers_not_added`; one row per group, also for a group without events or messages.
 */
export function groupCountsQuery(knex: Knex, request: GroupCountsRequest): Knex.QueryBuilder {
  const { vault, model, options } = request;
  const source = membershipSources[model];
  const steps: [name: string, step: Knex.QueryBuilder][] = [
    ['chosen_groups', oldestGroups(knex, vault, options.groups)],
    ['group_events', until(knex, source.groupEvents(knex, vault), 's.event_dt', options.asOf)],
    ...messageGroupSteps(knex, vault),
    ['group_messages', until(knex, groupMessages(knex, vault), 'd.message_ts', options.asOf)],
  ];
  const exclusions: string[] = [];
  if (options.currentMembers) {
    steps.push(['last_events', lastEvents(knex)], ['left_members', leftMembers(knex)]);
    exclusions.push('left_members');
  }
  if (options.excludeFounder) {
    steps.push(['founders', founders(knex)]);
    exclusions.push('founders');
  }
  steps.push(
    ['joiners', without(knex, exclusions, 'e', joiners(knex))],
    ['writers', without(knex, exclusions, 'm', writers(knex))],
    ['joiner_counts', joinerCounts(knex)],
    ['writer_counts', writerCounts(knex)],
    ['latest_names', latest(knex, `${vault}.s_group_name`, 'group_name')],
    ['latest_privacy', latest(knex, `${vault}.s_group_private_status`, 'is_private')],
  );
  return steps.reduce((query, [name, step]) => query.with(name, step), groupCounts(knex));
}

function oldestGroups(knex: Knex, vault: string, count: number): Knex.QueryBuilder {
  return knex
    .select('hk_group_id', 'group_id', 'registration_dt')
    .from(`${vault}.h_groups`)
    .orderByRaw('case when ?? is null then 1 else 0 end', ['registration_dt'])
    .orderBy('registration_dt')
    .orderBy('group_id')
    .limit(count);
}

function groupMessages(knex: Knex, vault: string): Knex.QueryBuilder {
  return knex
    .select({ hk_group_id: 'mg.hk_group_id', hk_user_id: 'um.hk_user_id', message_ts: 'd.message_ts' })
    .from({ mg: 'message_groups' })
    .join({ um: `${vault}.l_user_message` }, 'um.hk_message_id', 'mg.hk_message_id')
    .join({ d: `${vault}.h_dialogs` }, 'd.hk_message_id', 'mg.hk_message_id');
}

function until(knex: Knex, query: Knex.QueryBuilder, column: string, asOf: string | null): Knex.QueryBuilder {
  return asOf === null ? query : query.where(column, '<=', knex.raw('cast(? as timestamp)', [asOf]));
}

function lastEvents(knex: Knex): Knex.QueryBuilder {
  const latestWhere = (comparison: '=' | '<>', name: string): Knex.Raw =>
    knex.raw(`max(case when ?? ${comparison} ? then ?? end) as ??`, ['event', 'leave', 'event_dt', name]);
  return knex
    .select(
      'hk_group_id',
      'hk_user_id',
      latestWhere('=', 'last_leave_dt'),
      latestWhere('<>', 'last_other_dt'),
    )
    .from('group_events')
    .groupBy('hk_group_id', 'hk_user_id');
}

/** A leave in the same instant as a return does not exclude: the log cannot tell which came last. */
function leftMembers(knex: Knex): Knex.QueryBuilder {
  return knex
    .select('hk_group_id', 'hk_user_id')
    .from('last_events')
    .whereNotNull('last_leave_dt')
    .where((gone) => {
      void gone.whereNull('last_other_dt').orWhere('last_leave_dt', '>', knex.ref('last_other_dt'));
    });
}

function founders(knex: Knex): Knex.QueryBuilder {
  return knex.distinct('hk_group_id', 'hk_user_id').from('group_events').where('event', 'create');
}

function joiners(knex: Knex): Knex.QueryBuilder {
  return knex
    .select('e.hk_group_id', 'e.hk_user_id')
    .min({ first_add_dt: 'e.event_dt' })
    .from({ e: 'group_events' })
    .where('e.event', 'add')
    .groupBy('e.hk_group_id', 'e.hk_user_id');
}

function writers(knex: Knex): Knex.QueryBuilder {
  return knex
    .select('m.hk_group_id', 'm.hk_user_id')
    .max({ last_message_ts: 'm.message_ts' })
    .from({ m: 'group_messages' })
    .groupBy('m.hk_group_id', 'm.hk_user_id');
}

function without(
  knex: Knex,
  exclusions: readonly string[],
  alias: string,
  query: Knex.QueryBuilder,
): Knex.QueryBuilder {
  return exclusions.reduce(
    (kept, excluded) =>
      kept.whereNotExists((absent) => {
        void absent
          .select('x.hk_user_id')
          .from({ x: excluded })
          .where('x.hk_group_id', knex.ref(`${alias}.hk_group_id`))
          .where('x.hk_user_id', knex.ref(`${alias}.hk_user_id`));
      }),
    query,
  );
}

function joinerCounts(knex: Knex): Knex.QueryBuilder {
  return knex.select('hk_group_id').count({ cnt_added_users: '*' }).from('joiners').groupBy('hk_group_id');
}

/** Any message at or after the first add means: the last message is at or after it. */
function writerCounts(knex: Knex): Knex.QueryBuilder {
  return knex
    .select('w.hk_group_id')
    .count({ cnt_writers: '*' })
    .select(
      knex.raw('count(case when ?? >= ?? then 1 end) as ??', [
        'w.last_message_ts',
        'j.first_add_dt',
        'cnt_joined_writers',
      ]),
      knex.raw('count(case when ?? is null then 1 end) as ??', ['j.hk_user_id', 'cnt_writers_not_added']),
    )
    .from({ w: 'writers' })
    .leftJoin({ j: 'joiners' }, (on) => {
      on.on('j.hk_group_id', 'w.hk_group_id').andOn('j.hk_user_id', 'w.hk_user_id');
    })
    .groupBy('w.hk_group_id');
}

function latest(knex: Knex, satellite: string, column: string): Knex.QueryBuilder {
  const versions = knex
    .select({ hk_group_id: 's.hk_group_id', [column]: `s.${column}` })
    .rowNumber('version', (window) => {
      window.partitionBy('s.hk_group_id').orderBy('s.load_dt', 'desc').orderBy('s.hash_diff', 'desc');
    })
    .from({ s: satellite })
    .join({ g: 'chosen_groups' }, 'g.hk_group_id', 's.hk_group_id');
  return knex.select('hk_group_id', column).from(versions.as('versions')).where('version', 1);
}

function groupCounts(knex: Knex): Knex.QueryBuilder {
  const zeroWhenNone = (column: string): Knex.Raw => {
    const name = column.slice(column.indexOf('.') + 1);
    return knex.raw('coalesce(??, 0) as ??', [column, name]);
  };
  return knex
    .select(
      'g.hk_group_id',
      'g.group_id',
      knex.raw('cast(?? as varchar(40)) as ??', ['g.registration_dt', 'registration_dt']),
      'n.group_name',
      'p.is_private',
      zeroWhenNone('jc.cnt_added_users'),
      zeroWhenNone('wc.cnt_writers'),
      zeroWhenNone('wc.cnt_joined_writers'),
      zeroWhenNone('wc.cnt_writers_not_added'),
    )
    .from({ g: 'chosen_groups' })
    .leftJoin({ jc: 'joiner_counts' }, 'jc.hk_group_id', 'g.hk_group_id')
    .leftJoin({ wc: 'writer_counts' }, 'wc.hk_group_id', 'g.hk_group_id')
    .leftJoin({ n: 'latest_names' }, 'n.hk_group_id', 'g.hk_group_id')
    .leftJoin({ p: 'latest_privacy' }, 'p.hk_group_id', 'g.hk_group_id')
    .orderBy('g.group_id');
}
