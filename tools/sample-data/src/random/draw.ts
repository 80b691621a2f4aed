/**
 * Counter-based random numbers: a draw is a pure function of (seed, entity, row, field).
 *
 * Nothing is carried from one draw to the next, so any row can be produced alone, in any order, on any machine.
 * Only 32-bit integer operations are used.
 */

function mix(value: number): number {
  let bits = value;
  bits = Math.imul(bits ^ (bits >>> 16), 0x7feb352d);
  bits = Math.imul(bits ^ (bits >>> 15), 0x846ca68b);
  return bits ^ (bits >>> 16);
}

/** Key of the stream that belongs to one entity under one seed. */
export function streamKey(seed: number, entity: string): number {
  let key = mix(seed ^ 0x5bd1e995);
  key = mix(key ^ Math.floor(seed / 0x1_0000_0000));
  for (let at = 0; at < entity.length; at += 1) key = mix(Math.imul(key, 31) + entity.charCodeAt(at));
  return key >>> 0;
}

/**
 * One draw.
 *
 * Units: an unsigned 32-bit integer; `row` is below 2^32.
 */
export function draw(key: number, row: number, field: number): number {
  const fieldKey = mix(key + Math.imul(field + 1, 0x9e3779b1));
  return mix(mix(fieldKey ^ row) + key) >>> 0;
}

/** A draw reduced to 0 .. `bound` - 1. */
export function drawBelow(key: number, row: number, field: number, bound: number): number {
  return draw(key, row, field) % bound;
}
