import { defineHub, defineLink, defineSatellite, defineSource, int, text } from '../../src/index.ts';

const groups = defineSource('groups', { columns: { id: int(), admin_id: int(), group_name: text(100) } });
const hGroups = defineHub('h_groups', { from: groups, businessKey: { group_id: 'id' } });
const sGroupName = defineSatellite('s_group_name', { of: hGroups, from: groups, payload: ['group_name'] });

// expected: a link connects hubs: name a hub here
export const bad = defineLink('l_admins', {
  from: groups,
  connects: { hk_a: [sGroupName, 'admin_id'], hk_group_id: [hGroups, 'id'] },
});
