/** What each class of subquery means. `equality` is the only one that the planner is known to take when correlated. */
export const classes = {
  equality: 'a column of the outer query equals one of the subquery, at the top of its WHERE',
  inequality: 'compared by something else than =',
  or: 'compared under OR or CASE',
  'null-safe': 'compared by <=>',
  expression: 'compared with a value, or within an expression',
  aggregate: 'within an aggregate, or the subquery groups or aggregates',
  elsewhere: 'used outside the WHERE of the subquery',
  nested: 'used in a query within the subquery',
  levels: 'used more than one level below its query',
  'in-list': 'used under IN, ANY or ALL',
  'under-or': 'the correlated subquery itself stands under OR',
  closing: 'the correlated subquery has LIMIT, DISTINCT or UNION',
  holding: 'the correlated subquery holds IN, EXISTS, ANY or ALL of its own',
  selected: 'a correlated subquery of a select list is no single aggregate',
  'outside-where': 'EXISTS or IN within another expression or outside WHERE and HAVING, correlated or not',
  'in-on': 'a subquery in ON, correlated or not',
};

/**
 * Counts subqueries by class and tells what the planner is expected to refuse.
 *
 * Shape: `files` as `find_correlated.py` prints them; a subquery counts once in each of its classes.
 */
export function judgeSubqueries(files) {
  const statements = files.flatMap(({ file, statements: own }) => own.map((each) => ({ file, ...each })));
  const subqueries = statements.flatMap(({ subqueries: own, ...statement }) =>
    own.map((subquery) => ({ ...subquery, statement })),
  );
  const refused = subqueries.filter((subquery) => reasonsOf(subquery).length > 0);
  return {
    files: files.length,
    statements: statements.length,
    queries: statements.filter(({ holds }) => holds === 'query').length,
    subqueries: subqueries.length,
    correlated: subqueries.filter(({ correlated }) => correlated > 0).length,
    equalityOnly: subqueries.filter((each) => each.correlated > 0 && !refused.includes(each)).length,
    refused: refused.length,
    refusedStatements: new Set(refused.map(({ statement }) => placeOf(statement))).size,
    counts: countClasses(subqueries),
    findings: [
      ...statements.flatMap(unread),
      ...refused.map((subquery) => ({
        ...place(subquery.statement),
        classes: reasonsOf(subquery),
        found: `${subquery.form} in ${subquery.place}: ${subquery.text}`,
      })),
    ],
  };
}

/** Statements whose comment expects other classes than were found. */
export function misread(files) {
  return files
    .flatMap(({ statements }) => statements)
    .flatMap(({ number, about, error, doubts, subqueries }) => {
      const names = new Set(subqueries.flatMap(({ classes: own }) => own));
      const found = Object.keys(classes)
        .filter((name) => names.has(name))
        .join(', ');
      const said = `expects: ${found === '' ? 'nothing' : found}`;
      if (said === about && error === null && doubts.length === 0) return [];
      return [`case ${number} (${about}) was read as ${error ?? [found, ...doubts].join('; ')}`];
    });
}

/** One line of a finding. */
export function findingLine({ file, number, section, about, classes: reasons, found }) {
  return `${file} #${number} [${section}] ${reasons.join(', ')}: ${about} ${found}`;
}

function reasonsOf({ classes: own }) {
  return own.filter((name) => name !== 'equality');
}

function countClasses(subqueries) {
  const counts = Object.fromEntries(Object.keys(classes).map((name) => [name, 0]));
  for (const name of subqueries.flatMap(({ classes: own }) => own)) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

function unread(statement) {
  const reasons = statement.error === null ? statement.doubts : [statement.error];
  return reasons.map((found) => ({ ...place(statement), classes: ['not read'], found }));
}

function place({ file, number, section, about }) {
  return { file, number, section, about };
}

function placeOf({ file, number }) {
  return `${file} #${number}`;
}
