import { discoverDataSets, type DataSet } from '@vaultwright/dataset-runner';

/** The data sets of this app: one folder each under `datasets`. */
export function dataSets(): Promise<DataSet[]> {
  return discoverDataSets(new URL('./datasets/', import.meta.url));
}
