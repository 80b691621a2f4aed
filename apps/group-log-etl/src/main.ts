import { main } from '@vaultwright/dataset-runner/cli';

/** The verbs of `vaultwright` with the data set fixed. */
await main({ name: 'group-log-etl', fixedDataSet: 'group_log' });
