import type { SqlBackend } from '../backend/sql-backend.ts';
import type { ScriptedCopy, ScriptedReply, ScriptedRule } from './scripted-answer.ts';
import { ScriptedSession } from './scripted-session.ts';

export interface ScriptedBackendOptions {
  /** Replies by the exact text of a statement; they come before the rules. */
  readonly answers?: Readonly<Record<string, ScriptedReply>>;
  /** The first rule that fits answers. */
  readonly rules?: readonly ScriptedRule[];
  /** What a COPY does; left out, every record counts as loaded. */
  readonly copy?: ScriptedCopy | ((sql: string) => ScriptedCopy);
}

/**
 * A backend that answers from a script and knows no SQL.
 *
 * Invariant: COMMIT and ROLLBACK are answered without a script; every other text without an answer is an error.
 * Example: `scriptedBackend({ answers: { 'SELECT 1': rowsOf({ one: oid.int }, [[1]]) } })`
 */
export function scriptedBackend({ answers = {}, rules = [], copy = {} }: ScriptedBackendOptions): SqlBackend {
  const fixed = Object.entries(answers).map(([when, answer]): ScriptedRule => ({ when, answer }));
  const sessions = new Set<ScriptedSession>();
  return {
    open(startup) {
      const session = new ScriptedSession([...fixed, ...rules], copy, startup);
      sessions.add(session);
      return Promise.resolve(session);
    },
    close() {
      for (const session of sessions) session.end();
      return Promise.resolve();
    },
  };
}
