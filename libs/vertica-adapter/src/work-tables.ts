const opening = /^create local temporary table if not exists ("(?:[^"]|"")+")/;

/**
 * The work tables that a connection already has.
 *
 * One session may serve several vaults, and `if not exists` would keep the columns of the first one's table.
 */
export class WorkTables {
  readonly #definitions = new Map<string, string>();

  /** Statement that must come first, or null. */
  before(sql: string): string | null {
    const name = nameIn(sql);
    const known = name === null ? undefined : this.#definitions.get(name.toLowerCase());
    return known === undefined || known === sql ? null : `drop table ${name}`;
  }

  /** Remembers what was created or dropped. */
  done(sql: string): void {
    const name = nameIn(sql);
    if (name !== null) this.#definitions.set(name.toLowerCase(), sql);
    const dropped = /^drop table ("(?:[^"]|"")+")$/.exec(sql)?.[1];
    if (dropped !== undefined) this.#definitions.delete(dropped.toLowerCase());
  }

  /** Another connection has none of them. */
  forget(): void {
    this.#definitions.clear();
  }
}

function nameIn(sql: string): string | null {
  return opening.exec(sql)?.[1] ?? null;
}
