import { describePitfalls } from '@vaultwright/datavault-conformance';
import { openDuckDb } from './open-duckdb.ts';

describePitfalls({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) });
