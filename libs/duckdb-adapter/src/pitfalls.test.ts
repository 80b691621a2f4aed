import { describePitfalls } from '@vaultwright/datavault-core/testing';
import { openDuckDb } from './open-duckdb.ts';

describePitfalls({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) });
