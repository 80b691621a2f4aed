import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SqlDialect } from '@vaultwright/datavault-core/sql';
import type { WarehouseAdapter } from '@vaultwright/datavault-core/warehouse';
import type { LoadedConfig } from '../config/load-config.ts';
import { nearestName } from '../config/nearest-name.ts';
import { importPackage } from './import-package.ts';

/**
 * The dialect of an adapter, without its driver: of a target, of an adapter that a target names, or of a package.
 *
 * Shape: an adapter package exports its dialect from `./dialect`; its short name is what stands before `-adapter`.
 * Errors: `E-CONFIG-DIALECT`, `E-CONFIG-PACKAGE`, `E-CONFIG-ADAPTER`.
 */
export async function findDialect(loaded: LoadedConfig, name: string): Promise<SqlDialect> {
  const { adapter, setting } = namedAdapter(loaded, name);
  const { dialect, adapter: whole } = (await importPackage(adapter, loaded.folder, setting, 'dialect')) as {
    readonly dialect?: SqlDialect;
    /** What a module beside the configuration exports, having no other entry. */
    readonly adapter?: WarehouseAdapter;
  };
  const found = dialect ?? whole?.dialect;
  if (found !== undefined) return found;
  throw new VaultwrightError({
    code: 'E-CONFIG-ADAPTER',
    family: 'configuration',
    title: `${adapter} gives no dialect`,
    where: setting,
    found: 'a module that exports no dialect',
    allowed: 'an adapter whose entry ./dialect exports `dialect`',
    fix: 'correct the name of the adapter',
  });
}

function namedAdapter(
  { config, file }: LoadedConfig,
  name: string,
): { readonly adapter: string; readonly setting: string } {
  const targets = Object.entries(config.targets).map(([target, { adapter }]) => ({
    target,
    adapter,
    setting: `targets.${target}.adapter`,
  }));
  const found =
    targets.find(({ target }) => target === name) ??
    targets.find(({ adapter }) => adapter === name || shortName(adapter) === name);
  if (found !== undefined) return found;
  if (name.includes('/')) return { adapter: name, setting: '--dialect' };
  const known = [...new Set(targets.flatMap(({ target, adapter }) => [target, shortName(adapter)]))];
  const near = nearestName(name, known);
  throw new VaultwrightError({
    code: 'E-CONFIG-DIALECT',
    family: 'configuration',
    title: `no target and no adapter of the configuration is called ${name}`,
    where: '--dialect',
    found: name,
    allowed: `${known.join(', ')} (${file ?? 'default configuration'}), or the package of an adapter`,
    fix:
      near === null
        ? 'npm install the package of the adapter, then give its name: --dialect @vaultwright/duckdb-adapter'
        : `did you mean --dialect ${near}?`,
  });
}

/** `vertica` of `@vaultwright/vertica-adapter`. */
function shortName(adapter: string): string {
  return adapter.slice(adapter.lastIndexOf('/') + 1).replace(/-adapter$/, '');
}
