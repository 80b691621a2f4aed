import type { KeyRecipe } from './key-recipe.ts';

/** Load order: entities of one wave commute, a wave needs the ones before it. */
export const waves = [
  'hubs',
  'links',
  'satellites',
  'tracking',
  'references',
  'asOf',
  'pointInTime',
  'views',
] as const;

export type Wave = (typeof waves)[number];

/** What happens to a row that names a key its parent does not hold: `hold` keeps it and tries again in every later batch. */
export type OrphanPolicy = 'hold' | 'fail';

/** What happens to a row without a key: it is counted and left out, or it stops the batch. */
export type NullKeyPolicy = 'skip' | 'fail';

/** How one source feeds an entity. */
export interface Feed {
  readonly source: string;
  /** How staged columns become the entity's hash key. */
  readonly key: KeyRecipe;
  /** Only rows where this staged column is present; null takes every row. */
  readonly present: string | null;
}

/** What every entity of every kind has. */
export interface EntityBase {
  readonly kind: string;
  readonly name: string;
  /**
   * Physical column of the entity's own hash key, or of its parent's for satellites; where no key is hashed, the first
   * column of the natural one.
   */
  readonly hashKey: string;
  readonly feeds: readonly Feed[];
  /** Satellites whose ghost records the entity's rows name where no version was in force. */
  readonly ghosts?: readonly string[];
}
