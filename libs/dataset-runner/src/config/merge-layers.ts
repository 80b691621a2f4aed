import type { Origin } from './origin.ts';
import { isPlainObject, type PlainObject } from './plain-object.ts';
import { pathText, type SettingPath } from './setting-path.ts';

/** Settings of one origin: the defaults, a file, the environment, the flags. */
export interface ConfigLayer {
  readonly value: PlainObject;
  originOf(path: SettingPath): Origin;
}

export interface MergedLayers {
  readonly value: PlainObject;
  /** Origin of a setting, or of the nearest object around it. */
  originOf(path: SettingPath): Origin;
}

/**
 * Lays layers over each other, the last one on top.
 *
 * Invariant: objects merge, lists and values replace. An object whose `type` or `adapter` changes replaces the lower
 * one whole, and a value drops the lower layer's reference to a variable of the same setting (`host` drops `hostEnv`)
 * and the other way round.
 */
export function mergeLayers(layers: readonly ConfigLayer[]): MergedLayers {
  const origins = new Map<string, Origin>();
  let value: PlainObject = {};
  for (const layer of layers) value = mergeObject(value, layer.value, layer, [], origins);
  return {
    value,
    originOf(path) {
      for (let length = path.length; length > 0; length--) {
        const origin = origins.get(pathText(path.slice(0, length)));
        if (origin !== undefined) return origin;
      }
      return { kind: 'default' };
    },
  };
}

function mergeObject(
  below: PlainObject,
  above: PlainObject,
  layer: ConfigLayer,
  path: SettingPath,
  origins: Map<string, Origin>,
): PlainObject {
  const merged: Record<string, unknown> = isOtherThing(below, above) ? {} : { ...below };
  for (const [key, value] of Object.entries(above)) {
    if (value === undefined) continue;
    const counterpart = key.endsWith('Env') ? key.slice(0, -'Env'.length) : `${key}Env`;
    // both in one layer is a contradiction for the check to report, not for the merge to hide
    if (!(counterpart in above)) delete merged[counterpart];
    const place = [...path, key];
    origins.set(pathText(place), layer.originOf(place));
    if (isPlainObject(value)) {
      const lower = merged[key];
      merged[key] = mergeObject(isPlainObject(lower) ? lower : {}, value, layer, place, origins);
    } else {
      merged[key] = value;
    }
  }
  return merged;
}

function isOtherThing(below: PlainObject, above: PlainObject): boolean {
  return ['type', 'adapter'].some((key) => above[key] !== undefined && above[key] !== below[key]);
}
