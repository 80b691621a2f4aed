import { BackendError } from './sql-backend.ts';

/** What the engine's message begins with, its SQLSTATE, and where it is known what Vertica says: `$1` is the first group. */
const states: readonly (readonly [RegExp, string, string?])[] = [
  [
    /^Constraint Error.*NOT NULL constraint failed: (\S+)/i,
    '22004',
    'Cannot set a NOT NULL column ($1) to a NULL value',
  ],
  [/^Constraint Error.*(?:Duplicate key|unique constraint)/i, '23505'],
  [/^Constraint Error.*CHECK/i, '23514'],
  [/^Catalog Error: .*because schema "?([^" ]+)"? does not exist/i, '3F000', 'Schema "$1" does not exist'],
  [/^Catalog Error: View with name "?([^" ]+)"? does not exist/i, '42704', 'View "$1" does not exist'],
  [/^Catalog Error: Table with name "?([^" ]+)"? does not exist/i, '42V01', 'Relation "$1" does not exist'],
  [/^Catalog Error: Schema with name "?([^" !]+)"? does not exist/i, '3F000', 'Schema "$1" does not exist'],
  [/^Catalog Error: Schema with name "?([^" !]+)"? already exists/i, '42P06', 'Schema "$1" already exists'],
  [/^Catalog Error: .*name "?([^" !]+)"? already exists/i, '42710', 'Object "$1" already exists'],
  [/^Binder Error: Catalog "([^"]+)" does not exist/i, '3D000', 'Database "$1" does not exist'],
  [/^Catalog Error/i, '42883'],
  [/^Binder Error: (?:Referenced column|Table ".*" does not have)/i, '42703'],
  [/^Binder Error: Ambiguous/i, '42702'],
  [/^Binder Error/i, '42804'],
  [/^Parser Error/i, '42601'],
  [
    /^Conversion Error: Could not convert string '([^']*)' to INT(?!128)/i,
    '22V02',
    'Invalid input syntax for integer: "$1"',
  ],
  [/^(?:Conversion|Invalid Input) Error/i, '22007'],
  [/^Out of Range Error/i, '22003'],
  [/^INTERRUPT Error/i, '57014', 'Execution canceled by operator'],
  [/^TransactionContext Error.*(?:conflict|altered)/i, '40001'],
  [/conflict/i, '40001'],
];

/** A failure of the embedded engine as the error that a client sees. */
export function engineFailure(error: unknown): BackendError {
  if (error instanceof BackendError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const own = /vw:([0-9A-Z]{5}):([^\n]*)/.exec(text);
  if (own !== null) return new BackendError(own[2] ?? '', own[1] ?? '');
  for (const [pattern, state, message] of states) {
    const match = pattern.exec(text);
    if (match !== null)
      return new BackendError(message?.replace('$1', () => match[1] ?? '') ?? emulated(text), state);
  }
  return new BackendError(emulated(text), 'XX000');
}

function emulated(text: string): string {
  return `emulator: ${text.split('\n')[0] ?? ''}`;
}
