import { BackendError } from './sql-backend.ts';

/** SQLSTATE by what the engine's message begins with. */
const states: readonly (readonly [RegExp, string])[] = [
  [/^Constraint Error.*NOT NULL/i, '22004'],
  [/^Catalog Error: (?:Table|View) .* does not exist/i, '42V01'],
  [/^Catalog Error: Schema .* does not exist/i, '3F000'],
  [/^Catalog Error/i, '42883'],
  [/^Binder Error: (?:Referenced column|Table ".*" does not have)/i, '42703'],
  [/^Binder Error/i, '42804'],
  [/^Parser Error/i, '42601'],
  [/^(?:Conversion|Invalid Input) Error/i, '22007'],
  [/^Out of Range Error/i, '22003'],
  [/^TransactionContext Error.*(?:conflict|altered)/i, '40001'],
  [/conflict/i, '40001'],
];

/** A failure of the embedded engine as the error that a client sees. */
export function engineFailure(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const own = /vw:([0-9A-Z]{5}):([^\n]*)/.exec(text);
  if (own !== null) return new BackendError(own[2] ?? '', own[1] ?? '');
  const state = states.find(([pattern]) => pattern.test(text))?.[1] ?? 'XX000';
  return new BackendError(`emulator: ${text.split('\n')[0] ?? ''}`, state);
}
