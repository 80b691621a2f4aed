/**
 * What the planner is expected to refuse although the text is well formed.
 *
 * They come from documents and public reports, none was seen on a server; `engine-messages.ts` says which.
 */
export const plannerRules = {
  'correlated-inequality': 'a column of an outer query is compared by = only',
  'correlated-or': 'a correlated subquery, and what correlates it, stands under AND only',
  'correlated-null-safe': 'a column of an outer query is not compared by <=>; join instead',
  'correlated-expression': 'a column of an outer query equals a bare column of the subquery',
  'correlated-aggregate':
    'a correlated subquery has no aggregate and no analytic function; join a grouped query',
  'correlated-elsewhere': 'a column of an outer query is used in the WHERE of a subquery only',
  'correlated-nested': 'a query in FROM or WITH of a subquery uses no column from outside it',
  'correlated-levels': 'a subquery uses columns of the query right outside it only',
  'correlated-in': 'a subquery under IN is not correlated; write EXISTS or a join',
  'correlated-limited': 'a correlated subquery has no DISTINCT, GROUP BY, LIMIT, OFFSET or UNION',
  'correlated-predicate': 'a correlated subquery holds no IN or EXISTS of its own',
  'correlated-ungrouped': 'a subquery in HAVING uses grouped columns of its query only',
  'correlated-select-list': 'a subquery in a select list is not correlated; join instead',
  'predicate-place':
    'EXISTS and IN over a query stand in WHERE or HAVING, with nothing but AND, OR and NOT around',
  'subquery-in-on': 'ON holds no subquery',
  'subquery-in-set': 'SET of an UPDATE holds no subquery',
  'subquery-in-aggregate': 'an aggregate holds no subquery',
  'ungrouped-subquery': 'a subquery in SELECT or ORDER BY of a grouped query is one of its GROUP BY terms',
  'ungrouped-column': 'SELECT and HAVING of a grouped query use GROUP BY terms and aggregates only',
  'group-by-parameter': 'GROUP BY has no bound values: each place of one is a value of its own',
  'aggregate-of-value': 'an aggregate is of columns, not of a bound value or a constant alone',
  'aggregate-place': 'aggregates stand in SELECT, HAVING and ORDER BY, and not within one another',
  'analytic-place': 'analytic functions stand in SELECT and ORDER BY, and not within one another',
  'having-alias': 'HAVING repeats the expression; it knows no names of the select list',
  'union-order-analytic': 'ORDER BY of a UNION has no analytic function',
  'unnamed-query': 'a query in FROM has a name',
  'unknown-relation': 'a column names a relation that is not in sight there',
} as const;

export type PlannerRule = keyof typeof plannerRules;
