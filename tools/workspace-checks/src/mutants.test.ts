import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { commonErrors } from '../mutants/common-errors.mjs';
import { deliveryErrors } from '../mutants/delivery-errors.mjs';
import { formatErrors } from '../mutants/format-errors.mjs';
import { kindErrors } from '../mutants/kind-errors.mjs';
import { lintErrors } from '../mutants/lint-errors.mjs';
import type { Mutant } from '../mutants/mutant.d.mts';
import { listFiles } from './list-files.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const suites = 'libs/datavault-conformance/src';
const suiteText = listFiles(root, suites).map(read).join('\n');

/** Why a mutant could not be made, or no test be run for it. */
function faultsOf([, file, from, to, test, title]: Mutant): string[] {
  const faults: string[] = [];
  if (!existsSync(join(root, file))) faults.push(`${file} does not exist`);
  else if (!read(file).includes(from)) faults.push(`${file} does not hold: ${from}`);
  if (from === to) faults.push('it changes nothing');
  if (!existsSync(join(root, test))) faults.push(`${test} does not exist`);
  else if (!names(read(test), title)) faults.push(`${test} has no test named: ${title}`);
  return faults;
}

/** A title stands in the test file, or in the suites that it calls; a suite may put it together of a subject and a law. */
function names(testText: string, title: string): boolean {
  if (testText.includes(title)) return true;
  if (!testText.includes("from '@vaultwright/datavault-conformance'")) return false;
  return suiteText.includes(title) || title.split(': ').every((part) => suiteText.includes(part));
}

describe('every mutant can be made', () => {
  const mutants: readonly Mutant[] = [
    ...commonErrors,
    ...kindErrors,
    ...deliveryErrors,
    ...formatErrors,
    ...lintErrors,
  ];

  it('under a name of its own', () => {
    const seen = mutants.map(([name]) => name);
    expect(seen.filter((name, place) => seen.indexOf(name) !== place)).toEqual([]);
    expect(seen.length).toBeGreaterThan(30);
  });

  it.each(mutants.map((mutant) => [mutant[0], mutant] as const))('%s', (_name, mutant) => {
    expect(faultsOf(mutant)).toEqual([]);
  });
});

describe('a mutant that cannot be made', () => {
  const [mutant] = commonErrors as readonly [Mutant];
  const changed = (place: number, text: string): Mutant =>
    mutant.map((part, at) => (at === place ? text : part)) as unknown as Mutant;

  it.each([
    [1, 'libs/gone.ts', 'libs/gone.ts does not exist'],
    [2, 'text that is gone', 'does not hold: text that is gone'],
    [4, 'libs/gone.test.ts', 'libs/gone.test.ts does not exist'],
    [5, 'a title that is gone', 'has no test named: a title that is gone'],
  ])('is found by its part %i', (place, text, message) => {
    expect(faultsOf(changed(place, text))).toEqual([expect.stringContaining(message)]);
  });
});
