import {
  defineCurrentView,
  defineHub,
  defineRecordTrackingSatellite,
  defineReferenceTable,
  defineSatellite,
  defineSource,
  defineStatusTrackingSatellite,
  defineVault,
  int,
  text,
} from '@vaultwright/datavault-core';
import { defineDataSet, type DataSet, type DataSetDeclaration } from '@vaultwright/dataset-runner';

type Entities = Parameters<typeof defineVault>[1]['entities'];

/** A data set with tables of its own. */
function declared(name: string, sources: DataSetDeclaration['sources'], entities: Entities): DataSet {
  const vault = defineVault(name, {
    naming: { stagingSchema: `staging_${name}`, vaultSchema: name },
    entities: [...entities],
  });
  return defineDataSet({
    name,
    sources,
    models: { main: vault },
    defaultModel: 'main',
    recordSource: 'test',
  });
}

const users = defineSource('users', { columns: { id: int(), town: text(50) } });
const hub = defineHub('h_users', { from: users, businessKey: { user_id: 'id' } });
const towns = defineSatellite('s_users', { of: hub, from: users, payload: ['town'] });
const added = defineSatellite('s_added', { of: hub, from: users, payload: ['town'] });
const seen = defineRecordTrackingSatellite('s_seen', { of: hub, from: users });
const states = defineStatusTrackingSatellite('s_status', { of: hub, from: users, feed: 'snapshot' });
const listed = defineReferenceTable('r_users', {
  from: users,
  naturalKey: { user_id: 'id' },
  payload: { town: 'town' },
  mode: 'type1',
});
const current = defineCurrentView('v_users', { of: towns });

const order = defineSource('order', { columns: { id: int() } });
const notes = defineSource('order_notes', { columns: { id: int(), note: text(50) } });
const hOrder = defineHub('h_order', { from: order, businessKey: { order_id: 'id' } });
const hNote = defineHub('h_note', { from: notes, businessKey: { note_id: 'id' } });

/** Data sets that the tests of the command load; `ADDED` declares one entity more. */
export function dataSets(): DataSet[] {
  const more = process.env['ADDED'] === undefined ? [] : [added];
  return [
    declared('daily', ['users'], [hub, towns, seen, current, ...more]),
    declared(
      'parted',
      [{ name: 'users', files: 'users_{day:yyyy-MM-dd}_part{part}.csv', parts: 'all' }],
      [hub, states, listed],
    ),
    declared('orders', ['order', 'order_notes'], [hOrder, hNote]),
  ];
}
