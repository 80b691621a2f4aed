import { z } from 'zod';

/** What a schema takes, in words. */
export function allowedBy(schema: unknown): string {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return allowedBy(schema.unwrap());
  if (schema instanceof z.ZodNullable) return `${allowedBy(schema.unwrap())} or null`;
  if (schema instanceof z.ZodString) return allowedText(schema);
  if (schema instanceof z.ZodNumber)
    return `a whole number${Number.isSafeInteger(schema.maxValue) ? ` from ${schema.minValue} to ${schema.maxValue}` : ''}`;
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodEnum) return schema.options.join(', ');
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String).join(', ');
  if (schema instanceof z.ZodArray) return `a list, each item ${allowedBy(schema.element)}`;
  if (schema instanceof z.ZodObject) return `an object of ${Object.keys(schema.shape).join(', ')}`;
  if (schema instanceof z.ZodRecord) return `an object whose values are ${allowedBy(schema.valueType)}`;
  if (schema instanceof z.ZodUnion) {
    const literal = schema.options.every((option) => option instanceof z.ZodLiteral);
    return [...new Set(schema.options.map(allowedBy))].join(literal ? ', ' : ' or ');
  }
  return 'what the documentation of this setting says';
}

function allowedText({ minLength, maxLength }: z.ZodString): string {
  if (minLength === 1 && maxLength === 1) return 'exactly one character';
  return minLength === null ? 'a text' : 'a text that is not empty';
}

/** The schema that judges the value at a path of the data; undefined where none can be told. */
export function schemaAt(schema: unknown, path: readonly PropertyKey[], data: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodOptional)
    return schemaAt(schema.unwrap(), path, data);
  if (schema instanceof z.ZodNullable && path.length > 0) return schemaAt(schema.unwrap(), path, data);
  const [step, ...rest] = path;
  if (schema instanceof z.ZodDiscriminatedUnion && step === undefined)
    return chosenOption(schema, '', data) ?? schema;
  if (step === undefined) return schema;
  const below = memberOf(data, step);
  if (schema instanceof z.ZodObject) return schemaAt(schema.shape[String(step)], rest, below);
  if (schema instanceof z.ZodRecord) return schemaAt(schema.valueType, rest, below);
  if (schema instanceof z.ZodArray) return schemaAt(schema.element, rest, below);
  if (schema instanceof z.ZodUnion) return schemaAt(chosenOption(schema, step, data), path, data);
  return undefined;
}

/** The member that the data chose; where it chose none, a schema of nothing but the choice. */
function chosenOption({ options, def }: z.ZodUnion, step: PropertyKey, data: unknown): unknown {
  const objects = options.filter((option) => option instanceof z.ZodObject);
  const discriminator = 'discriminator' in def ? String(def.discriminator) : null;
  if (discriminator === null) return objects.length === 1 ? objects[0] : undefined;
  const chosen = objects.find(
    ({ shape }) => z.safeParse(shape[discriminator] as z.ZodType, memberOf(data, discriminator)).success,
  );
  if (chosen !== undefined || step !== discriminator) return chosen;
  return z.object({
    [discriminator]: z.union(objects.map(({ shape }) => shape[discriminator] as z.ZodType)),
  });
}

/** What a value has under a name. */
export function memberOf(data: unknown, name: PropertyKey): unknown {
  return typeof data === 'object' && data !== null ? (data as Record<PropertyKey, unknown>)[name] : undefined;
}
