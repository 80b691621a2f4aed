import { hiddenValue, type TranscriptEntry, type TranscriptEvent } from './transcript-entry.ts';

type EntryOf<K extends TranscriptEntry['kind']> = Extract<TranscriptEntry, { kind: K }>;

interface Waiting {
  readonly accepts: (entry: TranscriptEntry) => boolean;
  readonly resolve: (entry: TranscriptEntry) => void;
}

/** Everything that happened on the test server, in order. */
export class Transcript {
  readonly #entries: TranscriptEntry[] = [];
  #waiting: Waiting[] = [];

  get entries(): readonly TranscriptEntry[] {
    return this.#entries;
  }

  /** Entries of one kind, of one connection or of all. */
  of<K extends TranscriptEntry['kind']>(kind: K, connection?: number): EntryOf<K>[] {
    return this.#entries.filter(
      (entry): entry is EntryOf<K> =>
        entry.kind === kind && (connection === undefined || entry.connection === connection),
    );
  }

  /** Texts of the statements that were run, in order. */
  statements(connection?: number): string[] {
    return this.of('statement', connection).map(({ sql }) => sql);
  }

  /** Names of the messages in order, `>` from the client and `<` from the server, for example `> Query`. */
  messages(connection?: number): string[] {
    return this.#entries
      .filter((entry) => connection === undefined || entry.connection === connection)
      .flatMap((entry) => {
        if (entry.kind === 'received') return [`> ${entry.name}`];
        return entry.kind === 'sent' ? [`< ${entry.name}`] : [];
      });
  }

  /** Whether a password or token ever arrived, on one connection or on any. */
  receivedCredentials(connection?: number): boolean {
    return (
      this.of('received', connection).some(({ name }) => name === 'Password') ||
      this.of('startup', connection).some(({ parameters }) => [...parameters.values()].includes(hiddenValue))
    );
  }

  /** The first entry that fits, past or future. */
  until(accepts: (entry: TranscriptEntry) => boolean): Promise<TranscriptEntry> {
    const past = this.#entries.find(accepts);
    if (past) return Promise.resolve(past);
    return new Promise((resolve) => this.#waiting.push({ accepts, resolve }));
  }

  /** Forgets what happened so far; connections keep their numbers. */
  clear(): void {
    this.#entries.length = 0;
  }

  /** Writes an entry; the server does this. */
  record(connection: number, event: TranscriptEvent): void {
    const entry = { ...event, connection } as TranscriptEntry;
    const last = this.#entries.at(-1);
    const joined = last && joinedWith(last, entry);
    if (joined) this.#entries[this.#entries.length - 1] = joined;
    else this.#entries.push(entry);
    const shown = joined ?? entry;
    const fitting = this.#waiting.filter(({ accepts }) => accepts(shown));
    this.#waiting = this.#waiting.filter((waiting) => !fitting.includes(waiting));
    for (const { resolve } of fitting) resolve(shown);
  }
}

/** Both as one when they are pieces of one stream. */
function joinedWith(last: TranscriptEntry, next: TranscriptEntry): TranscriptEntry | undefined {
  if (last.connection !== next.connection) return undefined;
  const sameStream =
    (last.kind === 'received' && next.kind === 'received' && isPiece(last.name, next.name, 'CopyData')) ||
    (last.kind === 'sent' && next.kind === 'sent' && isPiece(last.name, next.name, 'DataRow'));
  if (!sameStream) return undefined;
  return { ...last, count: last.count + next.count, bytes: last.bytes + next.bytes };
}

function isPiece(last: string, next: string, stream: string): boolean {
  return last === stream && next === stream;
}
