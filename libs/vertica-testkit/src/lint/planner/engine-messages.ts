import type { LintRule } from '../lint-rule.ts';

/** Where a message was seen, and how much of the page. */
export const messageSources = {
  'not-supported':
    'vendor documentation 10.1, messages of SQLSTATE 0A000; seen from its start to number 2183',
  grouping: 'vendor documentation 10.1, messages of SQLSTATE 42803; seen from its start to number 6279',
  'column-reference': 'vendor documentation 10.1, messages of SQLSTATE 42V10; the whole page',
  'subquery-restrictions':
    'vendor documentation 9.2, 10.1 and 23.3, restrictions of subqueries; seen in its first half',
  'error-monitor': 'a public query that sorts the error messages of servers; text without a number',
  'public-guide': 'a public guide to SQL for Vertica, not of the vendor; text without a number',
  memory: 'nobody looked it up',
} as const;

export type MessageSource = keyof typeof messageSources;

/** What became of a message: at least one of these. */
interface MessageOutcome {
  /** Rules that find what it is about. */
  readonly rules?: readonly LintRule[];
  /** Why nothing we send can meet it. */
  readonly cannotOccur?: string;
  /** The assumption about it that only a server can settle. */
  readonly doubt?: string;
  /** Why the text alone does not say what is meant. */
  readonly unclear?: string;
}

/** A refusal that the server is said to know. */
export interface EngineMessage extends MessageOutcome {
  /** The vendor's number; null when the source gives none. */
  readonly number: number | null;
  readonly source: MessageSource;
  /** What is refused, in our words. */
  readonly refused: string;
}

const message = (
  source: MessageSource,
  number: number | null,
  refused: string,
  outcome: MessageOutcome,
): EngineMessage => ({ number, source, refused, ...outcome });

const filledIn = 'what it is about is filled in at run time';
const noSuchForm = 'the lint lists no form that does this';

