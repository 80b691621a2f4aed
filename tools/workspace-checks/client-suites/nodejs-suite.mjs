import { createRequire } from 'node:module';
import { nodejsCases } from './nodejs-cases.mjs';
import { resultCases } from './nodejs-result-cases.mjs';

const require = createRequire(import.meta.url);
const allCases = [...nodejsCases, ...resultCases];

/**
 * Calls of the public Node driver. Its published package brings no tests along, so these are ours: the same calls as in
 * the tests of its repository, each written anew.
 */
export const nodejsSuite = {
  name: 'nodejs',
  title: `vertica-nodejs ${require('vertica-nodejs/package.json').version}, our own tests of its calls`,
  floor: allCases.length,
  outOfScope: [],
  async prepare() {
    return { missing: null };
  },
  async run(port) {
    const driver = require('vertica-nodejs');
    const options = { host: '127.0.0.1', port, user: 'tester', database: 'test', tls_mode: 'disable' };
    const cases = [];
    for (const [name, work] of allCases) {
      try {
        await work(driver, options);
        cases.push({ name, outcome: 'passed', detail: '' });
      } catch (error) {
        cases.push({ name, outcome: 'failed', detail: error.message.split('\n')[0] });
      }
    }
    return cases;
  },
};
