/** Where a claim about the server comes from; none of them was ever tried on one. */
type ClaimMark =
  /** Vendor documentation; `source` names the version. */
  | 'documented'
  /** A public report or a page of others. */
  | 'reported'
  /** Read in the source of a driver. */
  | 'driver-source'
  /** From memory; nobody looked it up. */
  | 'memory'
  /** Our own conclusion. */
  | 'inferred';

/** Something this package believes of the server. Where code relies on it, a comment names the id. */
export interface Assumption {
  readonly id: string;
  readonly claim: string;
  readonly source: string;
  readonly mark: ClaimMark;
  /** Version of the server that confirmed it; null = never checked on a server. */
  readonly checkedLive: string | null;
  /** Files of this package that rely on it; empty where we avoid the question. */
  readonly usedBy: readonly string[];
}

const claim = (
  id: string,
  text: string,
  [mark, source]: readonly [ClaimMark, string],
  ...usedBy: readonly string[]
): Assumption => ({ id, claim: text, source, mark, checkedLive: null, usedBy });

const documented = (version: string): readonly ['documented', string] => [
  'documented',
  `vendor documentation ${version}`,
];
const memory = ['memory', 'unverified'] as const;
const inferred = ['inferred', 'own conclusion'] as const;
const driverSource = ['driver-source', 'vertica-nodejs 1.1.4'] as const;

