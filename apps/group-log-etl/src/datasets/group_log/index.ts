import { defineDataSet } from '@vaultwright/dataset-runner';
import { eventHub } from './event-hub.ts';
import { sprint6Canonical } from './sprint6-canonical.ts';

/** The social network: who belongs to which community, and who writes there. */
export const dataSet = defineDataSet({
  name: 'group_log',
  sources: ['users', 'groups', 'dialogs', 'group_log'],
  models: { 'sprint6-canonical': sprint6Canonical, 'event-hub': eventHub },
  defaultModel: 'sprint6-canonical',
  recordSource: 's3',
});
