import { linkSync, renameSync, rmSync, utimesSync } from 'node:fs';
import { readOwner, type LockOwner } from './lock-owner.ts';
import { writeWhole } from './write-whole.ts';

/** Units: ms between signs of life. They are for people: no lock is ever taken from its owner for a missing one. */
const heartbeat = 10_000;

/**
 * Our own claim on a database file, held for as long as the database is open.
 *
 * The engine's own lock does not suffice: the operating system drops it as soon as the process closes any descriptor
 * of the database file.
 * Invariant: never seen empty or in part; replaced only when its owner is gone, see {@link LockClaim}.
 */
export class LockFile {
  readonly #timer: NodeJS.Timeout;
  #owner: LockOwner;

  /** The file stands already and says this owner. */
  constructor(
    readonly path: string,
    owner: LockOwner,
  ) {
    this.#owner = owner;
    this.#timer = setInterval(() => this.#beat(), heartbeat).unref();
  }

  /** Writes the run into the file, for people who wait; a full disk must not turn a finished batch into a failed one. */
  name(runId: string | null): void {
    this.#owner = { ...this.#owner, runId };
    const fresh = `${this.path}.${this.#owner.token}`;
    try {
      writeWhole(fresh, JSON.stringify(this.#owner), 'w');
      renameSync(fresh, this.path);
    } catch {
      rmSync(fresh, { force: true });
    }
  }

  /** Call it when the database is closed: until then the file keeps others out. */
  release(): void {
    clearInterval(this.#timer);
    if (!this.#isOurs(this.path)) return;
    const aside = `${this.path}.${this.#owner.token}`;
    try {
      renameSync(this.path, aside);
      // Since the engine let go, a process of another container may have put its own file in the place of ours.
      if (!this.#isOurs(aside)) linkSync(aside, this.path);
    } catch {
      // Gone already, or a still later owner stands there: in both cases nothing of ours does.
    }
    rmSync(aside, { force: true });
  }

  #isOurs(path: string): boolean {
    const owner = readOwner(path);
    return typeof owner === 'object' && owner.token === this.#owner.token;
  }

  #beat(): void {
    const now = new Date();
    try {
      utimesSync(this.path, now, now);
    } catch {
      // Someone removed the file by hand; the engine's lock still stands and a load must not die of it.
    }
  }
}
