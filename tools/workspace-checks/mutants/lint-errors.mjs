const planner = 'libs/vertica-testkit/src/lint/planner';
const rules = 'libs/vertica-testkit/src/lint/lint-planner.test.ts';

/** name, file, text that is there, what replaces it, test file, name of the test. */
export const lintErrors = [
  [
    'lint: every comparison of an outer column is a plain equality',
    `${planner}/correlation-rules.ts`,
    "if (comparison === undefined || !isOperator(comparison, '=')) return false;",
    'if (comparison === undefined) return false;',
    rules,
    'what correlates a subquery',
  ],
  [
    'lint: columns in FROM of a subquery never belong to an outer query',
    `${planner}/read-queries.ts`,
    'isNested: block.subquery !== innermost,',
    'isNested: false,',
    rules,
    'planner rules',
  ],
  [
    'lint: an inner relation does not hide an outer one of its name',
    `${planner}/read-queries.ts`,
    ': block.relations.has(qualifier),',
    ': block.relations.has(qualifier) && depth > 0,',
    rules,
    'what correlates a subquery',
  ],
  [
    'lint: CASE around EXISTS is overlooked',
    `${planner}/place-rules.ts`,
    "(clause === 'where' || clause === 'having') && above.every(isConnective)",
    "(clause !== 'on')",
    rules,
    'planner rules',
  ],
  [
    'lint: GROUP BY terms are columns only',
    `${planner}/select-clauses.ts`,
    'spelling(term) === spelling(node) ||',
    '',
    rules,
    'planner rules',
  ],
  [
    'lint: names of the select list count as columns of no relation',
    `${planner}/read-queries.ts`,
    'return [...block.relations.values()].some((columns) => columns === null || columns.has(name));',
    'return [...block.relations.values()].some((columns) => columns === null);',
    rules,
    'what correlates a subquery',
  ],
];
