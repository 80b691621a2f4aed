const loading = 'libs/datavault-core/src/loading';
const sets = `${loading}/sets/set-first-rows.ts`;
const versions = `${loading}/versions/version-outcomes.ts`;
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
export const commonErrors = [
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
];
