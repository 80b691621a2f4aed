import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listFiles } from './list-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const suites = 'libs/datavault-conformance/src/';

/** Suites by the number of a pitfall, from the titles of their tests. */
function testedPitfalls(): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const file of listFiles(root, suites.slice(0, -1))) {
    for (const [, number = ''] of read(file).matchAll(/'pitfall (\d{2})[:']/g)) {
      const suitesOfNumber = (found[Number(number)] ??= []);
      if (!suitesOfNumber.includes(file)) suitesOfNumber.push(file);
    }
  }
  return Object.fromEntries(Object.entries(found).map(([number, files]) => [number, files.sort()]));
}

/** Suites by number, from the links of the page. */
function describedPitfalls(): Record<string, string[]> {
  const items = read('docs/concepts/pitfalls.md').split(/^(?=\d+\. )/m);
  return Object.fromEntries(
    items.slice(1).map((item) => {
      const links = [...item.matchAll(/\]\(\.\.\/\.\.\/(libs\/[^)]+)\)/g)].map(([, file = '']) => file);
      return [/^\d+/.exec(item)?.[0] ?? '', links.sort()];
    }),
  );
}

describe('the numbers of pitfalls', () => {
  it('are those of the page, which links the suites that test each', () => {
    expect(describedPitfalls()).toEqual(testedPitfalls());
    expect(Object.keys(describedPitfalls())).toEqual(Array.from({ length: 24 }, (_, at) => String(at + 1)));
  });
});
