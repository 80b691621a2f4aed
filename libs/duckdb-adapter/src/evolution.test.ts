import { describeEvolution } from '@vaultwright/datavault-core/testing';
import { openDuckDb } from './open-duckdb.ts';

describeEvolution({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) });
