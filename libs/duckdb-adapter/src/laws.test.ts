import { describeLaws } from '@vaultwright/datavault-conformance';
import { openDuckDb } from './open-duckdb.ts';

// The same histories in every run, so that no run fails by luck; `npm run test:laws` looks at new ones.
const { LAW_CASES: cases, LAW_SEED: seed = '2022' } = process.env;

describeLaws({
  name: 'DuckDB',
  // Tables of a few rows: a second thread costs more than it gives.
  open: () => openDuckDb({ path: ':memory:', threads: 1 }),
  seed: Number(seed),
  ...(cases === undefined ? {} : { cases: Number(cases) }),
});
