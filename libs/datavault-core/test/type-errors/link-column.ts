import { defineHub, defineLink, defineSource, int } from '../../src/index.ts';

const groups = defineSource('groups', { columns: { id: int(), admin_id: int() } });
const hGroups = defineHub('h_groups', { from: groups, businessKey: { group_id: 'id' } });

// expected: source groups has no column admin
export const bad = defineLink('l_groups', {
  from: groups,
  connects: { hk_a: [hGroups, 'admin'], hk_b: [hGroups, 'id'] },
});
