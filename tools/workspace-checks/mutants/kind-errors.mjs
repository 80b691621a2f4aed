const core = 'libs/datavault-core/src';
const kinds = `${core}/kinds`;
const sets = `${kinds}/insert-once/set-first-rows.ts`;
const versions = `${kinds}/history/version-outcomes.ts`;
const hashes = `${core}/sql/hash-expression.ts`;
const pitfalls = 'libs/duckdb-adapter/src/pitfalls.test.ts';
const laws = 'libs/duckdb-adapter/src/laws.test.ts';
const conformance = 'libs/duckdb-adapter/src/conformance.test.ts';

/** Errors of the kinds; the shape is that of the common errors. */
export const kindErrors = [
  [
    'skip when any old version has the same diff',
    versions,
    'if (rules.compress) branches.push({ condition: isUnchanged(names),',
    "if (rules.compress) branches.push({ condition: { node: 'exists', query: { node: 'select', columns: [{ name: 'found', value: intLiteral(1) }], from: from(table(entity.target.schema, entity.target.name), 'stored'), where: isSame([...names.key, ...names.content], valuesIn('stored'), valuesIn('versions')) } },",
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
    `${kinds}/insert-once/set-ranked-rows.ts`,
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
    `${kinds}/multi-active/group-comparison.ts`,
    "...[key, date, hashDiff].map((name) => equal(column('members', name), peer(name))),",
    "...[key, date].map((name) => equal(column('members', name), peer(name))),",
    pitfalls,
    'pitfall 19',
  ],
  [
    'effectivity searched per link key',
    `${kinds}/effectivity/effectivity-relations.ts`,
    "equal(column('drivers', `driving_${place}`), column('target', name)),",
    "and(equal(column('drivers', `driving_${place}`), column('target', name)), { node: 'inQuery', operand: column('target', model.hashKey), query: { node: 'select', columns: taken('sightings', ['link_key']), from: work('sightings') } }),",
    pitfalls,
    'pitfall 16',
  ],
  [
    'point in time without the ghost',
    `${kinds}/business-vault/point-in-time-rows.ts`,
    "const ghost = missing === 'ghost';",
    'const ghost = false && missing.length > 0;',
    laws,
    'as-of tables, point in time, bridges, views: stores and counts',
  ],
  [
    'rows older than the latest accepted twice',
    `${kinds}/history/history-load.ts`,
    'without: [again],',
    'without: [],',
    conformance,
    'sets rows aside',
  ],
  [
    'tracking without the parent key',
    `${kinds}/history/sighting-load.ts`,
    "...entity.identity.map((name) =>\n        equal(column('known', name)",
    "...entity.identity.slice(1).map((name) =>\n        equal(column('known', name)",
    laws,
    'tracking satellites: stores and counts',
  ],
];
