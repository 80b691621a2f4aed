import { VaultwrightError } from '@vaultwright/datavault-core';
import type {
  Session,
  SourceReader,
  Warehouse,
  WarehouseAdapter,
} from '@vaultwright/datavault-core/warehouse';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import { folderSource, s3Source } from '@vaultwright/s3-source';
import { loadConfig, type ConfigFlags, type LoadedConfig } from '../config/load-config.ts';
import { nearestName } from '../config/nearest-name.ts';
import { resolveSource, resolveTarget, type ResolvedTarget } from '../config/resolve-environment.ts';
import type { CommandContext } from '../cli/commands.ts';
import type { DataSet } from '../data-set.ts';
import { importPackage } from './import-package.ts';
import { refuseSharedStaging } from './shared-staging.ts';

/** Reads the configuration a command works with. */
export function openConfig(context: CommandContext, flags: ConfigFlags): Promise<LoadedConfig> {
  const { workingFolder, environment, redactor } = context;
  return loadConfig({ workingFolder, environment, redactor, flags });
}

/** The data set of this name. Errors: `E-USAGE-DATASET` with the nearest name; `E-CONFIG-DATASET`. */
export async function findDataSet(loaded: LoadedConfig, name: string): Promise<DataSet> {
  const known = await allDataSets(loaded);
  const found = known.find((dataSet) => dataSet.name === name);
  if (found !== undefined) {
    refuseSharedStaging(found, known);
    return found;
  }
  const names = known.map((dataSet) => dataSet.name);
  const near = nearestName(name, names);
  throw new VaultwrightError({
    code: 'E-USAGE-DATASET',
    family: 'usage',
    title: `there is no data set ${name}`,
    where: loaded.file ?? 'default configuration',
    found: name,
    allowed: names.length === 0 ? 'none: dataSets names no package' : names.join(', '),
    fix: near ? `did you mean ${near}?` : 'add the package of the data set to dataSets in the configuration',
  });
}

/** Data sets of all packages that the configuration names. */
export async function allDataSets({ config, folder }: LoadedConfig): Promise<DataSet[]> {
  const found = await Promise.all(
    config.dataSets.map(async (name) => {
      const { dataSets } = (await importPackage(name, folder, 'dataSets')) as {
        dataSets?: () => Promise<DataSet[]>;
      };
      return dataSets === undefined ? [] : dataSets();
    }),
  );
  return found.flat();
}

/** The selected target with its adapter; nothing is opened yet. */
export async function findAdapter(
  loaded: LoadedConfig,
): Promise<{ readonly target: ResolvedTarget; readonly adapter: WarehouseAdapter }> {
  const target = resolveTarget(loaded);
  const { adapter } = (await importPackage(
    target.adapter,
    loaded.folder,
    `targets.${target.name}.adapter`,
  )) as { adapter?: WarehouseAdapter };
  if (adapter !== undefined) return { target, adapter };
  throw new VaultwrightError({
    code: 'E-CONFIG-ADAPTER',
    family: 'configuration',
    title: `${target.adapter} is not a warehouse adapter`,
    where: `targets.${target.name}.adapter`,
    found: 'a package that exports no adapter',
    allowed: 'a package such as @vaultwright/duckdb-adapter',
    fix: 'correct the name of the package',
  });
}

/** Runs `work` with the selected warehouse open, and closes it. */
export async function withWarehouse<Result>(
  loaded: LoadedConfig,
  access: 'read' | 'write',
  work: (warehouse: Warehouse, target: ResolvedTarget) => Promise<Result>,
): Promise<Result> {
  const { target, adapter } = await findAdapter(loaded);
  const warehouse = await adapter.open(target.settings, access);
  try {
    return await work(warehouse, target);
  } finally {
    await warehouse.close();
  }
}

/** A warehouse that is only looked at; without session and location while it does not exist. */
export interface WatchedTarget {
  readonly session: Session | null;
  readonly dialect: SqlDialect;
  readonly location: string | null;
}

/** Looks into the warehouse without creating it. */
export async function watchWarehouse<State>(
  loaded: LoadedConfig,
  look: (found: WatchedTarget) => Promise<State>,
): Promise<State> {
  const { target, adapter } = await findAdapter(loaded);
  const warehouse = await openUnlessMissing(adapter, target.settings);
  const { dialect } = adapter;
  if (warehouse === null) return look({ session: null, dialect, location: null });
  try {
    const session = await warehouse.connect();
    try {
      return await look({ session, dialect, location: warehouse.location });
    } finally {
      await session.close();
    }
  } finally {
    await warehouse.close();
  }
}

async function openUnlessMissing(
  adapter: WarehouseAdapter,
  settings: Readonly<Record<string, unknown>>,
): Promise<Warehouse | null> {
  try {
    return await adapter.open(settings, 'read');
  } catch (error) {
    if (error instanceof VaultwrightError && error.code === 'E-WH-MISSING') return null;
    throw error;
  }
}

/** Where the files come from, and the one key to read, if any. */
export function openSource(loaded: LoadedConfig): {
  readonly reader: SourceReader;
  readonly keys?: readonly string[];
} {
  const source = resolveSource(loaded);
  const keys = source.key === null ? {} : { keys: [source.key] };
  if (source.type === 'folder') return { reader: folderSource(source.path), ...keys };
  const { bucket, prefix, endpoint, region, compatible, allowInsecure, credentials } = source;
  const reader = s3Source({
    bucket,
    ...(prefix === '' ? {} : { prefix }),
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    server: compatible ? 'compatible' : 'aws',
    allowInsecure,
    ...(credentials === undefined ? {} : { credentials }),
  });
  return { reader, ...keys };
}
