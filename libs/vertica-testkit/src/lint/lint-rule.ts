/**
 * Why a statement is refused.
 *
 * `shape` means that the statement is none of the forms on the list; the others name a well-known mistake, so that a
 * reader need not guess.
 */
export const lintRules = {
  shape: 'the statement is none of the listed forms',
  empty: 'there is no statement',
  'several-statements': 'one text holds one statement',
  unterminated: 'a string, a quoted name or a comment is not closed',
  character: 'a character that no listed form uses',
  'foreign-parameter': 'parameters are written ?',
  'string-escape': "only octal, \\n \\t \\r \\b \\f \\\\ and \\' are used in an E string",
  merge: 'MERGE takes an exclusive lock; insert what is missing instead',
  upsert: 'UPSERT does not exist',
  'on-conflict': 'ON CONFLICT does not exist',
  returning: 'RETURNING does not exist',
  qualify: 'QUALIFY does not exist; filter a subquery',
  'index-definition': 'indexes do not exist; order and segmentation take their place',
  'lock-table': 'the vault lock is the update of a lock row',
  truncate: 'TRUNCATE commits; drop or use a temporary table',
  'text-type': 'write VARCHAR with its octets',
  'json-type': 'JSON types do not exist',
  'bytea-type': 'write VARBINARY with its octets',
  'serial-type': 'SERIAL does not exist',
  type: 'a type that no listed form uses',
  'unsized-type': 'state the octets of VARCHAR, CHAR, VARBINARY and BINARY',
  'type-length': 'lengths are 1 to 65000 octets, 32000000 for LONG types',
  'numeric-precision': 'state precision and scale of NUMERIC',
  'not-in-query': 'NOT IN (SELECT ..) finds nothing once the list holds a NULL',
  'key-in-lists': 'two IN conditions over one relation match cross pairs of a composite key',
  'multi-row-values': 'VALUES holds one row',
  'update-target': 'only lock rows are updated',
  'delete-target': 'only bookkeeping tables, and those named replaceable, lose rows',
  'enabled-constraint': 'keys are declared DISABLED',
  ksafe: 'KSAFE fails on one node; allow it by option',
  'order-nulls': 'every ORDER BY states NULLS FIRST or NULLS LAST',
  'unqualified-name': 'a stored object is named with its schema',
  'unquoted-name': 'names are quoted',
  'identifier-length': 'a name has at most 128 octets',
  'identifier-fold': 'names of one table differ in more than case',
  'clause-order': 'a clause stands at the wrong place',
  'partition-group': 'GROUP BY repeats the PARTITION BY expression',
  'temporary-rows': 'a temporary table states ON COMMIT DELETE ROWS or PRESERVE ROWS',
  'temporary-schema': 'a local temporary table has no schema',
  function: 'a function that no listed form uses',
  'native-hash': 'HASH() is used in segmentation only; allow it by option',
  'session-parameter': 'a session parameter that no listed form sets',
  'copy-source': 'COPY reads FROM LOCAL STDIN and nothing else',
  'copy-file': 'COPY writes no files on the client',
  'copy-no-commit': 'COPY states NO COMMIT',
  'copy-enforcelength': 'COPY states ENFORCELENGTH',
  'copy-errors': 'COPY states ABORT ON ERROR or RETURNREJECTED',
  'copy-format': 'COPY states DELIMITER, RECORD TERMINATOR, NULL and NO ESCAPE',
  'copy-conflict': 'two COPY options exclude each other',
  'copy-option': 'a COPY option that no listed form uses',
  'copy-literal': 'literals in COPY hold letters, digits, _ and - only',
  'parameter-count': 'the number of ? differs from the number of values',
  'statement-class': 'a statement of this class is not allowed here',
} as const;

export type LintRule = keyof typeof lintRules;

/** One reason to refuse a statement. Units: `offset` in UTF-16 code units. */
export interface Finding {
  readonly rule: LintRule;
  readonly offset: number;
  readonly message: string;
}

/** What running a statement does to a transaction: `ddl` and `meta` commit it. */
export type StatementClass = 'query' | 'dml' | 'copy' | 'ddl' | 'meta' | 'transaction';
