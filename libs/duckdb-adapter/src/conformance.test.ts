import { describeWarehouse } from '@vaultwright/datavault-core/testing';
import { openDuckDb } from './open-duckdb.ts';

describeWarehouse({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) });
