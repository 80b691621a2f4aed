import { VaultwrightError } from '../errors.ts';

/** One error for all mistakes of a declaration, each a sentence that begins with its place. */
export function invalidMetadata(
  where: string,
  problems: readonly string[],
  allowed = 'entities whose sources, columns and parents exist and fit',
): VaultwrightError {
  return new VaultwrightError({
    code: 'E-META-INVALID',
    family: 'metadata',
    title: `${problems.length} mistake${problems.length === 1 ? '' : 's'} in the metadata`,
    where,
    found: problems[0] ?? '',
    allowed,
    fix: 'correct the lines below',
    details: problems,
  });
}
