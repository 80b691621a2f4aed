import { statementName } from './statement-name.ts';

/** The statements that one client keeps prepared on the server, the one used last at the end. */
export class PreparedStatements {
  readonly #names = new Set<string>();

  constructor(readonly limit: number) {}

  /** The statement's fixed name, and the one to close for it when there are too many. */
  use(sql: string): { name: string; outdated: string | null } {
    const name = statementName(sql);
    const isKnown = this.#names.delete(name);
    this.#names.add(name);
    const [oldest] = this.#names;
    if (isKnown || this.#names.size <= this.limit || oldest === undefined) return { name, outdated: null };
    this.#names.delete(oldest);
    return { name, outdated: oldest };
  }
}
