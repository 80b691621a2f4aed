import { goSuite } from './go-suite.mjs';
import { dbtSuite } from './dbt-suite.mjs';
import { nodejsSuite } from './nodejs-suite.mjs';
import { pythonSuite } from './python-suite.mjs';

/** Every suite: its name, what it is, its floor, what is out of scope, and how it runs. */
export const suites = [nodejsSuite, pythonSuite, dbtSuite, goSuite];
