import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { isSecretName } from '../redaction.ts';
import type { LoadedConfig } from './load-config.ts';
import { describeOrigin } from './origin.ts';
import { isPlainObject, type PlainObject } from './plain-object.ts';
import { pathText, type SettingPath } from './setting-path.ts';

/** The selected target, ready to be opened. Invariant: `settings` holds secrets; hand it to the adapter and forget it. */
export interface ResolvedTarget {
  readonly name: string;
  /** Package name. */
  readonly adapter: string;
  /** The adapter's settings, each `<name>Env` replaced by `<name>` with the variable's value. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface ResolvedFolderSource {
  readonly type: 'folder';
  /** Absolute. */
  readonly path: string;
  /** The one object to read; null for all. */
  readonly key: string | null;
}

export interface ResolvedS3Source {
  readonly type: 's3';
  readonly bucket: string;
  readonly prefix: string;
  readonly key: string | null;
  readonly endpoint?: string;
  readonly region?: string;
  readonly compatible: boolean;
  readonly allowInsecure: boolean;
  /** Absent: the AWS client's own provider chain decides. */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
}

export type ResolvedSource = ResolvedFolderSource | ResolvedS3Source;

/** Reads the variables the selected target refers to, and no others. Errors: `E-CONFIG-ENV`. */
export function resolveTarget(loaded: LoadedConfig): ResolvedTarget {
  const missing: MissingVariable[] = [];
  const target = targetOf(loaded, missing);
  assertNothingMissing(loaded, missing, `target "${loaded.targetName}"`);
  return target;
}

/** Errors: `E-CONFIG-ENV`; `E-CONFIG-SOURCE` when no source is configured. */
export function resolveSource(loaded: LoadedConfig): ResolvedSource {
  const missing: MissingVariable[] = [];
  const source = sourceOf(loaded, missing);
  assertNothingMissing(loaded, missing, 'the source');
  return source;
}

interface MissingVariable {
  readonly setting: string;
  readonly variable: string;
  readonly place: string;
  readonly secret: boolean;
}

function targetOf(loaded: LoadedConfig, missing: MissingVariable[]): ResolvedTarget {
  const { adapter = '', ...settings } = loaded.config.targets[loaded.targetName] ?? {};
  return {
    name: loaded.targetName,
    adapter: String(adapter),
    settings: withVariables(loaded, settings, ['targets', loaded.targetName], missing),
  };
}

function sourceOf(loaded: LoadedConfig, missing: MissingVariable[]): ResolvedSource {
  const source = loaded.config.source;
  const key = loaded.objectKey;
  if (source === undefined) {
    throw new VaultwrightError({
      code: 'E-CONFIG-SOURCE',
      family: 'configuration',
      title: 'it is not said where the files are',
      where: loaded.file ?? 'the command line (there is no configuration file)',
      found: 'no source',
      allowed: 'a folder, or a bucket',
      fix: 'add --source <folder> or --source s3://<bucket>/<prefix>, or `source` to the configuration',
    });
  }
  if (source.type === 'folder') return { type: 'folder', path: source.path, key };

  const given = withVariables(loaded, source, ['source'], missing);
  const text = (setting: string, ...variables: readonly string[]): string | undefined => {
    const value = given[setting];
    if (typeof value === 'string' && value !== '') return value;
    // a configured reference that is missing is reported; falling back would use another account silently
    return `${setting}Env` in source ? undefined : firstOf(loaded, variables);
  };
  const accessKeyId = text('accessKeyId', 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = text('secretAccessKey', 'AWS_SECRET_ACCESS_KEY');
  // a session token belongs to the ecosystem's own pair of variables only
  const sessionToken = 'accessKeyIdEnv' in source ? undefined : firstOf(loaded, ['AWS_SESSION_TOKEN']);
  const endpoint = text('endpoint', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL');
  const region = text('region', 'AWS_REGION', 'AWS_DEFAULT_REGION');
  for (const secret of [accessKeyId, secretAccessKey, sessionToken]) if (secret) loaded.redactor.add(secret);
  return {
    type: 's3',
    bucket: source.bucket,
    prefix: source.prefix ?? '',
    key,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    compatible: source.compatible ?? false,
    allowInsecure: source.allowInsecure ?? false,
    ...(accessKeyId === undefined || secretAccessKey === undefined
      ? {}
      : {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken === undefined ? {} : { sessionToken }),
          },
        }),
  };
}

function firstOf(loaded: LoadedConfig, variables: readonly string[]): string | undefined {
  for (const name of variables) {
    const variable = loaded.environment.find(name);
    if (variable !== null) return variable.value;
  }
  return undefined;
}

/** Copies settings, replacing `<name>Env` by the variable's value; notes the variables that are not set. */
function withVariables(
  loaded: LoadedConfig,
  settings: PlainObject,
  path: SettingPath,
  missing: MissingVariable[],
): Record<string, unknown> {
  const resolved: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(settings)) {
    const place = [...path, key];
    if (isPlainObject(value)) {
      resolved[key] = withVariables(loaded, value, place, missing);
    } else if (key.endsWith('Env') && typeof value === 'string') {
      const setting = key.slice(0, -'Env'.length);
      const variable = loaded.environment.find(value);
      const secret = isSecretName(setting);
      if (variable === null) {
        const origin = describeOrigin(loaded.merged.originOf(place));
        missing.push({ setting: pathText([...path, setting]), variable: value, place: origin, secret });
      } else {
        if (secret) loaded.redactor.add(variable.value);
        resolved[setting] = variable.value;
      }
    } else {
      if (isSecretName(key) && typeof value === 'string') loaded.redactor.add(value);
      resolved[key] = value;
    }
  }
  return resolved;
}

function assertNothingMissing(loaded: LoadedConfig, missing: readonly MissingVariable[], what: string): void {
  if (missing.length === 0) return;
  const settingWidth = Math.max(...missing.map(({ setting }) => setting.length));
  const variableWidth = Math.max(...missing.map(({ variable }) => variable.length));
  const example = existsSync(join(loaded.folder, '.env.example'))
    ? 'cp .env.example .env && edit'
    : 'set them in the environment or in .env';
  throw new VaultwrightError({
    code: 'E-CONFIG-ENV',
    family: 'configuration',
    title: `${missing.length} ${missing.length === 1 ? 'setting' : 'settings'} missing for ${what}`,
    where: loaded.file ?? 'the configuration',
    found: `${missing.map(({ variable }) => variable).join(', ')} not set, or empty`,
    allowed: 'a value for each of these variables',
    fix: loaded.targetName === 'demo' ? example : `${example}, or try without a server: --target demo`,
    details: missing.map(
      ({ setting, variable, place, secret }) =>
        `${setting.padEnd(settingWidth)}   set ${variable.padEnd(variableWidth)}   (${secret ? 'secret, ' : ''}${place})`,
    ),
  });
}
