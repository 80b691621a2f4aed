import { invalidMetadata, schemaMistakes } from '@vaultwright/datavault-core/model';
import { z } from 'zod';

const name = z.string().min(1);

const dataSetSchema = z.strictObject({
  name,
  sources: z.array(z.unknown()),
  models: z.record(z.string(), z.unknown()),
  defaultModel: name,
  recordSource: name,
});

const sourceFilesSchema = z.strictObject({
  name,
  files: z.string().optional(),
  date: z.enum(['name', 'modified', 'arrival']).optional(),
  zone: z.string().optional(),
  parts: z
    .union([z.literal('all'), z.strictObject({ marker: name }), z.strictObject({ count: name })])
    .optional(),
  knownContent: z.enum(['load', 'skip']).optional(),
  onEmptyObject: z.enum(['fail', 'accept']).optional(),
  onExtraColumn: z.enum(['fail', 'ignore']).optional(),
  onMissing: z.enum(['ignore', 'fail']).optional(),
});

/**
 * A data set is a declaration too, from which another one may be declared: its rules are no option, and no mistake.
 *
 * Errors: `E-META-INVALID` for options that do not exist or have a value that is not allowed, each with its place.
 */
export function refuseUnknownOptions(declaration: {
  readonly name: string;
  readonly sources: readonly unknown[];
  readonly rules?: unknown;
}): void {
  const { rules: _rules, ...given } = declaration;
  const mistakes = mistakesIn(`data set ${declaration.name}`, dataSetSchema, given);
  const sources = Array.isArray(declaration.sources) ? declaration.sources : [];
  for (const [place, source] of sources.entries())
    if (typeof source !== 'string')
      mistakes.push(...mistakesIn(`source ${sourceName(source, place)}`, sourceFilesSchema, source));
  if (mistakes.length > 0)
    throw invalidMetadata(
      `data set ${declaration.name}`,
      mistakes,
      'the options of a data set and of its sources',
    );
}

function mistakesIn(place: string, schema: z.ZodType, data: unknown): string[] {
  return schemaMistakes(schema, data).map(
    ({ path, sentence }) => `${[place, ...path.map(String)].join('.')}: ${sentence}`,
  );
}

function sourceName(source: unknown, place: number): string {
  const { name: given } = (source ?? {}) as { readonly name?: unknown };
  return typeof given === 'string' ? given : `number ${place + 1}`;
}
