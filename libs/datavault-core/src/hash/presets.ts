import type { HashProfile, HashRules } from './hash-profile.ts';

const injective: Omit<HashRules, 'allNull' | 'stripTrailing'> = {
  trim: 'none',
  case: 'preserve',
  emptyIsNull: false,
  escape: [
    ['~', '~~'],
    ['|', '~|'],
  ],
  nullToken: '~N',
  delimiter: '|',
  sortColumns: 'declared',
};

/** The default: different tuples never share a text, and no value is trimmed or folded. */
export const vaultwright1: HashProfile = {
  name: 'vaultwright-1',
  version: 1,
  key: { ...injective, stripTrailing: 'none', allNull: 'null' },
  diff: { ...injective, stripTrailing: 'nullParts', allNull: 'hash' },
  algorithm: 'md5',
  encoding: 'binary',
};

const folded: Omit<HashRules, 'allNull' | 'sortColumns'> = {
  trim: 'spaces',
  case: 'upper',
  emptyIsNull: true,
  escape: [],
  nullToken: '^^',
  delimiter: '||',
  stripTrailing: 'none',
};

/**
 * The hashes of vaults that AutomateDV loaded.
 *
 * Invariant: not collision-safe, because a value may contain the delimiter: `a||b` and (`a`, `b`) share a text.
 */
export const automateDv: HashProfile = {
  name: 'automate-dv',
  version: 1,
  key: { ...folded, sortColumns: 'declared', allNull: 'null' },
  diff: { ...folded, sortColumns: 'byName', allNull: 'hash' },
  algorithm: 'md5',
  encoding: 'binary',
};

/** Every preset by its name, for metadata given as plain data. */
export const hashProfiles: Readonly<Record<string, HashProfile>> = {
  [vaultwright1.name]: vaultwright1,
  [automateDv.name]: automateDv,
};
