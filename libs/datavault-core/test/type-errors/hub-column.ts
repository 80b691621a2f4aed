import { defineHub, defineSource, int } from '../../src/index.ts';

const users = defineSource('users', { columns: { id: int() } });

// expected: '"user_id"' is not assignable to type '"id"'
export const bad = defineHub('h_users', { from: users, businessKey: { user_id: 'user_id' } });
