import { VaultwrightError } from '../errors.ts';
import type { SqlDialect } from '../sql/dialect.ts';
import type { Statement } from '../sql/query.ts';

const octetsPerCharacter = 4;

/**
 * One sentence for each hash of a stage whose text the engine may be unable to hold.
 *
 * Errors: `E-META-HASH-WIDTH` for one that it cannot hold even if every character took one octet.
 */
export function hashWidthWarnings(
  source: string,
  fill: Statement,
  { name: engine, longestText }: Pick<SqlDialect, 'name' | 'longestText'>,
): string[] {
  if (longestText === null || fill.node !== 'insert' || fill.query.node !== 'select') return [];
  return fill.query.columns.flatMap(({ name, value }) => {
    const characters = longestHashed(value);
    const where = `${name} of source ${source}`;
    if (characters > longestText) throw tooWide(where, characters, engine, longestText);
    if (characters * octetsPerCharacter <= longestText) return [];
    return [
      `${where}: the text that is hashed has up to ${characters} characters, and ${engine} holds ${longestText} octets; a row with more of them fails its load`,
    ];
  });
}

/** The longest text of any digest within a node. */
function longestHashed(node: unknown): number {
  if (typeof node !== 'object' || node === null) return 0;
  const own = 'node' in node && node.node === 'digest' && 'characters' in node ? Number(node.characters) : 0;
  return Object.values(node).reduce<number>((most, part) => Math.max(most, longestHashed(part)), own);
}

function tooWide(where: string, characters: number, engine: string, limit: number): VaultwrightError {
  return new VaultwrightError({
    code: 'E-META-HASH-WIDTH',
    family: 'metadata',
    title: `a hash is made of more text than ${engine} holds`,
    where,
    found: `columns of ${characters} characters together`,
    allowed: `${limit} octets`,
    fix: 'give the columns the lengths that the data has, or split the payload into two satellites',
  });
}
