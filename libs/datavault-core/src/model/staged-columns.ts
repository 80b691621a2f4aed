import { originalSuffix } from '../metadata/staging-rules.ts';
import { hashTypeOf, type HashProfile } from '../hash/hash-profile.ts';
import type { ColumnType } from '../metadata/column.ts';
import { derivedShape } from '../metadata/derived-type.ts';
import { partsOf, type DerivedValue } from '../metadata/derived-value.ts';
import type { SourceContract } from '../metadata/source.ts';

/** A staged column as entities see it. */
export interface StagedColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  readonly pii: boolean;
}

export interface StagedColumns {
  /** Those of the files first, then those that the staging rules add, in the order of evaluation. */
  readonly columns: readonly StagedColumn[];
  /** Columns as derived values read them: before NULL keys are substituted. */
  readonly early: ReadonlyMap<string, StagedColumn>;
  readonly mistakes: readonly string[];
}

/** The columns of a source as entities see them, and what is wrong with the rules that make them. */
export function stageColumns(source: SourceContract, profile: HashProfile): StagedColumns {
  const found = new Map<string, StagedColumn>();
  const mistakes: string[] = [];
  const { clean, derived, nullKeys, lookups, hashed, ranked } = source.staging;
  const add = (column: StagedColumn): void => {
    if (found.has(column.name)) mistakes.push(`column ${column.name} exists already`);
    else found.set(column.name, column);
  };
  const get = (where: string, name: string): StagedColumn | undefined => {
    const column = found.get(name);
    if (column === undefined) mistakes.push(`${where} uses column ${name}, which does not exist before it`);
    return column;
  };

  for (const [name, { type, nullable, pii }] of Object.entries(source.columns))
    add({ name, type, nullable: nullable || (clean[name]?.includes('nullIfEmpty') ?? false), pii });
  for (const name of Object.keys(clean)) {
    const column = get('a cleaner', name);
    if (column && column.type.kind !== 'text')
      mistakes.push(`column ${name} is ${column.type.kind}; only text is cleaned`);
  }
  for (const [name, value] of Object.entries(derived)) {
    const shape = derivedShape(value, (part) => found.get(part));
    if ('mistake' in shape) mistakes.push(`derived column ${name}: ${shape.mistake}`);
    else
      add({
        name,
        type: shape.type,
        nullable: shape.nullable,
        pii: columnsIn(value).some((part) => found.get(part)?.pii),
      });
  }
  const early = new Map(found);
  for (const name of Object.keys(nullKeys)) {
    const column = get('a null key', name);
    if (column === undefined) continue;
    found.set(name, { ...column, nullable: false });
    add({ ...column, name: `${name}${originalSuffix}` });
  }
  for (const [name, { on, type }] of Object.entries(lookups)) {
    for (const here of Object.values(on)) get(`lookup ${name}`, here);
    add({ name, type, nullable: true, pii: false });
  }
  for (const [name, { of, rules }] of Object.entries(hashed)) {
    const parts = of.map((part) => get(`hash ${name}`, part));
    const nullable = rules === 'key' && parts.every((part) => part?.nullable);
    add({ name, type: hashTypeOf(profile), nullable, pii: false });
  }
  const ranks = Object.entries(ranked).map(([name, { partition, order }]): StagedColumn => {
    for (const part of [...partition, ...order.map(({ column }) => column)]) get(`rank ${name}`, part);
    return { name, type: { kind: 'int' }, nullable: false, pii: false };
  });
  ranks.forEach(add);
  return { columns: [...found.values()], early, mistakes };
}

/** The columns of a source as entities see them. */
export function stagedColumns(source: SourceContract, profile: HashProfile): readonly StagedColumn[] {
  return stageColumns(source, profile).columns;
}

function columnsIn(value: DerivedValue): readonly string[] {
  return value.node === 'column' ? [value.name] : partsOf(value).flatMap(columnsIn);
}
