/**
 * Runs suites of Vertica's public clients, most of which nobody here wrote, against the command of the test server.
 *
 * Usage: node tools/workspace-checks/client-suites.mjs [nodejs] [python] [dbt] [go] (after npm run build; all without a name)
 * Exit code: 0 = every suite reached its floor, or could not be had (said in so many words); 1 = one did not.
 * What a suite needs goes to a folder of its own below `.vaultwright`. The server is a test server, not Vertica.
 */
import { judgeSuite, printVerdict } from './client-suites/judge-suite.mjs';
import { runProgram } from './client-suites/run-program.mjs';
import { suites } from './client-suites/suites.mjs';
import { missingServer, withTestServer } from './client-suites/test-server.mjs';

const names = process.argv.slice(2);
const unknown = names.filter((name) => suites.every((suite) => suite.name !== name));
if (unknown.length > 0) {
  console.error(`no suite ${unknown.join(', ')}; known: ${suites.map(({ name }) => name).join(', ')}`);
  process.exit(1);
}

for (const suite of suites) {
  if (names.length > 0 && !names.includes(suite.name)) continue;
  const started = performance.now();
  console.log(`${suite.name}: ${suite.title}`);
  const place = await suite.prepare();
  const missing = missingServer() ?? place.missing;
  if (missing !== null) {
    console.log(`${suite.name}: SKIPPED: ${missing}`);
    continue;
  }
  const cases = await withTestServer((port) => suite.run(port, place, runProgram));
  const verdict = judgeSuite(cases, suite.outOfScope, suite.floor);
  for (const line of printVerdict(suite.name, verdict, suite.floor)) console.log(line);
  console.log(`${suite.name}: ${Math.round((performance.now() - started) / 1000)} s`);
  if (!verdict.isAccepted) process.exitCode = 1;
}
