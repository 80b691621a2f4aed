import { describeEvolution, describeRehash } from '@vaultwright/datavault-core/testing';
import { openDuckDb } from './open-duckdb.ts';

const open = () => openDuckDb({ path: ':memory:' });

describeEvolution({ name: 'DuckDB', open });
describeRehash({ name: 'DuckDB', open });