/** All claims, the most important first. */
export const assumptions: readonly Assumption[] = [
  claim(
    'connect',
    'the driver connects with TLS verify-full and a SHA-512 password; doubtful from 25.3 on',
    ['reported', 'open issue of the driver'],
    'connect-client.ts',
  ),
  claim(
    'no-autocommit',
    'without an autocommit key nothing is committed until COMMIT, and a lost connection discards the transaction',
    documented('24.3'),
    'vertica-session.ts',
    'knex-connection.ts',
  ),
  claim(
    'copy-commit',
    'COPY without NO COMMIT commits earlier work; with it, it commits nothing',
    documented('24.4'),
    'copy-statement.ts',
  ),
  claim('ddl-commit', 'DDL commits the open transaction', ['reported', 'public pages'], 'lock-table.ts'),
  claim(
    'meta-commit',
    'ANALYZE_* and partition functions, ALTER SESSION and TRUNCATE may commit',
    memory,
    'vertica-session.ts',
  ),
  claim('analyze-name', 'ANALYZE_STATISTICS takes a quoted name in its text', memory, 'sql-literal.ts'),
  claim(
    'lock-row-x',
    'UPDATE holds an exclusive lock of the table to the end, also when no row fits; a second session waits and then sees the committed ledger',
    documented('10.1, and own conclusion'),
    'lock-table.ts',
    'vertica-session.ts',
  ),
  claim(
    'concurrent-anti-join',
    'two NOT EXISTS inserts at once can store one key twice',
    inferred,
    'lock-table.ts',
  ),
  claim('lock-timeout', 'waiting for a lock ends with SQLSTATE 55V03', memory, 'engine-error.ts'),
  claim(
    'copy-empty-null',
    'an empty field is an empty text when the NULL token differs; the token gives NULL',
    memory,
    'control-char-encoder.ts',
    'copy-statement.ts',
  ),
  claim(
    'copy-control-chars',
    'with delimiter 0x01, terminator 0x02 and NO ESCAPE, line ends and quotes inside values survive',
    inferred,
    'control-char-encoder.ts',
    'copy-statement.ts',
  ),
  claim(
    'copy-enforcelength',
    'a text that is too long fails under ENFORCELENGTH and ABORT ON ERROR',
    memory,
    'copy-statement.ts',
    'stored-type-name.ts',
  ),
  claim(
    'copy-abort',
    'a COPY that aborts leaves no row, and the transaction can be rolled back',
    memory,
    'copy-statement.ts',
  ),
  claim(
    'copy-returnrejected',
    'RETURNREJECTED gives 1-based row numbers in one message or several, and goes with NO COMMIT',
    driverSource,
    'copy-statement.ts',
  ),
  claim(
    'copy-client-abort',
    'an error message of the client ends a COPY with an error and leaves no row',
    driverSource,
    'copy-from.ts',
  ),
  claim(
    'copy-column-expr',
    "a column may be a literal, `col AS 'x'`, together with FROM LOCAL STDIN",
    documented('10.1'),
    'copy-statement.ts',
  ),
  claim(
    'copy-binary-hex',
    "a binary column reads hexadecimal digits under FORMAT 'hex', also with NO ESCAPE",
    memory,
    'copy-statement.ts',
  ),
  claim(
    'copy-s3',
    'COPY FROM an s3 address takes the credentials of AWSAuth and the same clauses as LOCAL STDIN',
    memory,
    'connect-client.ts',
  ),
  claim(
    'output-row',
    'a changing statement answers with one whole number in one cell',
    driverSource,
    'result-rows.ts',
  ),
  claim('ready-status', 'ReadyForQuery carries I, T or E', driverSource, 'safe-client.ts'),
  claim(
    'prepared-reuse',
    'a named statement runs again after COMMIT, and Close forgets it',
    inferred,
    'statement-name.ts',
  ),
  claim(
    'insert-select-params',
    'parameters may stand in the select list of INSERT .. SELECT, inside a cast',
    memory,
    'lock-table.ts',
  ),
  claim(
    'cast-time',
    'a failed cast of a column to a time type gives NULL unless EnableStrictTimeCasts is 1',
    documented('11.0'),
    'connect-client.ts',
  ),
  claim(
    'with-commit',
    'with WithClauseMaterialization = 0 a statement with WITH commits nothing; with 1 it commits the transaction, also when it is only explained',
    documented('9.2, 11.1 and 24.4'),
    'connect-client.ts',
  ),
  claim(
    'explain-change',
    'EXPLAIN takes queries, INSERT and DELETE, refuses what the planner refuses, and changes nothing',
    documented('10.1, for queries and DML'),
    'verify/explain-vault.ts',
  ),
  claim(
    'locale-binary',
    "after SET LOCALE TO 'en_US@collation=binary' texts are compared, grouped and joined octet by octet",
    documented('9.2 and 24.2'),
    'connect-client.ts',
  ),
  claim(
    'catalog-types',
    'v_catalog.columns.data_type spells types as we define them, for example varchar(80) and numeric(9,2)',
    memory,
    'table-columns.ts',
    'stored-type-name.ts',
  ),
  claim(
    'ident-case',
    'names are case-insensitive even when quoted',
    documented('10.1'),
    'sql-literal.ts',
    'table-columns.ts',
  ),
  claim('octets', 'VARCHAR(n) counts octets', documented('10.1'), 'stored-type-name.ts'),
  claim(
    'hash-hex',
    'MD5 and SHA* give lower-case hexadecimal text equal to published vectors; HEX_TO_BINARY and TO_HEX undo each other',
    documented('10.1'),
    'vertica-dialect.ts',
  ),
  claim('null-safe-eq', '`<=>` is null-safe equality', memory, 'vertica-dialect.ts'),
  claim(
    'to-char',
    'TO_CHAR with a template prints dates and times as our canonical text',
    memory,
    'canonical-text.ts',
  ),
  claim(
    'default-role',
    'a granted role gives nothing before it is enabled; ALTER USER .. DEFAULT ROLE enables it at login and replaces earlier ones',
    documented('9.3 and 24.3'),
  ),
  claim('numeric-text', 'a NUMERIC cast to text shows all digits of its scale', memory, 'canonical-text.ts'),
  claim(
    'ddl-shape',
    'CREATE TABLE takes our clauses in our order, with a BINARY segmentation key',
    documented('11.0'),
    'physical-design.ts',
  ),
  claim(
    'work-table-segments',
    'a local temporary table takes SEGMENTED BY after ON COMMIT',
    documented('11.0'),
    'physical-design.ts',
  ),
  claim(
    'ksafe-single',
    'KSAFE 1 fails on a database of one node; leaving it out works',
    memory,
    'physical-design.ts',
  ),
  claim(
    'local-join',
    'the plan of a join from a satellite to its hub moves no rows between nodes',
    documented('10.1'),
    'physical-design.ts',
  ),
  claim(
    'with-inline',
    'a common table is computed wherever it is named; from 11.1 on one that is named repeatedly may be kept, says its documentation',
    documented('11.0, and 11.1 with the doubt'),
  ),
  claim(
    'null-order',
    'the ORDER BY of a query obeys a CASE that says where NULL stands, since NULLS FIRST belongs to windows',
    ['inferred', 'vendor documentation 11.0 and 24.4 knows NULLS FIRST in windows only'],
    'vertica-query-compiler.ts',
  ),
  claim('cast-truncate', 'a narrowing cast of a text cuts it silently', documented('11.0')),
  claim('concat-null', "`||` with NULL gives NULL; '' is not NULL", memory),
  claim('hash-native-null', 'HASH(NULL, x) is not NULL', memory),
  claim('copy-int-decimal', '7.0 is no integer for COPY', memory),
  claim('ident-128', 'names have at most 128 bytes', documented('10.1')),
  claim(
    'pk-disabled',
    'PRIMARY KEY .. DISABLED is accepted, so are duplicates; ANALYZE_CONSTRAINTS finds them',
    documented('10.1'),
  ),
  claim(
    'rejected-as-table-local',
    'REJECTED DATA AS TABLE goes with LOCAL',
    documented('8.1 forbids it, 9.3 does not'),
  ),
  claim('for-update', 'SELECT .. FOR UPDATE is accepted', memory, 'vertica-query-compiler.ts'),
  claim('multi-row-values', 'VALUES takes several rows', memory),
  claim('savepoint', 'savepoints exist', memory),
  claim('int-min', 'the least 64-bit integer cannot be stored', memory),
  claim('numeric-default', 'NUMERIC without precision is (37,15)', memory),
  claim('lock-table', 'LOCK TABLE .. IN EXCLUSIVE MODE exists', memory),
  claim(
    'correlated-equality',
    'EXISTS and NOT EXISTS correlate by plain equalities, several of them, beside conditions on their own columns',
    documented('9.2'),
  ),
  claim('correlated-inequality', 'a correlation by <, > or <> is refused', [
    'reported',
    'a public query that sorts the error messages of servers',
  ]),
  claim('correlated-or', 'a correlation under OR is refused', [
    'reported',
    'a public guide to SQL for Vertica',
  ]),
  claim('correlated-null-safe', 'a correlation by <=> is refused', inferred),
  claim(
    'correlated-expression',
    'a correlation with a constant or within an expression is refused',
    inferred,
  ),
  claim('correlated-aggregate', 'a comparison with a correlated aggregate is refused', [
    'inferred',
    'message 2178 of vendor documentation 10.1',
  ]),
  claim('correlated-in', 'IN over a correlated query is refused, as NOT IN is reported to be', memory),
  claim('correlated-limited', 'a correlated query with DISTINCT, GROUP BY, LIMIT or UNION is refused', [
    'reported',
    'a public guide to SQL for Vertica; LIMIT and UNION are our own conclusion',
  ]),
  claim(
    'correlated-depth',
    'a correlated query that holds IN or EXISTS, or reaches two levels up, is refused',
    memory,
  ),
  claim('correlated-select-list', 'a correlated query in a select list is refused', inferred),
  claim('predicate-place', 'EXISTS in CASE or in a select list is refused', inferred),
  claim('subquery-in-on', 'a subquery in ON is refused', inferred),
  claim(
    'ungrouped-subquery',
    'a subquery in the select list of a grouped query is refused unless it is grouped by',
    documented('10.1 and 23.3'),
  ),
  claim('having-alias', 'HAVING knows no names of the select list', inferred),
  claim('group-by-parameter', 'GROUP BY of a bound value is refused', inferred),
  claim('join-conditions', 'LEFT JOIN takes <=> and inequalities in ON beside an equality', [
    'documented',
    'vendor documentation 9.2 for <=>; the rest is our own conclusion',
  ]),
  claim('aggregate-of-value', 'an aggregate that no column is part of is refused', [
    'inferred',
    'message 2138 of vendor documentation 10.1',
  ]),
];
