/**
 * Prints `tests: N passed, N failed, N skipped` from the JSON results of vitest, as the last line of a check run.
 *
 * Usage: node tools/workspace-checks/test-counts.mjs <results.json>
 * A file that failed before its first test, and results that are missing, count as one failed test.
 * Exit code: 0 = no failure, 1 = failures.
 */
import { existsSync, readFileSync } from 'node:fs';

function count(path) {
  if (path === undefined || !existsSync(path)) return { passed: 0, failed: 1, skipped: 0 };
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'));
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const { status, assertionResults } of testResults) {
    const failed = assertionResults.filter((test) => test.status === 'failed').length;
    const passed = assertionResults.filter((test) => test.status === 'passed').length;
    total.passed += passed;
    total.skipped += assertionResults.length - passed - failed;
    total.failed += status === 'failed' && failed === 0 ? 1 : failed;
  }
  return total;
}

const { passed, failed, skipped } = count(process.argv[2]);
console.log(`tests: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
