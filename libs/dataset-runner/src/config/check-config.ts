import type { z } from 'zod';
import { configKeysAt } from './config-keys.ts';
import { configError, type ConfigProblem } from './config-problem.ts';
import { configSchema, type VaultwrightConfig } from './config-schema.ts';
import type { MergedLayers } from './merge-layers.ts';
import { nearestName } from './nearest-name.ts';
import { describeOrigin } from './origin.ts';
import { isPlainObject, type PlainObject } from './plain-object.ts';
import { pathText, type SettingPath } from './setting-path.ts';

/**
 * Checks merged layers against the schema, reporting every problem with its origin.
 *
 * Errors: `E-CONFIG-KEY`, `E-CONFIG-VALUE`.
 */
export function checkConfig(merged: MergedLayers): VaultwrightConfig {
  const parsed = configSchema.safeParse(merged.value);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => problemsOf(issue, merged))),
    ...contradictions(merged.value, [], merged),
  ];
  if (!parsed.success || problems.length > 0) throw configError(problems);
  return parsed.data;
}

function problemsOf(issue: z.core.$ZodIssue, merged: MergedLayers): ConfigProblem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const place = [...path, key];
      return {
        kind: 'key',
        setting: pathText(place),
        message: unknownKeyMessage(key, configKeysAt(path, merged.value)),
        place: describeOrigin(merged.originOf(place)),
      };
    });
  }
  return [
    {
      kind: 'value',
      setting: pathText(path),
      message: messageOf(issue),
      place: describeOrigin(merged.originOf(path)),
    },
  ];
}

function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_union' && issue.path[0] === 'source') return 'expected "folder" or "s3"';
  return issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

/** `unknown key, did you mean "maxRejects"?`, or the known keys when none is near. */
export function unknownKeyMessage(key: string, known: readonly string[]): string {
  const nearest = nearestName(key, known);
  return nearest === null
    ? `unknown key; known: ${known.join(', ')}`
    : `unknown key, did you mean "${nearest}"?`;
}

/** A value and a reference to a variable for the same setting, side by side. */
function contradictions(value: PlainObject, path: SettingPath, merged: MergedLayers): ConfigProblem[] {
  return Object.entries(value).flatMap(([key, member]) => {
    const place = [...path, key];
    if (isPlainObject(member)) return contradictions(member, place, merged);
    if (member === undefined || value[`${key}Env`] === undefined) return [];
    const origin = describeOrigin(merged.originOf(place));
    return [
      { kind: 'value', setting: pathText(place), message: `given beside ${key}Env; keep one`, place: origin },
    ];
  });
}