/** The refusals that were found, by source and number. The rest of the vendor's 0A000 list was not seen. */
export const engineMessages: readonly EngineMessage[] = [
  message('not-supported', 2009, 'something within a function', { unclear: filledIn }),
  message('not-supported', 2013, 'a clause of an expression', { unclear: filledIn }),
  message('not-supported', 2014, 'concatenated compressed input of COPY', {
    cannotOccur: 'COPY sends plain records from the client',
    rules: ['copy-option'],
  }),
  message('not-supported', 2036, 'an unknown unit of time', {
    cannotOccur: 'units are literals of our own: second to year',
  }),
  message('not-supported', 2058, 'a kind of view', { rules: ['shape'], cannotOccur: noSuchForm }),
  message('not-supported', 2089, 'a correlated column in a subquery expression', {
    rules: [
      'correlated-elsewhere',
      'correlated-expression',
      'correlated-nested',
      'correlated-null-safe',
      'correlated-select-list',
      'predicate-place',
    ],
    doubt: 'correlated-expression',
  }),
  message('not-supported', 2114, 'ADD COLUMN of a temporary table', {
    cannotOccur: 'work tables are created and dropped, never altered',
    rules: ['unqualified-name'],
  }),
  message('not-supported', 2130, 'an aggregate function over some type', {
    cannotOccur: 'sums are of integers, and the smallest or largest BOOLEAN is found as 0 or 1',
  }),
  message('not-supported', 2133, 'a subquery in an aggregate', { rules: ['subquery-in-aggregate'] }),
  message('not-supported', 2138, 'an aggregate over something else than columns of a table', {
    rules: ['aggregate-of-value'],
    doubt: 'aggregate-of-value',
  }),
  message('not-supported', 2161, 'a correlated query under ALL', {
    rules: ['shape'],
    cannotOccur: noSuchForm,
  }),
  message('not-supported', 2165, 'a new type for a column of a temporary table', {
    cannotOccur: 'work tables are created and dropped, never altered',
    rules: ['unqualified-name'],
  }),
  ...[2166, 2167, 2168, 2169].map((number) =>
    message('not-supported', number, 'ALTER TABLE with several clauses', {
      rules: ['shape'],
      cannotOccur: 'each ALTER TABLE has one clause',
    }),
  ),
  message('not-supported', 2178, 'an expression around a correlated query with an aggregate', {
    rules: ['correlated-aggregate'],
    doubt: 'correlated-aggregate',
  }),
  message('not-supported', 2183, 'an analytic function in ORDER BY of a UNION', {
    rules: ['union-order-analytic'],
  }),
  message('error-monitor', null, 'a correlation by something else than equality', {
    rules: ['correlated-inequality', 'correlated-null-safe'],
    doubt: 'correlated-inequality',
  }),
  message('public-guide', null, 'a correlated query with DISTINCT or GROUP BY', {
    rules: ['correlated-limited'],
    doubt: 'correlated-limited',
  }),
  message('public-guide', null, 'NOT IN over a correlated query', {
    rules: ['correlated-in', 'not-in-query'],
    doubt: 'correlated-in',
  }),
  message('public-guide', null, 'a correlation under OR', {
    rules: ['correlated-or'],
    doubt: 'correlated-or',
  }),
  message('memory', null, 'a correlated query that holds IN or EXISTS, or reaches two levels up', {
    rules: ['correlated-predicate', 'correlated-levels'],
    doubt: 'correlated-depth',
  }),
  message('memory', null, 'a subquery in ON', { rules: ['subquery-in-on'], doubt: 'subquery-in-on' }),
  message('memory', null, 'EXISTS or IN within another expression', {
    rules: ['predicate-place'],
    doubt: 'predicate-place',
  }),
  message('subquery-restrictions', null, 'a subquery in SELECT or ORDER BY of a grouped query', {
    rules: ['ungrouped-subquery'],
    doubt: 'ungrouped-subquery',
  }),
  message('subquery-restrictions', null, 'a subquery in SET of an UPDATE', { rules: ['subquery-in-set'] }),
  message('subquery-restrictions', null, '<, >, <= or >= over a subquery of several columns', {
    rules: ['shape'],
    cannotOccur: noSuchForm,
  }),
  message('subquery-restrictions', null, 'a query in FROM without a name', {
    rules: ['unnamed-query'],
  }),
  message('grouping', 2134, 'an aggregate of outer columns in a subquery', {
    rules: ['correlated-aggregate'],
  }),
  message('grouping', 2135, 'an aggregate within an aggregate', { rules: ['aggregate-place'] }),
  message('grouping', 2140, 'an aggregate in GROUP BY', { rules: ['aggregate-place'] }),
  message('grouping', 2141, 'an aggregate in ON', { rules: ['aggregate-place'] }),
  message('grouping', 2142, 'an aggregate in WHERE', { rules: ['aggregate-place'] }),
  message('grouping', 2640, 'a column that is neither grouped nor in an aggregate', {
    rules: ['ungrouped-column', 'having-alias'],
    doubt: 'having-alias',
  }),
  message('grouping', 4300, 'a term of ORDER BY or GROUP BY that the select list lacks', {
    rules: ['group-by-parameter'],
    doubt: 'group-by-parameter',
  }),
  message('grouping', 4667, 'an aggregate in SEGMENTED BY', { rules: ['shape'], cannotOccur: noSuchForm }),
  message('grouping', 4841, 'an outer column in a subquery that the outer query does not group by', {
    rules: ['correlated-ungrouped'],
  }),
  ...[2219, 2543, 2544, 4634, 6139, 6187, 6277, 6278, 6279].map((number) =>
    message(
      'grouping',
      number,
      'aggregates or grouping functions in rules, projections, EXECUTE and the like',
      {
        rules: ['shape'],
        cannotOccur: noSuchForm,
      },
    ),
  ),
  message('column-reference', 3820, 'a relation in ON that the join does not have', {
    rules: ['unknown-relation'],
  }),
  message('column-reference', 4832, 'a relation beside it, used by a query in FROM', {
    rules: ['unknown-relation'],
  }),
  message('column-reference', 5194, 'a relation beside it, used by a part of a UNION', {
    rules: ['unknown-relation'],
  }),
  message('column-reference', 2050, 'a place of ORDER BY or GROUP BY beyond the select list', {
    cannotOccur: 'terms are written out, not counted',
  }),
  ...[2046, 2221, 3467, 4877, 5057].map((number) =>
    message('column-reference', number, 'functions in FROM, value columns of flex tables and the like', {
      rules: ['shape'],
      cannotOccur: noSuchForm,
    }),
  ),
  message('memory', null, 'an analytic function outside SELECT and ORDER BY', { rules: ['analytic-place'] }),
  message('memory', null, 'words and types that the grammar lacks, and texts that end too early', {
    rules: [
      'unterminated',
      'upsert',
      'on-conflict',
      'returning',
      'qualify',
      'index-definition',
      'json-type',
      'serial-type',
      'clause-order',
    ],
  }),
  message('memory', null, 'lengths, names and clauses beyond what a definition takes', {
    rules: ['type-length', 'identifier-length', 'identifier-fold', 'partition-group', 'temporary-schema'],
  }),
  message('memory', null, 'options of COPY that exclude each other', { rules: ['copy-conflict'] }),
  message('memory', null, 'more or fewer values than places', { rules: ['parameter-count'] }),
];
