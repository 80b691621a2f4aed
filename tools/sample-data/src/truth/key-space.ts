/** Slots per key never fall below two, so that searches stay short. */
const FIRST_SLOTS = 1 << 10;

/**
 * Numbers whole keys 0, 1, 2 ... in the order in which they are first named.
 *
 * Millions of keys fit because nothing but two flat arrays is kept, in place of a map of boxed numbers.
 * Shape: keys are exact integers from -2^53 to 2^53.
 */
export class KeySpace {
  readonly #keys: number[] = [];
  /** Key number + 1, or 0 where the slot is free. */
  #slots = new Int32Array(FIRST_SLOTS);

  get size(): number {
    return this.#keys.length;
  }

  numberOf(key: number): number {
    const slot = this.#slotOf(key);
    const known = this.#slots[slot]!;
    if (known !== 0) return known - 1;
    this.#keys.push(key);
    this.#slots[slot] = this.#keys.length;
    if (this.#keys.length * 2 > this.#slots.length) this.#grow();
    return this.#keys.length - 1;
  }

  has(key: number): boolean {
    return this.#slots[this.#slotOf(key)] !== 0;
  }

  keyOf(number: number): number {
    return this.#keys[number]!;
  }

  /** The slot of the key, or the free one where it belongs. */
  #slotOf(key: number): number {
    const mask = this.#slots.length - 1;
    let mixed = Math.imul((key | 0) ^ Math.imul(Math.floor(key / 0x1_0000_0000), 0x85eb_ca6b), 0x9e37_79b1);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2_ae35);
    let slot = (mixed ^ (mixed >>> 16)) & mask;
    for (;;) {
      const known = this.#slots[slot]!;
      if (known === 0 || this.#keys[known - 1] === key) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 2);
    for (const [number, key] of this.#keys.entries()) this.#slots[this.#slotOf(key)] = number + 1;
  }
}
