import { describeLaws } from '@vaultwright/datavault-core/testing';
import { openDuckDb } from './open-duckdb.ts';

const { LAW_CASES: cases, LAW_SEED: seed } = process.env;

describeLaws({
  name: 'DuckDB',
  open: () => openDuckDb({ path: ':memory:' }),
  ...(cases === undefined ? {} : { cases: Number(cases) }),
  ...(seed === undefined ? {} : { seed: Number(seed) }),
});
