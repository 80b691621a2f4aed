import { VaultwrightError } from '../errors.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import { fitsName } from '../sql/name-length.ts';

/** A relation whose names an engine must take. */
interface NamedRelation {
  /** Null for a work table. */
  readonly schema: string | null;
  readonly name: string;
  readonly columns: readonly { readonly name: string }[];
}

/** Errors: `E-META-NAME`, listing every name that the engine would cut or confuse. */
export function refuseUnfitNames(
  tables: readonly NamedRelation[],
  dialect: Pick<SqlDialect, 'identifierBytes' | 'name'>,
): void {
  const { identifierBytes, name: engine } = dialect;
  const names = tables.flatMap((table) => [
    ...(table.schema === null ? [] : [table.schema]),
    table.name,
    ...table.columns.map(({ name }) => name),
  ]);
  const long = [...new Set(names)].filter((name) => !fitsName(name, dialect));
  const spelled = new Map<string, string>();
  const clashes = tables.flatMap((table) => {
    const full = table.schema === null ? table.name : `${table.schema}.${table.name}`;
    const other = spelled.get(full.toLowerCase());
    spelled.set(full.toLowerCase(), full);
    return other === undefined ? [] : [`${full} and ${other} differ in case only or are the same table`];
  });
  const details = [...long.map((name) => `${name} is longer than ${identifierBytes} bytes`), ...clashes];
  if (details.length === 0) return;
  throw new VaultwrightError({
    code: 'E-META-NAME',
    family: 'metadata',
    title: `${details.length} name${details.length === 1 ? '' : 's'} unfit for ${engine}`,
    where: 'physical names of the vault',
    found: details[0] ?? '',
    allowed: `distinct names of at most ${identifierBytes} bytes`,
    fix: 'give the entity a shorter or different name',
    details,
  });
}
