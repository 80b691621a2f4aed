/** Where knex tells something: as its configuration's `log` takes it. */
interface KnexLog {
  readonly debug: (message: unknown) => void;
  readonly warn: (message: unknown) => void;
  readonly error: (message: unknown) => void;
  readonly deprecate: (message: unknown) => void;
}

const tell = (message: unknown): void => process.emitWarning(String(message), 'VaultwrightWarning');

/** Lines about a failure that the query's own promise rejects with. */
const told = /^Acquire connection error: /;

/**
 * What knex says without a log of the user's, as warnings of the process. Its own logger prints to standard output, which
 * belongs to the answer.
 */
export const knexLog: KnexLog = {
  debug: tell,
  warn: (message) => {
    if (!told.test(String(message))) tell(message);
  },
  error: tell,
  deprecate: tell,
};
