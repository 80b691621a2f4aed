import { configKeysAt } from './config-keys.ts';
import { unknownKeyMessage } from './check-config.ts';
import { configError, type ConfigProblem } from './config-problem.ts';
import type { Environment, EnvironmentVariable } from './environment.ts';
import type { ConfigLayer } from './merge-layers.ts';
import { nearestName, plainName } from './nearest-name.ts';
import { describeOrigin, type Origin } from './origin.ts';
import { isPlainObject, type PlainObject } from './plain-object.ts';
import { pathText, type SettingPath } from './setting-path.ts';

const prefix = 'VAULTWRIGHT_';

/** The target the environment asks for. */
export function environmentTarget(environment: Environment): EnvironmentVariable | null {
  return environment.find(`${prefix}TARGET`);
}

/**
 * Settings given as variables: `VAULTWRIGHT_MAX_REJECTS`, `VAULTWRIGHT_TARGETS__PROD__PATH` (`__` goes one level down).
 *
 * Invariant: variables of other targets than `target` are not looked at. A value takes the type of the setting it
 * replaces; an adapter's own setting without a lower value is a boolean for `true` and `false`, else text.
 * Errors: `E-CONFIG-KEY` for a variable close to a known one; an entirely foreign name is returned as `unused`.
 */
export function environmentLayer(
  environment: Environment,
  below: PlainObject,
  target: string,
): { readonly layer: ConfigLayer; readonly unused: readonly string[] } {
  const root: Record<string, unknown> = {};
  const origins = new Map<string, Origin>();
  const unused: string[] = [];
  const problems: ConfigProblem[] = [];

  for (const variable of environment.startingWith(prefix)) {
    const place = placeOf(variable.name.slice(prefix.length).split('__'), below, target);
    if (place === 'other target') continue;
    if (place === 'unknown') {
      const known = configKeysAt([], below);
      const first = variable.name.slice(prefix.length).split('__')[0] ?? '';
      if (nearestName(first, known) === null) unused.push(variable.name);
      else {
        const message = unknownKeyMessage(first, known);
        problems.push({
          kind: 'key',
          setting: variable.name,
          message,
          place: describeOrigin(variable.origin),
        });
      }
      continue;
    }
    put(root, place, valueOf(variable.value, place, below));
    origins.set(pathText(place), variable.origin);
  }
  if (problems.length > 0) throw configError(problems);
  return {
    layer: { value: root, originOf: (path) => origins.get(pathText(path)) ?? firstInside(origins, path) },
    unused,
  };
}

function placeOf(
  segments: readonly string[],
  below: PlainObject,
  target: string,
): SettingPath | 'other target' | 'unknown' {
  const [first = '', ...rest] = segments;
  if (segments.length === 1 && first === 'TARGET') return ['defaultTarget'];
  const top = configKeysAt([], below).find((key) => plainName(key) === plainName(first));
  if (top === undefined || (top === 'targets' && rest.length < 2) || segments.includes('')) return 'unknown';
  if (top !== 'targets') return descend([top], rest, below);
  const [name = '', ...inside] = rest;
  return plainName(name) === plainName(target) ? descend([top, target], inside, below) : 'other target';
}

/** Spells each segment like the key that is there or known there, else in camel case. */
function descend(start: SettingPath, segments: readonly string[], below: PlainObject): SettingPath {
  let path = start;
  for (const segment of segments) {
    const here = valueAt(below, path);
    const keys = [...(isPlainObject(here) ? Object.keys(here) : []), ...configKeysAt(path, {})];
    path = [...path, keys.find((key) => plainName(key) === plainName(segment)) ?? camelCase(segment)];
  }
  return path;
}

const wholeNumbers = new Set(['maxRejects', 'peek.rows']);
const booleans = new Set(['peek.maskPii', 'source.compatible', 'source.allowInsecure']);
const lists = new Set(['dataSets', 'reports']);

function valueOf(text: string, path: SettingPath, below: PlainObject): unknown {
  const name = pathText(path);
  if (lists.has(name))
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  const current = valueAt(below, path);
  const free = path[0] === 'targets' && current === undefined;
  if ((booleans.has(name) || typeof current === 'boolean' || free) && /^(?:true|false)$/.test(text))
    return text === 'true';
  if ((wholeNumbers.has(name) || typeof current === 'number') && /^\d+$/.test(text)) return Number(text);
  return text;
}

function valueAt(value: unknown, path: SettingPath): unknown {
  return path.reduce<unknown>((inner, key) => (isPlainObject(inner) ? inner[key] : undefined), value);
}

function put(root: Record<string, unknown>, path: SettingPath, value: unknown): void {
  let here = root;
  for (const key of path.slice(0, -1)) {
    const next = here[key];
    const inner: Record<string, unknown> = isPlainObject(next) ? (next as Record<string, unknown>) : {};
    here[key] = inner;
    here = inner;
  }
  const last = path.at(-1);
  if (last !== undefined) here[last] = value;
}

function firstInside(origins: ReadonlyMap<string, Origin>, path: SettingPath): Origin {
  for (const [name, origin] of origins) if (name.startsWith(`${pathText(path)}.`)) return origin;
  return { kind: 'default' };
}

function camelCase(segment: string): string {
  return segment.toLowerCase().replaceAll(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
