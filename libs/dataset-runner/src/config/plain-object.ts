export type PlainObject = Readonly<Record<string, unknown>>;

/** True for objects written as `{ ... }`: neither lists nor instances of a class. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  // an object of another realm (a transpiler's) has a foreign Object.prototype whose own prototype is null
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
