import { describeLaws } from '@vaultwright/datavault-core/testing';
import { openDuckDb } from './open-duckdb.ts';

describeLaws({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) });
