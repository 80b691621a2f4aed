import type { HashProfile, HashRules } from './hash-profile.ts';

const injective: Omit<HashRules, 'allNull' | 'stripTrailing'> = {
  trim: 'none',
  case: 'preserve',
  caseScope: 'part',
  emptyIsNull: false,
  escape: [
    ['~', '~~'],
    ['|', '~|'],
  ],
  quote: null,
  nullToken: '~N',
  delimiter: '|',
  stripControl: [],
  sortColumns: 'declared',
  singleColumn: 'asList',
};

/** The default: different tuples never share a text, and no value is trimmed or folded. */
export const vaultwright1: HashProfile = {
  name: 'vaultwright-1',
  version: 1,
  key: { ...injective, stripTrailing: 'none', allNull: 'null' },
  diff: { ...injective, stripTrailing: 'nullParts', allNull: 'hash' },
  linkKeyFrom: 'businessKeys',
  algorithm: 'md5',
  encoding: 'binary',
  text: 'vaultwright-1',
};

const folded: Omit<HashRules, 'allNull' | 'sortColumns' | 'singleColumn'> = {
  trim: 'spaces',
  case: 'upper',
  caseScope: 'part',
  emptyIsNull: true,
  escape: [],
  quote: null,
  nullToken: '^^',
  delimiter: '||',
  stripControl: [],
  stripTrailing: 'none',
};

/**
 * The hashes of vaults that AutomateDV loaded.
 *
 * Invariant: not collision-safe, because a value may contain the delimiter: `a||b` and (`a`, `b`) share a text.
 * Example: `{ ...automateDv, key: { ...automateDv.key, case: 'preserve' } }` for vaults that disabled upper casing of keys.
 */
export const automateDv: HashProfile = {
  name: 'automate-dv',
  version: 1,
  key: { ...folded, sortColumns: 'declared', allNull: 'null', singleColumn: 'bare' },
  diff: { ...folded, sortColumns: 'byName', allNull: 'hash', singleColumn: 'asList' },
  linkKeyFrom: 'businessKeys',
  algorithm: 'md5',
  encoding: 'binary',
  text: 'engine-cast',
};

/** What differs between vaults that one version of datavault4dbt loaded. */
export interface Dv4dbtOptions {
  /** Empty texts count as NULL: so on Exasol, Synapse, Oracle, SQL Server and Fabric. */
  readonly emptyIsNull: boolean;
}

const newlinesAndTabs = [10, 9, 11, 13];

function dv4dbt(name: string, escape: HashRules['escape'], { emptyIsNull }: Dv4dbtOptions): HashProfile {
  const rules: Omit<HashRules, 'case'> = {
    trim: 'spaces',
    caseScope: 'whole',
    emptyIsNull,
    escape,
    quote: '"',
    nullToken: '^^',
    delimiter: '||',
    stripControl: newlinesAndTabs,
    stripTrailing: 'none',
    sortColumns: 'declared',
    allNull: 'zero',
    singleColumn: 'asList',
  };
  return {
    name: emptyIsNull ? `${name}-empty-is-null` : name,
    version: 1,
    key: { ...rules, case: 'upper' },
    diff: { ...rules, case: 'preserve' },
    linkKeyFrom: 'businessKeys',
    algorithm: 'md5',
    encoding: 'hexLower',
    text: 'engine-cast',
  };
}

/**
 * The hashes of vaults that datavault4dbt loaded before its second escaping rule.
 *
 * Invariant: not collision-safe: `^^` and `--` share a text.
 * Example: `{ ...profile, diff: { ...profile.diff, stripTrailing: { chars: '^|' } } }` where trailing NULLs were cut.
 */
export function dv4dbt1(options: Dv4dbtOptions): HashProfile {
  const escape: HashRules['escape'] = [
    ['\\', '\\\\'],
    ['"', '\\"'],
    ['^^', '--'],
  ];
  return dv4dbt('dv4dbt-1', escape, options);
}

/**
 * The hashes of vaults that datavault4dbt loaded since its second escaping rule.
 *
 * Invariant: not collision-safe: `^^` and the words that replace it share a text.
 */
export function dv4dbt2(options: Dv4dbtOptions): HashProfile {
  const escape: HashRules['escape'] = [
    ['\\', '\\\\'],
    ['"', 'dv4dbt-quote-replacement'],
    ['^^', 'dv4dbt-null-replacement'],
    ['||', 'dv4dbt-concat-replacement'],
  ];
  return dv4dbt('dv4dbt-2', escape, options);
}

const plain: Omit<HashRules, 'nullToken' | 'stripTrailing'> = {
  trim: 'none',
  case: 'preserve',
  caseScope: 'part',
  emptyIsNull: false,
  escape: [],
  quote: null,
  delimiter: '|~~|',
  stripControl: [],
  sortColumns: 'declared',
  allNull: 'hash',
  singleColumn: 'asList',
};

/**
 * The hashes of vaults that diepvries loaded.
 *
 * Invariant: not collision-safe: NULL and `dv_unknown` share a text, and a value may contain the delimiter.
 */
export const diepvries: HashProfile = {
  name: 'diepvries',
  version: 1,
  key: { ...plain, nullToken: 'dv_unknown', stripTrailing: 'none' },
  diff: { ...plain, nullToken: '', stripTrailing: 'delimiters' },
  linkKeyFrom: 'businessKeys',
  algorithm: 'md5',
  encoding: 'hexLower',
  text: 'diepvries',
};

const presets = [
  vaultwright1,
  automateDv,
  ...[dv4dbt1, dv4dbt2].flatMap((preset) => [preset({ emptyIsNull: false }), preset({ emptyIsNull: true })]),
  diepvries,
];

/** Every preset by its name, for metadata given as plain data. */
export const hashProfiles: Readonly<Record<string, HashProfile>> = Object.fromEntries(
  presets.map((preset) => [preset.name, preset]),
);
