import { plannerRules, type PlannerRule } from './planner/planner-rules.ts';

/** Who minds: `engine` = the server is documented, reported or remembered to refuse it; `house` = our own style. */
export type RuleKind = 'engine' | 'house';

/** What a rule asks for and who asks. */
export interface RuleText {
  readonly kind: RuleKind;
  readonly reason: string;
}

const engine = (reason: string): RuleText => ({ kind: 'engine', reason });
const house = (reason: string): RuleText => ({ kind: 'house', reason });

/**
 * Rules of single clauses and names.
 *
 * `shape` means that the statement is none of the forms on the list; the others name a well-known mistake, so that a
 * reader need not guess.
 */
const formRules = {
  shape: house('the statement is none of the listed forms'),
  empty: house('there is no statement'),
  'several-statements': house('one text holds one statement'),
  unterminated: engine('a string, a quoted name or a comment is not closed'),
  character: house('a character that no listed form uses'),
  'foreign-parameter': house('parameters are written ?'),
  'string-escape': house("only octal, \\n \\t \\r \\b \\f \\\\ and \\' are used in an E string"),
  merge: house('MERGE takes an exclusive lock; insert what is missing instead'),
  upsert: engine('UPSERT does not exist'),
  'on-conflict': engine('ON CONFLICT does not exist'),
  returning: engine('RETURNING does not exist'),
  qualify: engine('QUALIFY does not exist; filter a subquery'),
  'index-definition': engine('indexes do not exist; order and segmentation take their place'),
  'lock-table': house('the vault lock is the update of a lock row'),
  truncate: house('TRUNCATE commits; drop or use a temporary table'),
  'text-type': house('write VARCHAR with its octets'),
  'json-type': engine('JSON types do not exist'),
  'bytea-type': house('write VARBINARY with its octets'),
  'serial-type': engine('SERIAL does not exist'),
  type: house('a type that no listed form uses'),
  'unsized-type': house('state the octets of VARCHAR, CHAR, VARBINARY and BINARY'),
  'type-length': engine('lengths are 1 to 65000 octets, 32000000 for LONG types'),
  'numeric-precision': house('state precision and scale of NUMERIC'),
  'not-in-query': house('NOT IN (SELECT ..) finds nothing once the list holds a NULL'),
  'key-in-lists': house('two IN conditions over one relation match cross pairs of a composite key'),
  'multi-row-values': house('VALUES holds one row'),
  'update-target': house('only lock rows are updated'),
  'delete-target': house('only bookkeeping tables, and those named replaceable, lose rows'),
  'enabled-constraint': house('keys are declared DISABLED'),
  ksafe: house('KSAFE fails on one node; allow it by option'),
  'order-nulls': house('the ORDER BY of a window states NULLS FIRST or NULLS LAST'),
  'query-order-nulls': house(
    'the ORDER BY of a query has no NULLS FIRST or NULLS LAST, which documents know in windows only; order by a CASE first',
  ),
  'unqualified-name': house('a stored object is named with its schema'),
  'unquoted-name': house('names are quoted'),
  'identifier-length': engine('a name has at most 128 octets'),
  'identifier-fold': engine('names of one table differ in more than case'),
  'clause-order': engine('a clause stands at the wrong place'),
  'partition-group': engine('GROUP BY repeats the PARTITION BY expression'),
  'temporary-rows': house('a temporary table states ON COMMIT DELETE ROWS or PRESERVE ROWS'),
  'temporary-schema': engine('a local temporary table has no schema'),
  function: house('a function that no listed form uses'),
  'native-hash': house('HASH() is used in segmentation only; allow it by option'),
  'session-parameter': house('a session parameter that no listed form sets'),
  'copy-source': house('COPY reads FROM LOCAL STDIN and nothing else'),
  'copy-file': house('COPY writes no files on the client'),
  'copy-no-commit': house('COPY states NO COMMIT'),
  'copy-enforcelength': house('COPY states ENFORCELENGTH'),
  'copy-errors': house('COPY states ABORT ON ERROR or RETURNREJECTED'),
  'copy-format': house('COPY states DELIMITER, RECORD TERMINATOR, NULL and NO ESCAPE'),
  'copy-conflict': engine('two COPY options exclude each other'),
  'copy-option': house('a COPY option that no listed form uses'),
  'copy-literal': house('literals in COPY hold letters, digits, _ and - only'),
  'parameter-count': engine('the number of ? differs from the number of values'),
  'statement-class': house('a statement of this class is not allowed here'),
} as const;

export type LintRule = keyof typeof formRules | PlannerRule;

/** Why a statement is refused: every rule with its kind and one sentence. */
export const lintRules: Readonly<Record<LintRule, RuleText>> = {
  ...formRules,
  ...(Object.fromEntries(
    Object.entries(plannerRules).map(([rule, reason]) => [rule, engine(reason)]),
  ) as Record<PlannerRule, RuleText>),
};

/** One reason to refuse a statement. Units: `offset` in UTF-16 code units. */
export interface Finding {
  readonly rule: LintRule;
  readonly offset: number;
  readonly message: string;
}

/** What running a statement does to a transaction: `ddl` and `meta` commit it. */
export type StatementClass = 'query' | 'dml' | 'copy' | 'ddl' | 'meta' | 'transaction';
