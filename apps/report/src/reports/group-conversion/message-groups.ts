import type { Knex } from 'knex';

/** How `es_groups_dialogs` writes that a message still is in a group. */
const openEnd = '9999-12-31 23:59:59.999999';

const link = 'hk_l_groups_dialogs';
const message = 'hk_message_id';
const stored = [link, message, 'load_dt', 'start_dt', 'end_dt'];

/** The last row of a link key is its state: what was told last, a closing after the opening of its instant. */
const ofLink = ['load_dt desc', 'instant desc', 'end_dt asc', 'start_dt desc'] as const;
/** A message is in the open link told last; of two that one delivery told together, in that with the larger key. */
const ofMessage = ['end_dt desc', 'load_dt desc', 'start_dt desc', `${link} desc`] as const;

/**
 * Steps that come to `message_groups`: the messages of the chosen groups, each only in the group it was told to be in last.
 *
 * Strategy: the link keeps every group a message was ever told in; which of them is in force is what the satellite said
 * last of each, and of several that are open the one told last. Rows that wait say it too: one group nobody has delivered
 * makes all later rows of its message wait. A message of which the satellite knows nothing keeps every link row: it was
 * loaded before there was a satellite, from a file that is gone.
 *
 * Shape: `hk_message_id, hk_group_id`.
 */
export function messageGroupSteps(knex: Knex, vault: string): [name: string, step: Knex.QueryBuilder][] {
  return [
    ['group_links', groupLinks(knex, vault)],
    ['told_links', toldLinks(knex, vault)],
    ['link_states', firstOf(knex, 'told_links', link, ofLink)],
    ['message_states', firstOf(knex, 'link_states', message, ofMessage)],
    ['message_groups', messageGroups(knex)],
  ];
}

function groupLinks(knex: Knex, vault: string): Knex.QueryBuilder {
  return knex
    .select(`gd.${link}`, `gd.${message}`, 'g.hk_group_id')
    .from({ g: 'chosen_groups' })
    .join({ gd: `${vault}.l_groups_dialogs` }, 'gd.hk_group_id', 'g.hk_group_id');
}

/** All that was told of these messages, in chosen groups and in others; a row takes effect at its start, or at an end before it. */
function toldLinks(knex: Knex, vault: string): Knex.QueryBuilder {
  const told = ['es_groups_dialogs', 'es_groups_dialogs_pending'].map((table) =>
    knex.select(stored).from(`${vault}.${table}`),
  );
  return knex
    .select(
      ...stored.map((name) => `t.${name}`),
      knex.raw('case when ?? < ?? then ?? else ?? end as ??', [
        't.end_dt',
        't.start_dt',
        't.end_dt',
        't.start_dt',
        'instant',
      ]),
    )
    .from(knex.unionAll(told).as('t'))
    .join({ l: 'group_links' }, `l.${message}`, `t.${message}`);
}

/** The first row of each key in an order. */
function firstOf(
  knex: Knex,
  from: string,
  key: string,
  order: readonly `${string} ${'asc' | 'desc'}`[],
): Knex.QueryBuilder {
  const placed = knex
    .select(stored)
    .rowNumber('place', (window) => {
      void window.partitionBy(key);
      for (const term of order) {
        const [column = '', direction] = term.split(' ');
        void window.orderBy(column, direction as 'asc' | 'desc');
      }
    })
    .from(from);
  return knex.select(stored).from(placed.as('placed')).where('place', 1);
}

function messageGroups(knex: Knex): Knex.QueryBuilder {
  return knex
    .select(`l.${message}`, 'l.hk_group_id')
    .from({ l: 'group_links' })
    .leftJoin({ s: 'message_states' }, `s.${message}`, `l.${message}`)
    .where((kept) => {
      void kept.whereNull(`s.${message}`).orWhere((inForce) => {
        void inForce
          .where(`s.${link}`, knex.ref(`l.${link}`))
          .where('s.end_dt', '=', knex.raw('cast(? as timestamp)', [openEnd]));
      });
    });
}
