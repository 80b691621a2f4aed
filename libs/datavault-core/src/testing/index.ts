export { describeHashes, type HashesUnderTest } from './describe-hashes.ts';
export { describeLaws, type LawsUnderTest } from './describe-laws.ts';
export { describeWarehouse, type WarehouseUnderTest } from './describe-warehouse.ts';
export * from './hash-vectors.ts';
