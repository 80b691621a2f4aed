import { readdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { VaultwrightError } from '@vaultwright/datavault-core';
import type { DataSet } from './data-set.ts';

/**
 * Finds every data set of a folder: a sub folder whose `index` module exports `dataSet`.
 *
 * Errors: `E-CONFIG-DATASET` when a sub folder holds no data set.
 */
export async function discoverDataSets(folder: URL): Promise<DataSet[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return Promise.all(names.sort().map((name) => loadDataSet(new URL(`${name}/`, folder))));
}

async function loadDataSet(folder: URL): Promise<DataSet> {
  const files = await readdir(folder);
  const index = files.find((name) => name === 'index.js' || name === 'index.ts');
  const loaded =
    index === undefined
      ? {}
      : ((await import(
          new URL(index, pathToFileURL(`${decodeURIComponent(folder.pathname)}/`)).href
        )) as Record<string, unknown>);
  const dataSet = loaded['dataSet'] as DataSet | undefined;
  if (dataSet?.name !== undefined) return dataSet;
  throw new VaultwrightError({
    code: 'E-CONFIG-DATASET',
    family: 'configuration',
    title: 'a folder of data sets holds something else',
    where: folder.pathname,
    found: index === undefined ? 'no index module' : `an index module without dataSet`,
    allowed: 'one folder per data set, whose index exports dataSet',
    fix: 'export the data set from the folder, or move the folder elsewhere',
  });
}
