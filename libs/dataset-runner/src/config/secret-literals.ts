import { carriesPassword, isSecretName } from '../redaction.ts';
import type { ConfigProblem } from './config-problem.ts';
import { describeOrigin } from './origin.ts';
import { isPlainObject } from './plain-object.ts';
import type { ConfigLayer } from './merge-layers.ts';
import { pathText, type SettingPath } from './setting-path.ts';

/** Secrets written as values: passwords, keys, tokens, connection texts that carry a password. */
export function findSecretLiterals(layer: ConfigLayer): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const visit = (value: unknown, path: SettingPath): void => {
    if (isPlainObject(value)) {
      for (const [key, member] of Object.entries(value)) visit(member, [...path, key]);
      return;
    }
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) visit(item, [...path, index]);
      return;
    }
    const key = String(path.findLast((part) => typeof part === 'string') ?? '');
    const message = secretIn(key, value);
    if (message !== null) {
      problems.push({
        kind: 'secret',
        setting: pathText(path),
        message,
        place: describeOrigin(layer.originOf(path)),
      });
    }
  };
  visit(layer.value, []);
  return problems;
}

function secretIn(key: string, value: unknown): string | null {
  if (typeof value === 'string' && carriesPassword(value)) return 'holds a password';
  const isText = typeof value === 'number' || (typeof value === 'string' && value !== '');
  return isText && isSecretName(key)
    ? `may not be written here; use ${key}Env with the name of a variable`
    : null;
}
