import { describe, expect, it } from 'vitest';
import { runScript } from './run-script.ts';
import { TestRepository } from './test-repository.ts';

const table = `Group conversion: 10 oldest groups
 #  group                     joined  wrote  conversion
 1  Cooking                    4 794  2 760       0.576
 2  Travel, 5  stars           4 311  2 450       0.568
 3  c                         4,172  2,363       0.566
 4  d                          3781   2126       0.562
 5  e                          4 298  2 387       0.555
 6  f                          3 575  1 968       0.550
 7  g                          3 725  2 046       0.549
 8  h                          3 405  1 779       0.522
 9  i                          2 505  1 138       0.454
10  j                          1 914    861       0.450
`;

/** A project whose start prints one text the first time and another one afterwards. */
function firstCommand(first: string, second: string) {
  const repository = new TestRepository();
  const start = `const fs = require('node:fs');
const again = fs.existsSync('loaded');
fs.writeFileSync('loaded', '');
process.stdout.write(${JSON.stringify([first, second])}[again ? 1 : 0]);
`;
  repository.commit('feat: start', {
    'package.json': '{ "name": "made-up", "private": true, "scripts": { "start": "node start.cjs" } }',
    'start.cjs': start,
  });
  const { code, lines } = runScript('first-command.mjs', ['--root', repository.root]);
  repository.remove();
  const faults = lines.filter((line) => /^(?:first|second) start: (?!the ten groups)/.test(line));
  return { code, faults, last: lines.at(-1) };
}

describe('the check of the first command', () => {
  it('is content with the published answer and a second start that finds nothing new', () => {
    const result = firstCommand(table, `source unchanged, nothing to do\n${table}`);
    expect(result).toEqual({ code: 0, faults: [], last: 'first command: works' });
  });

  it('names each difference', () => {
    const wrong = table.replace('2 450 ', '2 449 ').replace(/^10.*\n/m, '');
    expect(firstCommand(wrong, table)).toEqual({
      code: 1,
      faults: [
        'first start: place 2: expected 4311 2450 0.568, printed 4311 2449 0.568',
        'first start: place 10: expected 1914 861 0.450, printed no such row',
        'second start: does not say that nothing is new',
      ],
      last: 'first command: 3 faults',
    });
  });
});
