import type { Clock, Session } from '@vaultwright/datavault-core/warehouse';
import type { RunEvent } from '../run-event.ts';
import { workPhases, type ProfileFigures, type RunProfile, type WorkPhase } from '../run-profile.ts';
import type { OngoingWork, Work } from '../run-work.ts';
import { countedSession } from './counted-session.ts';

/**
 * Figures of one subject of one phase. Units: microseconds; `time` is what the run spent on it, `beside` what went on while it
 * did something else.
 */
interface Account {
  readonly phase: WorkPhase;
  readonly subject: string | null;
  statements: number;
  read: number | null;
  written: number | null;
  time: bigint;
  beside: bigint;
}

/** Work that has begun; `told` are the rows it says it has read, which count instead of those that queries return. */
interface Entry {
  readonly account: Account;
  returned: number | null;
  told: number | null;
}

/**
 * Keeps account of a run's time, statements and rows.
 *
 * Invariant: every moment is charged to the innermost work that goes on, else to `other`. Fetches are charged what the
 * run waited for them: the time before their event in which nothing else went on.
 */
export class Profiler {
  readonly #started: bigint;
  readonly #accounts = new Map<string, Account>();
  readonly #open: Entry[] = [];
  readonly #other: Entry;
  /** Fetched objects whose source is not told yet, by key. */
  readonly #fetched = new Map<string, Account>();
  #charged: bigint;
  /** Time charged to `other` since the last work ended. */
  #idle = 0n;

  constructor(private readonly clock: Clock) {
    this.#started = clock.now();
    this.#charged = this.#started;
    this.#other = entryOf(this.#account('other', null));
  }

  readonly watch = (work: Work): OngoingWork => {
    if (work.phase === 'fetch') return { reached: () => {}, ended: () => {} };
    this.#charge();
    this.#idle = 0n;
    const entry = entryOf(this.#account(work.phase, work.subject));
    this.#open.push(entry);
    return {
      reached: (rows) => void (entry.told = rows),
      ended: () => this.#end(entry),
    };
  };

  readonly on = (event: RunEvent): void => {
    if (event.kind === 'step' && event.step === 'fetch') this.#fetch(event);
    else if (event.kind === 'object') this.#settleFetch(event.key, event.source);
  };

  /** The session with its statements counted. */
  session(session: Session): Session {
    return countedSession(session, () => {
      const entry = this.#open.at(-1) ?? this.#other;
      entry.account.statements += 1;
      return ({ read = null, written = null }) => {
        entry.returned = sum(entry.returned, read);
        entry.account.written = sum(entry.account.written, written);
      };
    });
  }

  result(): RunProfile {
    this.#charge();
    for (const entry of [...this.#open, this.#other]) settleRows(entry);
    for (const key of this.#fetched.keys()) this.#settleFetch(key, null);
    const accounts = [...this.#accounts.values()];
    return {
      milliseconds: millisecondsOf(this.#charged - this.#started),
      besideMilliseconds: millisecondsOf(accounts.reduce((total, { beside }) => total + beside, 0n)),
      phases: workPhases.flatMap((phase) => {
        const own = accounts.filter((account) => account.phase === phase);
        if (own.length === 0) return [];
        const named = own.some(({ subject }) => subject !== null)
          ? own.toSorted((left, right) => (left.time < right.time ? 1 : left.time > right.time ? -1 : 0))
          : [];
        return {
          phase,
          ...figuresOf(own.reduce(merge, emptyAccount(phase, null))),
          subjects: named.map((account) => ({
            subject: account.subject ?? '(unknown)',
            ...figuresOf(account),
          })),
        };
      }),
    };
  }

  #charge(): void {
    const now = this.clock.now();
    const time = now - this.#charged;
    this.#charged = now;
    const entry = this.#open.at(-1);
    (entry ?? this.#other).account.time += time;
    if (entry === undefined) this.#idle += time;
  }

  #end(entry: Entry): void {
    const place = this.#open.indexOf(entry);
    if (place < 0) return;
    this.#charge();
    // what was begun within it and left open is over too
    for (const ended of this.#open.splice(place)) settleRows(ended);
  }

  #fetch({ subject, counts, milliseconds }: Extract<RunEvent, { kind: 'step' }>): void {
    this.#charge();
    const took = BigInt(Math.round(milliseconds * 1000));
    const waited = took < this.#idle ? took : this.#idle;
    this.#idle -= waited;
    this.#other.account.time -= waited;
    const fetched: Account = {
      ...emptyAccount('fetch', null),
      read: counts['read'] ?? null,
      time: waited,
      beside: took - waited,
    };
    this.#fetched.set(subject, merge(fetched, this.#fetched.get(subject)));
  }

  #settleFetch(key: string, source: string | null): void {
    const fetched = this.#fetched.get(key);
    if (fetched === undefined) return;
    merge(this.#account('fetch', source), fetched);
    this.#fetched.delete(key);
  }

  #account(phase: WorkPhase, subject: string | null): Account {
    const key = JSON.stringify([phase, subject]);
    const account = this.#accounts.get(key) ?? emptyAccount(phase, subject);
    this.#accounts.set(key, account);
    return account;
  }
}

function emptyAccount(phase: WorkPhase, subject: string | null): Account {
  return { phase, subject, statements: 0, read: null, written: null, time: 0n, beside: 0n };
}

function entryOf(account: Account): Entry {
  return { account, returned: null, told: null };
}

function settleRows(entry: Entry): void {
  entry.account.read = sum(entry.account.read, entry.told ?? entry.returned);
  entry.told = null;
  entry.returned = null;
}

/** Adds the second to the first. */
function merge(total: Account, account: Account | undefined): Account {
  if (account === undefined) return total;
  total.statements += account.statements;
  total.read = sum(total.read, account.read);
  total.written = sum(total.written, account.written);
  total.time += account.time;
  total.beside += account.beside;
  return total;
}

/** Null is nothing known, which is less than zero. */
function sum(left: number | null, right: number | null): number | null {
  return left === null ? right : left + (right ?? 0);
}

function figuresOf({ statements, read, written, time, beside }: Account): ProfileFigures {
  const rows = Math.max(read ?? 0, written ?? 0);
  const took = time + beside;
  return {
    statements,
    read,
    written,
    milliseconds: millisecondsOf(time),
    rowsPerSecond: rows === 0 || took === 0n ? null : Math.round((rows * 1_000_000) / Number(took)),
  };
}

function millisecondsOf(time: bigint): number {
  return Number(time) / 1000;
}
