/** When a key of several columns counts as missing: all of them are NULL, or any is. */
export type NullKeyRule = 'all' | 'any';

/** Staged columns that are hashed into the key of a hub, in order. */
export interface HubKeyRecipe {
  readonly columns: readonly string[];
  readonly nullKeyRule: NullKeyRule;
}

/** One hub key of a link. An optional one that is missing is stored as the zero key. */
export interface ParticipantRecipe extends HubKeyRecipe {
  readonly optional: boolean;
}

/** Staged columns that are hashed into the key of a link: participants in declared order, then the child key. */
export interface LinkKeyRecipe {
  readonly participants: readonly ParticipantRecipe[];
  readonly childKey: readonly string[];
  /** `nullKey`: a row with a NULL child column has no key; `value`: NULL is a value like any other. */
  readonly childNull: 'nullKey' | 'value';
  /** The two participants are put in the order of their hash keys, so that (a, b) and (b, a) are one link. */
  readonly symmetric: boolean;
}

/** How the staged columns of a source become a hash key; a plain list is a hub key that is missing when all columns are. */
export type KeyRecipe = readonly string[] | HubKeyRecipe | LinkKeyRecipe;

export function isLinkKey(recipe: KeyRecipe): recipe is LinkKeyRecipe {
  return 'participants' in recipe;
}

export function hubKeyRecipe(recipe: readonly string[] | HubKeyRecipe): HubKeyRecipe {
  return 'columns' in recipe ? recipe : { columns: recipe, nullKeyRule: 'all' };
}

/** The shortest form of a hub key, so that equal keys are recognised as one. */
export function plainKey({ columns, nullKeyRule }: HubKeyRecipe): readonly string[] | HubKeyRecipe {
  return nullKeyRule === 'all' || columns.length === 1 ? columns : { columns, nullKeyRule };
}
