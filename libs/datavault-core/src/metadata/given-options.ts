import type { z } from 'zod';

const given = new WeakMap<object, Readonly<Record<string, unknown>>>();

/**
 * Parses the definition of an entity and remembers what was given, so that the defaults of a vault can tell an option
 * that was left out from one that was named.
 */
export function parseDefinition<Schema extends z.ZodObject>(
  schema: Schema,
  options: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const definition = schema.parse(options);
  given.set(definition, options);
  return definition;
}

/** The options that a definition was made of; the definition itself when it came as plain data. */
export function givenOptions(definition: object): Readonly<Record<string, unknown>> {
  return given.get(definition) ?? (definition as Readonly<Record<string, unknown>>);
}
