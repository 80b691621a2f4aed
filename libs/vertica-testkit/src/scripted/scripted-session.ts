import {
  BackendError,
  type BackendDescription,
  type BackendResult,
  type BackendSession,
  type CopySink,
} from '../backend/sql-backend.ts';
import { doneOf, oid } from './result.ts';
import type { ScriptedCopy, ScriptedRule } from './scripted-answer.ts';
import { scriptedCopySink } from './scripted-copy-sink.ts';
import { countPlaceholders, splitStatements } from './split-statements.ts';

interface Found {
  readonly rule: ScriptedRule;
  readonly match: RegExpMatchArray | null;
}

const ends = /^(commit|rollback)\b/i;
const opens = /^(insert|update|delete|copy|begin|start)\b/i;

/** One connection to the script. */
export class ScriptedSession implements BackendSession {
  readonly #rules: readonly ScriptedRule[];
  readonly #copy: ScriptedCopy | ((sql: string) => ScriptedCopy);
  readonly #startup: ReadonlyMap<string, string>;
  readonly #ended = new AbortController();
  #running: AbortController | undefined;
  #status: 'I' | 'T' = 'I';

  constructor(
    rules: readonly ScriptedRule[],
    copy: ScriptedCopy | ((sql: string) => ScriptedCopy),
    startup: ReadonlyMap<string, string>,
  ) {
    this.#rules = rules;
    this.#copy = copy;
    this.#startup = startup;
  }

  get status(): 'I' | 'T' {
    return this.#status;
  }

  split(text: string): string[] {
    return splitStatements(text);
  }

  describe(sql: string): Promise<BackendDescription> {
    const found = this.#find(sql);
    if (found instanceof BackendError) return Promise.reject(found);
    const { answer, columns, parameters } = found.rule;
    const fixed = typeof answer === 'function' || answer instanceof BackendError ? undefined : answer;
    return Promise.resolve({
      tag: fixed?.tag ?? firstWord(sql),
      columns: columns ?? fixed?.columns ?? null,
      parameters: parameters ?? Array.from({ length: countPlaceholders(sql) }, () => oid.varchar),
    });
  }

  async run(sql: string, parameters: readonly (string | null)[]): Promise<BackendResult> {
    const found = this.#find(sql);
    if (found instanceof BackendError) throw found;
    const { answer } = found.rule;
    const running = new AbortController();
    this.#running = running;
    try {
      const signal = AbortSignal.any([running.signal, this.#ended.signal]);
      const call = { sql, parameters, match: found.match, startup: this.#startup, signal };
      const reply = typeof answer === 'function' ? await untilAborted(signal, answer(call)) : answer;
      if (reply instanceof BackendError) throw reply;
      this.#move(sql);
      return reply;
    } finally {
      this.#running = undefined;
    }
  }

  isCopy(sql: string): boolean {
    return /^copy\b/i.test(sql.trim());
  }

  copy(sql: string): Promise<CopySink> {
    const script = typeof this.#copy === 'function' ? this.#copy(sql) : this.#copy;
    this.#move(sql);
    return Promise.resolve(scriptedCopySink(sql, script));
  }

  cancel(): void {
    this.#running?.abort();
  }

  end(): void {
    this.#ended.abort();
  }

  close(): Promise<void> {
    this.end();
    return Promise.resolve();
  }

  #move(sql: string): void {
    if (ends.test(sql.trim())) this.#status = 'I';
    else if (opens.test(sql.trim())) this.#status = 'T';
  }

  #find(sql: string): Found | BackendError {
    for (const rule of this.#rules) {
      const { when } = rule;
      if (typeof when === 'string' && when === sql) return { rule, match: null };
      if (typeof when === 'function' && when(sql)) return { rule, match: null };
      const match = when instanceof RegExp ? sql.match(when) : null;
      if (match) return { rule, match };
    }
    if (ends.test(sql)) return { rule: { when: sql, answer: doneOf(firstWord(sql)) }, match: null };
    return new BackendError(`The scripted test server has no answer for: ${sql}`, '42601');
  }
}

function firstWord(sql: string): string {
  return /^\w+/.exec(sql.trim())?.[0].toUpperCase() ?? '';
}

function untilAborted<T>(signal: AbortSignal, work: T | Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancelled = (): void => reject(new BackendError('Execution canceled by operator', '57014'));
    signal.addEventListener('abort', cancelled, { once: true });
    Promise.resolve(work)
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', cancelled));
  });
}
