import { describeWarehouse } from '@vaultwright/datavault-conformance';
import { openDuckDb } from './open-duckdb.ts';

describeWarehouse({ name: 'DuckDB', open: () => openDuckDb({ path: ':memory:' }) });
