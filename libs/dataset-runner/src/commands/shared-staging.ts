import { stagingTable, VaultwrightError } from '@vaultwright/datavault-core';
import type { DataSet } from '../data-set.ts';

/**
 * Refuses a data set one of whose sources has the staging table of another data set's, with other columns: no warehouse
 * can hold both.
 *
 * Errors: `E-CONFIG-DATASET`.
 */
export function refuseSharedStaging(dataSet: DataSet, all: readonly DataSet[]): void {
  const own = stagingTables(dataSet);
  for (const other of all.filter(({ name }) => name !== dataSet.name)) {
    for (const [table, { columns }] of stagingTables(other)) {
      const mine = own.get(table);
      if (mine !== undefined && mine.columns !== columns)
        throw sharedStaging(table, mine.source, [dataSet.name, other.name]);
    }
  }
}

/** Staging tables by their full name, which engines compare without case. */
function stagingTables({ models }: DataSet) {
  return new Map(
    Object.values(models).flatMap((vault) =>
      vault.sources.map((source) => {
        const { schema, name, columns } = stagingTable(source, vault);
        return [
          `${schema}.${name}`.toLowerCase(),
          { source: source.name, columns: JSON.stringify(columns) },
        ] as const;
      }),
    ),
  );
}

function sharedStaging(
  table: string,
  source: string,
  [one, other]: readonly [string, string],
): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-DATASET',
    family: 'configuration',
    title: `data sets ${one} and ${other} need one staging table with different columns`,
    where: `source ${source} of ${one}`,
    found: `${table} in both`,
    allowed: 'a staging table per source, or the same columns',
    fix: `give the source another name in one of them, or its vault another schema: naming: { stagingSchema: 'staging_${other}' }`,
  });
}
