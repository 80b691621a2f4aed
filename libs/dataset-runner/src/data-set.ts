import type { Vault } from '@vaultwright/datavault-core';

/**
 * A data set: which files belong together, and the vaults they can be loaded into.
 *
 * Shape: `sources` in load order, each the name of a staging contract; a file belongs to the source whose name its base
 * name starts with, followed by `.csv` or by `.`, `_` or `-` and anything ending in `.csv`.
 */
export interface DataSet {
  readonly name: string;
  readonly sources: readonly string[];
  readonly models: Readonly<Record<string, Vault>>;
  readonly defaultModel: string;
  /** Written to every vault row as its record source. */
  readonly recordSource: string;
}

/** Declares a data set. */
export function defineDataSet(dataSet: DataSet): DataSet {
  return dataSet;
}

/** The source a file belongs to, or null. */
export function sourceOfKey(dataSet: DataSet, key: string): string | null {
  const base = key.slice(key.lastIndexOf('/') + 1);
  return dataSet.sources.find((source) => isFileOf(source, base)) ?? null;
}

function isFileOf(source: string, base: string): boolean {
  if (!base.startsWith(source) || !base.endsWith('.csv')) return false;
  return (
    base.length === source.length + '.csv'.length || ['.', '_', '-'].includes(base.charAt(source.length))
  );
}
