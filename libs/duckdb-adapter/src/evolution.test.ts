import { describeEvolution, describeRehash } from '@vaultwright/datavault-conformance';
import { openDuckDb } from './open-duckdb.ts';

const open = () => openDuckDb({ path: ':memory:' });

describeEvolution({ name: 'DuckDB', open });
describeRehash({ name: 'DuckDB', open });
