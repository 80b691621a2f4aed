import { defineSource, int, withDerivedKey } from '../../src/index.ts';

const log = defineSource('log', { columns: { group_id: int() } });

// expected: '"user_id"' is not assignable to type '"group_id"'
export const bad = withDerivedKey(log, 'id', ['group_id', 'user_id']);
