import type { ColumnType } from '../metadata/column.ts';
import type { ResolveScope } from '../model/resolve-scope.ts';
import type { TableColumn } from '../sql/query.ts';

/** One stored column and the staged column that each source gives it. */
export interface ColumnFeeds {
  readonly physical: string;
  readonly feeds: readonly { readonly source: string; readonly staged: string | undefined }[];
  readonly isKey: boolean;
}

/**
 * The stored column that several sources fill: as wide as the widest, nullable when one of them is.
 *
 * Undefined after a mistake was noted: a column is missing, or the types do not fit.
 */
export function fedColumn(
  where: string,
  { physical, feeds, isKey }: ColumnFeeds,
  scope: ResolveScope,
): TableColumn | undefined {
  const place = `${where}.${physical}`;
  let stored: TableColumn | undefined;
  for (const { source, staged } of feeds) {
    if (staged === undefined) {
      scope.problem(place, `source ${source} does not say which of its columns fills it`);
      return undefined;
    }
    const found = isKey ? scope.keyColumn(place, source, staged) : scope.column(place, source, staged);
    if (found === undefined) return undefined;
    const type = stored === undefined ? found.type : widerType(stored.type, found.type);
    if (type === null) {
      scope.problem(
        place,
        `${source}.${staged} is ${written(found.type)}, but ${feeds[0]?.source}.${feeds[0]?.staged} is ${written(stored?.type ?? found.type)}`,
      );
      return undefined;
    }
    stored = { name: physical, type, nullable: found.nullable || (stored?.nullable ?? false) };
  }
  return stored;
}

/** Notes columns that a further source names although the entity has none of that name. */
export function refuseStrangers(
  where: string,
  { source, given }: { readonly source: string; readonly given: readonly string[] },
  known: readonly string[],
  scope: ResolveScope,
): void {
  for (const name of given.filter((item) => !known.includes(item)))
    scope.problem(
      where,
      `source ${source} fills column ${name}, which does not exist; there are ${known.join(', ')}`,
    );
}

/** A type that holds the values of both and gives them the same hash, or null. */
export function widerType(left: ColumnType, right: ColumnType): ColumnType | null {
  if (left.kind === 'text' && right.kind === 'text')
    return { kind: 'text', length: Math.max(left.length, right.length) };
  if (left.kind === 'binary' && right.kind === 'binary')
    return { kind: 'binary', length: Math.max(left.length, right.length) };
  if (left.kind === 'decimal' && right.kind === 'decimal') {
    const scale = Math.max(left.scale, right.scale);
    const precision = scale + Math.max(left.precision - left.scale, right.precision - right.scale);
    return precision > 38 ? null : { kind: 'decimal', precision, scale };
  }
  return JSON.stringify(left) === JSON.stringify(right) ? left : null;
}

function written(type: ColumnType): string {
  const { kind, ...facts } = type;
  const numbers = Object.values(facts);
  return numbers.length === 0 ? kind : `${kind}(${numbers.join(', ')})`;
}
