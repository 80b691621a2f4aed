export { describeHashes, type HashesUnderTest } from './describe-hashes.ts';
export { describeEvolution } from './describe-evolution.ts';
export { describeLaws, type LawsUnderTest } from './describe-laws.ts';
export { describePitfalls } from './describe-pitfalls.ts';
export { describeRehash } from './describe-rehash.ts';
export { describeWarehouse, type WarehouseUnderTest } from './describe-warehouse.ts';
export * from './hash-vectors.ts';
export { smallVault } from './small-vault.ts';
export { VaultDriver } from './vault-driver.ts';
