/** A stored attribute; `null` is NULL. */
export type HubAttribute = number | null;

// Plain numbers keep the array flat; no instant is anywhere near these.
const ABSENT = Number.MIN_SAFE_INTEGER;
const NULL = Number.MIN_SAFE_INTEGER + 1;

/**
 * What a hub must hold: one row per key of its owning file, with the attribute that came first.
 *
 * Shape: keys are numbers of a key space.
 */
export class HubTruth {
  readonly name: string;
  readonly #attributes: number[] = [];
  #rows = 0;
  #conflicts = 0;

  constructor(name: string) {
    this.name = name;
  }

  get rows(): number {
    return this.#rows;
  }

  /** Rows that showed another attribute for a stored key; never taken over. */
  get conflicts(): number {
    return this.#conflicts;
  }

  load(key: number, attribute: HubAttribute): void {
    while (this.#attributes.length <= key) this.#attributes.push(ABSENT);
    const stored = this.#attributes[key]!;
    const shown = attribute ?? NULL;
    if (stored === ABSENT) {
      this.#attributes[key] = shown;
      this.#rows += 1;
    } else if (stored !== shown) this.#conflicts += 1;
  }

  has(key: number): boolean {
    return (this.#attributes[key] ?? ABSENT) !== ABSENT;
  }

  /** The attribute of a stored key. */
  attributeOf(key: number): HubAttribute {
    const stored = this.#attributes[key] ?? ABSENT;
    return stored === ABSENT || stored === NULL ? null : stored;
  }

  /** Key numbers of all rows. */
  *keys(): Generator<number> {
    for (const [key, attribute] of this.#attributes.entries()) if (attribute !== ABSENT) yield key;
  }
}
