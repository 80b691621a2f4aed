/**
 * The work tables that a connection already has.
 *
 * One session may serve several vaults, and `if not exists` would keep the columns of the first one's table.
 */
export class WorkTables {
  readonly #definitions = new Map<string, string>();

  /** True when the connection has a table of this name that is defined otherwise. */
  hasOther(name: string, definition: string): boolean {
    const known = this.#definitions.get(name.toLowerCase());
    return known !== undefined && known !== definition;
  }

  made(name: string, definition: string): void {
    this.#definitions.set(name.toLowerCase(), definition);
  }

  dropped(name: string): void {
    this.#definitions.delete(name.toLowerCase());
  }

  /** Another connection has none of them. */
  forget(): void {
    this.#definitions.clear();
  }
}
