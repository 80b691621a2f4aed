import { isSecretName } from '../redaction.ts';
import type { LoadedConfig } from './load-config.ts';
import { describeOrigin } from './origin.ts';
import { isPlainObject } from './plain-object.ts';
import { pathText, type SettingPath } from './setting-path.ts';

/** A setting with its value as text, secrets masked, and the place it comes from. */
export interface ConfigSetting {
  readonly setting: string;
  readonly value: string;
  readonly origin: string;
}

/** What `config show` prints. */
export interface ConfigReport {
  readonly schema: 'vaultwright.config/1';
  readonly file: string | null;
  readonly target: string;
  readonly settings: readonly ConfigSetting[];
  readonly warnings: readonly string[];
}

/**
 * Every setting with its origin.
 *
 * Invariant: reads variables of the selected target and the source only; shows of a secret that it is set, and its length.
 */
export function describeConfig(loaded: LoadedConfig): ConfigReport {
  const settings: ConfigSetting[] = [];
  const visit = (value: unknown, path: SettingPath): void => {
    if (value === undefined) return;
    if (isPlainObject(value)) {
      for (const [key, member] of Object.entries(value)) visit(member, [...path, key]);
      return;
    }
    const setting = pathText(path);
    settings.push({
      setting,
      value: loaded.redactor.text(shownValue(loaded, path, value)),
      origin: describeOrigin(loaded.merged.originOf(path)),
    });
  };
  visit(loaded.merged.value, []);
  return {
    schema: 'vaultwright.config/1',
    file: loaded.file,
    target: loaded.targetName,
    settings: settings.toSorted((a, b) => (a.setting < b.setting ? -1 : 1)),
    warnings: loaded.warnings,
  };
}

function shownValue(loaded: LoadedConfig, path: SettingPath, value: unknown): string {
  const key = String(path.at(-1));
  if (typeof value === 'string' && key.endsWith('Env') && isInUse(loaded, path)) {
    return `${value} (${variableState(loaded, value, isSecretName(key.slice(0, -'Env'.length)))})`;
  }
  if (typeof value === 'string' && isSecretName(key)) return `[redacted] (${value.length} characters)`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isInUse(loaded: LoadedConfig, path: SettingPath): boolean {
  return path[0] === 'source' || (path[0] === 'targets' && path[1] === loaded.targetName);
}

function variableState(loaded: LoadedConfig, name: string, secret: boolean): string {
  const variable = loaded.environment.find(name);
  if (variable === null) return 'not set';
  const from = `from ${describeOrigin(variable.origin)}`;
  return secret ? `set, ${variable.value.length} characters, ${from}` : `${variable.value}, ${from}`;
}
