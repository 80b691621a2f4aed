import { describeLaws } from '@vaultwright/datavault-core/testing';
import { openDuckDb } from './open-duckdb.ts';

describeLaws({
  name: 'DuckDB',
  open: () => openDuckDb({ path: ':memory:' }),
  cases: Number(process.env['VAULTWRIGHT_LAW_CASES'] ?? 20),
});
