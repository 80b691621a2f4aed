import { canonicalJson } from './canonical-json.ts';
import type { EntityHashRules, RuleColumn } from './fingerprint.ts';

/**
 * What changed between the hash rules that a table was loaded with and those of the metadata, one line each; empty when
 * every stored hash would come out the same.
 *
 * Nullable columns appended to a diff that leaves out trailing NULLs change no stored hash.
 */
export function changedHashRules(
  stored: EntityHashRules,
  current: EntityHashRules,
  formerName: (column: string) => string = (column) => column,
): string[] {
  return differences('', withoutAppended(stored, current, formerName), comparable(stored));
}

/** The current rules without what was appended harmlessly. */
function withoutAppended(
  stored: EntityHashRules,
  current: EntityHashRules,
  formerName: (column: string) => string,
): unknown {
  const before = stored.diff?.columns.length ?? 0;
  const { diff } = current;
  if (diff === undefined || diff.rules.stripTrailing !== 'nullParts') return comparable(current, formerName);
  const appended = diff.columns.slice(before);
  return appended.every(({ nullable }) => nullable)
    ? comparable({ ...current, diff: { ...diff, columns: diff.columns.slice(0, before) } }, formerName)
    : comparable(current, formerName);
}

/** What reaches the hash: whether a column may be NULL and how wide it may be does not. */
function comparable(
  rules: EntityHashRules,
  formerName: (column: string) => string = (column) => column,
): unknown {
  const hashed = (part: unknown): unknown => hashedPart(part, formerName);
  return {
    ...rules,
    ...(rules.key ? { key: { ...rules.key, parts: rules.key.parts.map(hashed) } } : {}),
    ...(rules.diff ? { diff: { ...rules.diff, columns: rules.diff.columns.map(hashed) } } : {}),
  };
}

function hashedPart(part: unknown, formerName: (column: string) => string): unknown {
  const { type, nullable: _nullable, name = '', ...others } = part as Partial<RuleColumn>;
  const rest = { ...others, name: formerName(name) };
  if (type === undefined) return rest;
  // Canonical text does not depend on the size of a type, so integers and decimals of one value share it.
  const kind = type.kind === 'int' ? 'decimal' : type.kind;
  return { ...rest, kind, ...(type.kind === 'hash' ? { type } : {}) };
}

function differences(path: string, current: unknown, stored: unknown): string[] {
  if (canonicalJson(current ?? null) === canonicalJson(stored ?? null)) return [];
  if (isNode(current) && isNode(stored)) {
    const names = [...new Set([...Object.keys(stored), ...Object.keys(current)])];
    return names.flatMap((name) =>
      differences(path === '' ? name : `${path}.${name}`, current[name], stored[name]),
    );
  }
  return [`${path}: ${shown(stored)} when loaded, ${shown(current)} now`];
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : canonicalJson(value);
}
