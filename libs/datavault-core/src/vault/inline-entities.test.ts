import { expect, it } from 'vitest';
import { defineMultiActiveSatellite } from '../kinds/multi-active/multi-active-satellite.ts';
import { defineSatellite } from '../kinds/history/satellite.ts';
import { defineHub } from '../kinds/insert-once/hub.ts';
import { defineLink } from '../kinds/insert-once/link.ts';
import { defineReferenceTable } from '../kinds/insert-once/reference-table.ts';
import { int, text } from '../metadata/column.ts';
import { defineSource } from '../metadata/source.ts';
import { defineVault } from './define-vault.ts';

const users = defineSource('users', { columns: { id: int(), boss: int(), town: text(9), phone: text(9) } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });

it('entities may be declared where the vault is put together: the compiler knows the columns of their sources', () => {
  const vault = defineVault('inline', {
    entities: [
      hub,
      defineLink('l_boss', { from: users, connects: { hk_user_id: [hub, 'id'], hk_boss_id: [hub, 'boss'] } }),
      defineSatellite('s_users', { of: hub, from: users, payload: ['town'] }),
      defineMultiActiveSatellite('m_phones', {
        of: hub,
        from: users,
        childKey: ['phone'],
        payload: ['town'],
      }),
      defineReferenceTable('r_towns', {
        from: users,
        naturalKey: { town: 'town' },
        payload: { boss: 'boss' },
      }),
    ],
  });
  expect(vault.entities.map(({ name }) => name).sort()).toEqual([
    'h_users',
    'l_boss',
    'm_phones',
    'r_towns',
    's_users',
  ]);
});
