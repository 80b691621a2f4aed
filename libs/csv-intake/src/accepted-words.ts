interface Word {
  readonly bytes: Buffer;
  readonly text: string;
}

/** The accepted set of a column, matched on UTF-8 bytes: cheaper than making a text of each value to look it up. */
export class AcceptedWords {
  readonly #byLength: Word[][] = [];

  constructor(words: readonly string[]) {
    for (const text of words) {
      const bytes = Buffer.from(text);
      while (this.#byLength.length <= bytes.length) this.#byLength.push([]);
      this.#byLength[bytes.length]!.push({ bytes, text });
    }
  }

  /** The word whose bytes stand at `[from, to)`, or null. */
  at(bytes: Uint8Array, from: number, to: number): string | null {
    if (to - from >= this.#byLength.length) return null;
    for (const word of this.#byLength[to - from]!) {
      let i = to - from - 1;
      while (i >= 0 && word.bytes[i] === bytes[from + i]) i -= 1;
      if (i < 0) return word.text;
    }
    return null;
  }
}
