import { defineHub, defineSatellite, defineSource, int, text } from '../../src/index.ts';

const users = defineSource('users', { columns: { id: int(), country: text(200) } });
const hUsers = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });

// expected: source users has no column contry
export const bad = defineSatellite('s_user', { of: hUsers, from: users, payload: ['contry'] });
