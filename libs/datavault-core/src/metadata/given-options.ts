import { z } from 'zod';
import { allowedBy, memberOf } from './allowed-values.ts';
import { invalidMetadata } from './invalid-metadata.ts';
import { schemaMistakes, shownValue } from './schema-mistakes.ts';
import { unknownOption } from './unknown-option.ts';

const given = new WeakMap<object, Readonly<Record<string, unknown>>>();

/**
 * Parses the definition of an entity and remembers what was given, so that the defaults of a vault can tell an option
 * that was left out from one that was named.
 *
 * Errors: `E-META-INVALID`, listing every mistake with the entity and the option.
 */
export function parseDefinition<Schema extends z.ZodObject>(
  schema: Schema,
  options: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const name = String(options['name']);
  const mistakes = schemaMistakes(schema, options).map(({ path, sentence }) => {
    // The source of a further source is the first argument of `fedBy`, never an option.
    const shown = path[0] === 'furtherSources' ? sentence.replace('allowed: from, ', 'allowed: ') : sentence;
    return `${[name, ...path.map(String)].join('.')}: ${shown}`;
  });
  if (mistakes.length > 0) throw invalidEntity(schema, name, mistakes);
  const definition = schema.parse(options);
  given.set(definition, options);
  return definition;
}

/** The options that a definition was made of; the definition itself when it came as plain data. */
export function givenOptions(definition: object): Readonly<Record<string, unknown>> {
  return given.get(definition) ?? (definition as Readonly<Record<string, unknown>>);
}

/** Options whose values are declarations themselves, and what the values must be. */
const declarations: Readonly<Record<string, string>> = {
  from: 'a source that defineSource declared before',
  of: 'an entity that was declared before',
  at: 'an as-of table that was declared before',
};

/**
 * The options of a `define` function, before it looks at them: each is an option of its kind, and none that it needs is
 * missing.
 *
 * Errors: `E-META-INVALID`, listing every mistake with the entity and the option.
 */
export function knownOptions<Options extends object>(
  schema: z.ZodObject,
  name: string,
  options: Options,
): Options {
  const { kind: _kind, name: _name, ...shape } = schema.shape;
  const mistakes = [
    ...unknownOptions(name, options, Object.keys(shape)),
    ...Object.entries(shape).flatMap(([option, of]) => missingOption(name, options, option, of as z.ZodType)),
    ...undeclaredFeeds(name, memberOf(options, 'furtherSources')),
  ];
  if (mistakes.length > 0) throw invalidEntity(schema, name, mistakes);
  return options;
}

/** A sentence for each option that is given and not allowed. */
export function unknownOptions(place: string, options: object, allowed: readonly string[]): string[] {
  return Object.entries(options)
    .filter(([option, value]) => value !== undefined && !allowed.includes(option))
    .map(([option]) => `${place}: ${unknownOption(option, allowed)}`);
}

function missingOption(name: string, options: object, option: string, schema: z.ZodType): string[] {
  const value = memberOf(options, option);
  const declaration = declarations[option];
  const fits =
    declaration === undefined || !(option in options)
      ? value !== undefined || schema.safeParse(undefined).success
      : isDeclaration(value);
  const allowed = declaration ?? allowedBy(schema);
  return fits ? [] : [`${name}.${option}: found ${shownValue(value)}; allowed: ${allowed}`];
}

function undeclaredFeeds(name: string, feeds: unknown): string[] {
  if (!Array.isArray(feeds)) return [];
  return feeds.flatMap((feed: unknown, place) => {
    const source = memberOf(feed, 'source');
    const where = `${name}.furtherSources.${place}.source`;
    return isDeclaration(source)
      ? []
      : [`${where}: found ${shownValue(source)}; allowed: ${declarations['from']}`];
  });
}

function isDeclaration(value: unknown): boolean {
  return typeof memberOf(value, 'name') === 'string';
}

function invalidEntity(schema: z.ZodObject, name: string, mistakes: readonly string[]) {
  const kind: unknown = schema.shape['kind'];
  const words = kind instanceof z.ZodLiteral ? String(kind.value) : 'entity';
  return invalidMetadata(`${words} ${name}`, mistakes, 'what the lines below allow');
}
