import { z } from 'zod';
import { allowedBy, memberOf, schemaAt } from './allowed-values.ts';
import { unknownOption } from './unknown-option.ts';

/** A place of a declaration and what is wrong there. */
export interface SchemaMistake {
  readonly path: readonly PropertyKey[];
  readonly sentence: string;
}

/** What a schema has against data, in sentences that say what was found and what is allowed. */
export function schemaMistakes(schema: z.ZodType, data: unknown): readonly SchemaMistake[] {
  const parsed = schema.safeParse(data);
  return parsed.success ? [] : parsed.error.issues.flatMap((issue) => mistakesOf(issue, schema, data));
}

function mistakesOf(issue: z.core.$ZodIssue, schema: z.ZodType, data: unknown): readonly SchemaMistake[] {
  if (issue.code !== 'unrecognized_keys') return [valueMistake(issue, schema, data)];
  const owner = schemaAt(schema, issue.path, data);
  const allowed = namesIn(owner);
  return issue.keys.map((key) => ({ path: issue.path, sentence: unknownOption(key, allowed) }));
}

function valueMistake(issue: z.core.$ZodIssue, schema: z.ZodType, data: unknown): SchemaMistake {
  const { path, code } = issue;
  const found = `found ${shownValue(path.reduce<unknown>(memberOf, data))}`;
  if (code === 'custom' || code === 'invalid_format') return { path, sentence: `${found}; ${issue.message}` };
  if (code === 'invalid_key') {
    const owner = schemaAt(schema, path.slice(0, -1), data);
    const names = owner instanceof z.ZodRecord ? allowedBy(owner.keyType) : 'a name';
    return { path, sentence: `found the name ${shownValue(path.at(-1))}; allowed: ${names}` };
  }
  return { path, sentence: `${found}; allowed: ${allowedBy(schemaAt(schema, path, data))}` };
}

/** The names that a part of a declaration may have. */
function namesIn(owner: unknown): readonly string[] {
  if (owner instanceof z.ZodObject) return Object.keys(owner.shape);
  const names = owner instanceof z.ZodRecord ? owner.keyType : null;
  return names instanceof z.ZodEnum ? names.options.map(String) : [];
}

/** A value as a sentence shows it. */
export function shownValue(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value as number | boolean | bigint | null);
}
