import { VaultwrightError } from '../errors.ts';
import type { SqlDialect } from './dialect.ts';

/** Whether an engine keeps the whole of a name. */
export function fitsName(name: string, { identifierBytes }: Pick<SqlDialect, 'identifierBytes'>): boolean {
  // No character takes more than three bytes for each of its UTF-16 units.
  return name.length * 3 <= identifierBytes || new TextEncoder().encode(name).length <= identifierBytes;
}

/** Errors: `E-META-NAME` for a name that the engine would cut. */
export function refuseLongName(name: string, dialect: SqlDialect): void {
  if (fitsName(name, dialect)) return;
  throw new VaultwrightError({
    code: 'E-META-NAME',
    family: 'metadata',
    title: `a name is too long for ${dialect.name}`,
    where: 'generated SQL',
    found: name,
    allowed: `names of at most ${dialect.identifierBytes} bytes`,
    fix: 'give the entity, source or column that the name is made of a shorter one',
  });
}
