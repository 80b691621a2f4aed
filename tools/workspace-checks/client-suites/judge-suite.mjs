/**
 * Tells tests that the server claims to pass from those that ask for more, and counts the first.
 *
 * A test that passes although a rule puts it out of scope is counted out of scope: the rate says nothing about it.
 */
export function judgeSuite(cases, rules, floor) {
  const outOfScope = new Map();
  const inScope = [];
  for (const each of cases) {
    const reason = each.outcome === 'skipped' ? 'skipped by the suite itself' : reasonOf(each.name, rules);
    if (reason === null) inScope.push(each);
    else outOfScope.set(reason, (outOfScope.get(reason) ?? 0) + 1);
  }
  const failures = inScope.filter(({ outcome }) => outcome === 'failed');
  const passed = inScope.length - failures.length;
  return { passed, inScope: inScope.length, outOfScope, failures, isAccepted: passed >= floor };
}

/** Lines for a person: the rate, what was left out and why, and every test that did not pass. */
export function printVerdict(suite, { passed, inScope, outOfScope, failures, isAccepted }, floor) {
  const rate = inScope === 0 ? 0 : Math.round((100 * passed) / inScope);
  return [
    ...[...outOfScope].map(
      ([reason, count]) => `${suite}: out of scope ${String(count).padStart(4)}  ${reason}`,
    ),
    ...failures.map(({ name, detail }) => `${suite}: not passed  ${name}: ${detail.slice(0, 160)}`),
    `${suite}: ${passed} of ${inScope} in scope passed (${rate} %), ${isAccepted ? 'at least' : 'BELOW the floor of'} ${floor}`,
  ];
}

function reasonOf(name, rules) {
  return rules.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}
