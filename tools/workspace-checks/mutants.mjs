/**
 * Introduces known errors one by one and proves that the test named after each goes red.
 *
 * Usage: node tools/workspace-checks/mutants.mjs [--root <folder>] [--only <name>]
 * Without --root it works in a fresh clone of this repository, so that no working tree ever holds a mutant.
 * Exit code: 0 = every mutant was killed, 1 = one survived or could not be made.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const loading = 'libs/datavault-core/src/loading';
const sets = `${loading}/sets/set-first-rows.ts`;
const versions = `${loading}/versions/version-outcomes.ts`;
const hashes = 'libs/datavault-core/src/sql/hash-expression.ts';
const pitfalls = 'libs/duckdb-adapter/src/pitfalls.test.ts';
const laws = 'libs/duckdb-adapter/src/laws.test.ts';
const batch = 'libs/dataset-runner/src/run/load-batch.ts';
const query = 'apps/report/src/reports/group-conversion/query.ts';
const social = 'apps/group-log-etl/src/datasets/group_log';
const errors = 'apps/group-log-etl/test/common-errors.test.ts';
const edges = 'apps/group-log-etl/test/report-edges.test.ts';
const questions = 'apps/report/src/reports/group-conversion/common-errors.test.ts';
const conformance = 'libs/duckdb-adapter/src/conformance.test.ts';
const ranking = 'apps/report/src/reports/group-conversion/ranking.ts';
const truth = 'apps/group-log-etl/test/sample-truth.test.ts';

/** name, file, text that is there, what replaces it, test file, name of the test. */
const mutants = [
  [
    'E02 rejects ignored',
    'libs/dataset-runner/src/run/stage-object.ts',
    'if (exceedsLimit(',
    'if (false && exceedsLimit(',
    errors,
    'E02',
  ],
  [
    'E03 ledger ignored',
    'libs/dataset-runner/src/ledger/ledger.ts',
    'return rows.length > 0;',
    'return rows.length > 9;',
    errors,
    'E03',
  ],
  [
    'E04 events compared by link key only',
    sets,
    'const matches = distinct.map(({ name, value,',
    'const matches = distinct.slice(0, 1).map(({ name, value,',
    errors,
    'E04',
  ],
  [
    'E05 null keys loaded',
    sets,
    '...(feed.keyed ? [feed.keyed] : []), ',
    '',
    conformance,
    'never loads a null key',
  ],
  [
    'E06 no collapse of pairs',
    'libs/datavault-core/src/sql/compile-query.ts',
    'groupBy: pick.keys.map(({ value }) => value),',
    'groupBy: [...pick.keys.map(({ value }) => value), column(null, "datetime")],',
    errors,
    'E06',
  ],
  [
    'E07 link key from one side of the pair',
    `${loading}/keys/key-expression.ts`,
    'keyHash(profile, [...order.flatMap(({ parts }) => parts), ...child])',
    'keyHash(profile, order.slice(0, 1).flatMap(({ parts }) => parts))',
    errors,
    'E06 E07 E08',
  ],
  [
    'E08 inviter hash of the joiner',
    `${social}/event-hub.ts`,
    "[hUsers, 'user_id_from']",
    "[hUsers, 'user_id']",
    errors,
    'E06 E07 E08',
  ],
  [
    'E09 denominator is inviters',
    query,
    ".where('e.event', 'add')",
    ".where('e.event', 'add').whereNotNull('e.user_id_from')",
    questions,
    'E09',
  ],
  [
    'E10 numerator counts messages anywhere',
    query,
    ".join({ gd: `${vault}.l_groups_dialogs` }, 'gd.hk_group_id', 'g.hk_group_id')",
    '.joinRaw(`cross join ${vault}.l_groups_dialogs as gd`)',
    questions,
    'E10',
  ],
  [
    'E11 the youngest groups',
    query,
    ".orderBy('registration_dt')",
    ".orderBy('registration_dt', 'desc')",
    questions,
    'E11',
  ],
  [
    'E12 those who did not join',
    query,
    ".where('e.event', 'add')",
    ".whereNot('e.event', 'add')",
    questions,
    'E12',
  ],
  [
    'E13 create counts as joining',
    query,
    ".where('e.event', 'add')",
    ".whereIn('e.event', ['add', 'create'])",
    questions,
    'E13',
  ],
  [
    'E14 rounded before ranking',
    ranking,
    'return compareRatios(b, a) || byId(left, right);',
    'return decimalText(b, 3).localeCompare(decimalText(a, 3)) || byId(left, right);',
    questions,
    'E14',
  ],
  [
    'E16 nobody joined is zero',
    'apps/report/src/text/exact-ratio.ts',
    'return below === 0n ? null :',
    'return below === 0n ? { numerator: 0n, denominator: 1n } :',
    questions,
    'E16',
  ],
  [
    'E20 known rows loaded again',
    sets,
    ', not(exists(known)))',
    ', isNull(intLiteral(1)), exists(known))',
    truth,
    'E20',
  ],
  [
    'E15 group without messages lost',
    query,
    ".leftJoin({ jc: 'joiner_counts' }",
    ".join({ jc: 'joiner_counts' }",
    edges,
    'R01',
  ],
  [
    'R06 strict needs a later message',
    query,
    'case when ?? >= ?? then 1 end',
    'case when ?? > ?? then 1 end',
    edges,
    'R06',
  ],
  [
    'E17 22.5 accepted',
    'libs/datavault-core/src/metadata/lexical-form.ts',
    "'-?(?:0|[1-9][0-9]*)(?:\\\\.0+)?'",
    "'-?(?:0|[1-9][0-9]*)(?:\\\\.[0-9]+)?'",
    errors,
    'E17',
  ],
  [
    'E18 repeated header loaded as data',
    'libs/csv-intake/src/record-check.ts',
    'if (this.#repeatsHeader(view))',
    'if (false && this.#repeatsHeader(view))',
    errors,
    'E18',
  ],
  [
    'E19 peek shows nothing',
    'libs/dataset-runner/src/run/fetch-objects.ts',
    'peekRecords(object.path, source, rows)',
    'peekRecords(object.path, source, 0)',
    errors,
    'E19',
  ],
  [
    'no sequencing: A, B, A loses a version',
    versions,
    "if (!nullable) return coalesce(beside(name, 'lag'), latest);",
    "if (!nullable) return column('versions', name);",
    conformance,
    'keeps A, B, A',
  ],
  [
    'late rows accepted as new',
    `${loading}/versions/version-horizon.ts`,
    'conditions.push(or(isNull(known), isAfter(',
    'conditions.push(or(isNull(known), isNotNull(known), isAfter(',
    conformance,
    'sets rows aside',
  ],
  [
    'held rows never let in',
    `${loading}/sets/link-load.ts`,
    "...(model.orphans === 'hold' ? [released(model, entity, context)] : []),",
    '',
    conformance,
    'holds rows',
  ],
  [
    'delimiter missing in the hash',
    'libs/datavault-core/src/sql/hash-expression.ts',
    '[textLiteral(delimiter), text]',
    '[text]',
    conformance,
    'gives every published hash',
  ],
  [
    'ledger outside the transaction',
    batch,
    'await recordBatch(context, object, staged, load, result);\n      return {',
    'void recordBatch;\n      return {',
    errors,
    'E03',
  ],
  [
    'skip when any old version has the same diff',
    versions,
    "if (rules.candidates === 'all') {\n    branches.push({\n      condition: isStored(table(target.schema, target.name), names),",
    "if (rules.candidates !== 'tableMark') {\n    branches.push({\n      condition: isStored(table(target.schema, target.name), { ...names, identity: [...names.key, ...names.content] }),",
    conformance,
    'keeps A, B, A',
  ],
  [
    'compare with the target only',
    versions,
    "if (!nullable) return coalesce(beside(name, 'lag'), latest);",
    'if (!nullable) return latest;',
    pitfalls,
    'pitfall 01: A, B, A in one batch are three rows',
  ],
  [
    'latest instead of earliest hub row',
    sets,
    "].map(({ value }): OrderTerm => ({ by: value, direction: 'asc', nulls: 'last' })),",
    "].map(({ value }): OrderTerm => ({ by: value, direction: 'desc', nulls: 'last' })),",
    laws,
    'sets of several sources: stores and counts',
  ],
  [
    'reversed source priority',
    `${loading}/sets/set-ranked-rows.ts`,
    "orderBy = sorts.map((name): OrderTerm => ({ by: of(name), direction: 'asc', nulls: 'last' }));",
    "orderBy = sorts.map((name): OrderTerm => ({ by: of(name), direction: name === feedColumn ? 'desc' : 'asc', nulls: 'last' }));",
    pitfalls,
    'pitfall 21',
  ],
  [
    'naive concatenation in the hash',
    hashes,
    'const text = quoted(rules, escaped(rules, normal, kind));',
    'const text = quoted(rules, normal);',
    conformance,
    'gives every published hash',
  ],
  [
    'groups compared by count only',
    `${loading}/groups/group-comparison.ts`,
    "...[key, date, hashDiff].map((name) => equal(column('members', name), peer(name))),",
    "...[key, date].map((name) => equal(column('members', name), peer(name))),",
    pitfalls,
    'pitfall 19',
  ],
  [
    'effectivity searched per link key',
    `${loading}/effectivity/effectivity-relations.ts`,
    "equal(column('drivers', `driving_${place}`), column('target', name)),",
    "and(equal(column('drivers', `driving_${place}`), column('target', name)), { node: 'inQuery', operand: column('target', model.hashKey), query: { node: 'select', columns: taken('sightings', ['link_key']), from: work('sightings') } }),",
    pitfalls,
    'pitfall 16',
  ],
  [
    'point in time without the ghost',
    `${loading}/business-vault/point-in-time-rows.ts`,
    "const ghost = missing === 'ghost';",
    'const ghost = false && missing.length > 0;',
    laws,
    'as-of tables, point in time, bridges, views: stores and counts',
  ],
  [
    'rows older than the latest accepted twice',
    `${loading}/versions/history-load.ts`,
    'where: and(isOutcome(outcome), not(exists(again))),',
    'where: isOutcome(outcome),',
    conformance,
    'sets rows aside',
  ],
  [
    'tracking without the parent key',
    'libs/datavault-core/src/loading/versions/sighting-load.ts',
    "...entity.identity.map((name) =>\n        equal(column('known', name)",
    "...entity.identity.slice(1).map((name) =>\n        equal(column('known', name)",
    laws,
    'tracking satellites: stores and counts',
  ],
];

