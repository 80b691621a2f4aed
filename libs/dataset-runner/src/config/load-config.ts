import { dirname, isAbsolute, join, resolve } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { secretsOf, type Redactor } from '../redaction.ts';
import { checkConfig } from './check-config.ts';
import { configError } from './config-problem.ts';
import { configSchema, demoTarget, type VaultwrightConfig } from './config-schema.ts';
import { environmentLayer, environmentTarget } from './environment-layer.ts';
import { openEnvironment, type Environment, type EnvironmentVariables } from './environment.ts';
import { findConfigFile } from './find-config-file.ts';
import type { MaxRejects } from './max-rejects.ts';
import { mergeLayers, type ConfigLayer, type MergedLayers } from './merge-layers.ts';
import { nearestName } from './nearest-name.ts';
import type { PlainObject } from './plain-object.ts';
import { readConfigFile } from './read-config-file.ts';
import { findSecretLiterals } from './secret-literals.ts';
import { sourceFlagLayer, type SourceFlags } from './source-flags.ts';

/** What a command line says over everything else. */
export interface ConfigFlags {
  /** Path of the configuration file, relative to the working folder. */
  readonly config?: string;
  readonly target?: string;
  readonly maxRejects?: MaxRejects;
  readonly source?: SourceFlags;
}

export interface LoadConfigOptions {
  /** Absolute. */
  readonly workingFolder: string;
  readonly environment: EnvironmentVariables;
  readonly flags?: ConfigFlags;
  /** Learns every secret that is read. */
  readonly redactor: Redactor;
}

/**
 * A checked configuration for one selected target.
 *
 * Invariant: holds names of variables, never their values; see `resolveTarget` and `resolveSource`.
 */
export interface LoadedConfig {
  /** For people; null when there is no file. */
  readonly file: string | null;
  /** Absolute folder that relative paths of the configuration start from. */
  readonly folder: string;
  /** Every default in place, `path`, `runFolder` and folders of data sets absolute. */
  readonly config: VaultwrightConfig;
  /** The selected target; a key of `config.targets`. */
  readonly targetName: string;
  /** `--key`: the one object to read. */
  readonly objectKey: string | null;
  readonly warnings: readonly string[];
  readonly environment: Environment;
  readonly redactor: Redactor;
  /** The settings as written, with their origins. */
  readonly merged: MergedLayers;
}

/**
 * Finds, reads and checks the configuration.
 *
 * Invariant: flag over environment over `.env` over file over default; `.env` lies beside the configuration file.
 * Errors: `E-CONFIG-FILE`, `E-CONFIG-KEY`, `E-CONFIG-VALUE`, `E-CONFIG-SECRET`, `E-CONFIG-TARGET`, `E-USAGE-OPTION`.
 */
export async function loadConfig(options: LoadConfigOptions): Promise<LoadedConfig> {
  const { workingFolder, redactor, flags = {} } = options;
  const path = findConfigFile(workingFolder, flags.config);
  const folder = path === null ? workingFolder : dirname(path);
  const environment = openEnvironment(options.environment, join(folder, '.env'));
  for (const secret of secretsOf(environment.variables)) redactor.add(secret);

  const layers: ConfigLayer[] = [defaultLayer()];
  let file: string | null = null;
  if (path !== null) {
    const read = await readConfigFile(path, workingFolder);
    file = read.name;
    const layer: ConfigLayer = {
      value: read.value,
      originOf: (setting) => ({ kind: 'file', file: read.name, line: read.lineOf(setting) }),
    };
    const secrets = findSecretLiterals(layer);
    if (secrets.length > 0) throw configError(secrets);
    layers.push(layer);
  }

  const below = mergeLayers(layers).value;
  const target = flags.target ?? environmentTarget(environment)?.value ?? String(below['defaultTarget']);
  const { layer, unused } = environmentLayer(environment, below, target);
  layers.push(layer, ...flagLayers(flags, mergeLayers([...layers, layer]).value, workingFolder));
  const merged = mergeLayers(layers);
  const config = checkConfig(merged);
  assertTarget(config, file, merged);
  return {
    file,
    folder,
    config: absolutePaths(config, folder),
    targetName: config.defaultTarget,
    objectKey: flags.source?.key ?? null,
    warnings: unused.map((name) => `environment variable ${name} is no setting of Vaultwright; ignored`),
    environment,
    redactor,
    merged,
  };
}

function defaultLayer(): ConfigLayer {
  const value = { ...configSchema.parse({}), targets: { demo: demoTarget } };
  return { value, originOf: () => ({ kind: 'default' }) };
}

function flagLayers(flags: ConfigFlags, below: PlainObject, workingFolder: string): ConfigLayer[] {
  const one = (setting: string, value: unknown, flag: string): ConfigLayer[] =>
    value === undefined ? [] : [{ value: { [setting]: value }, originOf: () => ({ kind: 'flag', flag }) }];
  return [
    ...one('defaultTarget', flags.target, '--target'),
    ...one('maxRejects', flags.maxRejects, '--max-rejects'),
    sourceFlagLayer(flags.source ?? {}, below, workingFolder),
  ];
}

function assertTarget(config: VaultwrightConfig, file: string | null, merged: MergedLayers): void {
  const name = config.defaultTarget;
  const known = Object.keys(config.targets);
  if (known.includes(name)) return;
  const nearest = nearestName(name, known);
  const origin = merged.originOf(['defaultTarget']);
  throw new VaultwrightError({
    code: 'E-CONFIG-TARGET',
    family: 'configuration',
    title: `there is no target "${name}"`,
    where: origin.kind === 'flag' ? origin.flag : (file ?? 'the environment'),
    found: name,
    allowed: known.join(', '),
    fix:
      nearest === null ? `choose one of them, or add targets.${name}` : `did you mean --target ${nearest}?`,
  });
}

function absolutePaths(config: VaultwrightConfig, folder: string): VaultwrightConfig {
  const folderOrPackage = (name: string): string =>
    /^\.{0,2}[/\\]|^\.{1,2}$/.test(name) ? resolve(folder, name) : name;
  const targets = Object.entries(config.targets).map(([name, target]) => {
    const path = target['path'];
    const isRelative =
      typeof path === 'string' && path !== ':memory:' && !isAbsolute(path) && !path.includes('://');
    return [name, isRelative ? { ...target, path: resolve(folder, path) } : target] as const;
  });
  return {
    ...config,
    targets: Object.fromEntries(targets),
    ...(config.source?.type === 'folder'
      ? { source: { ...config.source, path: resolve(folder, config.source.path) } }
      : {}),
    dataSets: config.dataSets.map(folderOrPackage),
    reports: config.reports.map(folderOrPackage),
    runFolder: resolve(folder, config.runFolder),
  };
}
