import { defineHub, defineLink, defineSource, int, text } from '../../src/index.ts';

const groups = defineSource('groups', { columns: { id: int(), admin_id: int(), group_name: text(100) } });
const hGroups = defineHub('h_groups', { from: groups, businessKey: { group_id: 'id' } });

// expected: column group_name is text, but the business key of h_groups is int
export const bad = defineLink('l_groups', {
  from: groups,
  connects: { hk_a: [hGroups, 'group_name'], hk_b: [hGroups, 'id'] },
});