const { values } = parseArgs({ options: { root: { type: 'string' }, only: { type: 'string' } } });
const temporary = values.root === undefined ? mkdtempSync(join(tmpdir(), 'vaultwright-mutants-')) : null;
const root = values.root ?? join(temporary, 'clone');

function run(command, args, cwd) {
  return spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, CI: '' },
  });
}

function isKilled([name, file, from, to, test, title]) {
  const path = join(root, file);
  const original = readFileSync(path, 'utf8');
  const at = original.indexOf(from);
  if (at < 0) return [name, false, `${file} does not hold: ${from}`];
  writeFileSync(path, `${original.slice(0, at)}${to}${original.slice(at + from.length)}`);
  try {
    const args = ['vitest', 'run', test, ...(title === '' ? [] : ['-t', title]), '--bail', '1'];
    const { status, stdout } = run('npx', args, root);
    const ran = /Tests .*(?:passed|failed)/.test(stdout);
    return [name, status !== 0 && ran, status === 0 ? `survived ${test} ${title}` : 'no test ran'];
  } finally {
    writeFileSync(path, original);
  }
}

const chosen = mutants.filter(([name]) => values.only === undefined || name.includes(values.only));
let survivors = 0;
try {
  if (temporary !== null) {
    const source = fileURLToPath(new URL('../../', import.meta.url));
    run('git', ['clone', '--quiet', '--no-hardlinks', source, root], temporary);
    const { status } = run('npm', ['install', '--prefer-offline', '--no-audit', '--no-fund'], root);
    if (status !== 0) throw new Error('npm install failed in the clone');
  }
  for (const mutant of chosen) {
    const [name, killed, why] = isKilled(mutant);
    if (!killed) survivors += 1;
    console.log(killed ? `killed    ${name}` : `SURVIVED  ${name}: ${why}`);
  }
  console.log(`mutants: ${chosen.length - survivors} killed, ${survivors} survived`);
} finally {
  if (temporary !== null) rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = survivors === 0 ? 0 : 1;
