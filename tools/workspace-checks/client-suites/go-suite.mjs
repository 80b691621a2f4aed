import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { firstLine, runProgram } from './run-program.mjs';

const version = '1.3.4';
const home = fileURLToPath(
  new URL(`../../../.vaultwright/client-suites/vertica-sql-go-${version}`, import.meta.url),
);

/** The tests that the module of the public Go client brings along. */
export const goSuite = {
  name: 'go',
  title: `vertica-sql-go ${version}, its own tests`,
  floor: 20,
  outOfScope: [
    [/TLS|OAuth/, 'the tests ask the server how it was reached'],
    [/Authentication|Email/, 'the tests set up users and roles by SQL of the server'],
    [/Workload|ResultCache/, 'the tests read the log of a cluster'],
    [/TestBasicQuery|NamedArgs$/, 'the tests read tables that only a cluster fills'],
  ],
  async prepare() {
    const module = `github.com/vertica/vertica-sql-go@v${version}`;
    const env = { CGO_ENABLED: '0', GOFLAGS: '-mod=mod' };
    if (!existsSync(join(home, 'go.mod'))) {
      const got = await runProgram('go', ['mod', 'download', '-json', module], { env });
      if (got.code !== 0) return { missing: firstLine(got.err || got.out, 'go mod download failed') };
      mkdirSync(home, { recursive: true });
      cpSync(JSON.parse(got.out).Dir, home, { recursive: true });
      makeWritable(home);
    }
    const compiled = await runProgram('go', ['test', '-vet=off', '-c', '-o', join(home, 'suite'), '.'], {
      cwd: home,
      env,
    });
    if (compiled.code === 0) return { missing: null };
    rmSync(home, { recursive: true, force: true });
    return { missing: firstLine(compiled.err, 'go test -c failed') };
  },
  async run(port) {
    const { out } = await runProgram(
      join(home, 'suite'),
      ['-test.v', '-locator', `127.0.0.1:${port}`, '-user', 'tester', '-use_prepared_statements=true'],
      { cwd: home },
    );
    const details = new Map();
    let current = '';
    const cases = [];
    for (const line of out.split('\n')) {
      current = /^=== RUN +(\S+)/.exec(line)?.[1] ?? current;
      const place = /^ +\w+_test\.go:\d+: (.*)/.exec(line)?.[1];
      if (place !== undefined && !details.has(current)) details.set(current, place);
      const ended = /^--- (PASS|FAIL|SKIP): (\S+)/.exec(line);
      if (ended === null) continue;
      const [, word, name] = ended;
      const outcome = { PASS: 'passed', FAIL: 'failed', SKIP: 'skipped' }[word];
      cases.push({ name, outcome, detail: details.get(name) ?? '' });
    }
    if (cases.length === 0) throw new Error(`the Go tests reported nothing: ${out.slice(-400)}`);
    return cases;
  },
};

/** Go keeps its modules read-only. */
function makeWritable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) makeWritable(path);
    else chmodSync(path, 0o644);
  }
}
