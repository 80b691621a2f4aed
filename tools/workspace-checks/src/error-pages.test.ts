import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findPageFaults, shippedFiles, writtenCodes } from './find-page-faults.ts';
import { listFiles } from './list-files.ts';
import {
  knownFunctions,
  knownOptions,
  knownReportOptions,
  knownVerbs,
  linesOf,
  namedCommand,
  namedFunction,
  namedOption,
  unknownNames,
} from './named-remedies.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const files = listFiles(root, 'libs/dataset-runner/errors');
const pages = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
const lines = linesOf(root, files);

describe('the pages of error codes', () => {
  const { codes, composed } = writtenCodes(shippedFiles(root));

  it('are one for each code that shipped source writes, in order, and none for another', () => {
    expect(composed).toEqual([]);
    expect([...codes.keys()]).toEqual(expect.arrayContaining(['E-LOCK-HELD', 'E-USAGE-SCHEMA', 'E-S3-403']));
    expect(findPageFaults(codes, pages)).toEqual([]);
  });

  it('name options, commands, functions and codes that exist', () => {
    const outside = ['--help', '--version', '--save-exact'];
    const options = new Set([...knownOptions(root), ...knownReportOptions(root), ...outside]);
    expect(unknownNames(lines, namedOption, options)).toEqual([]);
    expect(unknownNames(lines, namedCommand, knownVerbs(root))).toEqual([]);
    expect(unknownNames(lines, namedFunction, knownFunctions(root))).toEqual([]);
    expect(unknownNames(lines, /\b(E(?:-[A-Z0-9]+)+)\b/g, new Set(codes.keys()))).toEqual([]);
  });
});

describe('a mistake in the pages is found', () => {
  const codes = new Map([
    ['E-A-ONE', 'a.ts'],
    ['E-A-TWO', 'a.ts'],
    ['E-B-ONE', 'b.ts'],
  ]);
  const file = (name: string, ...headings: readonly string[]): { file: string; text: string } => ({
    file: name,
    text: headings.map((heading) => `## ${heading}\n\nWhat it means.\n`).join('\n'),
  });
  const whole = [file('a.md', 'E-A-ONE', 'E-A-TWO'), file('b.md', 'E-B-ONE')];

  it.each([
    ['a code without a page', whole.slice(1), ['E-A-ONE of a.ts has 0 sections, not one']],
    ['a code with two', [...whole, file('b.md', 'E-B-ONE')], ['E-B-ONE of b.ts has 2 sections, not one']],
    ['a page of no code', [...whole, file('c.md', 'E-C-ONE')], ['c.md: E-C-ONE is no code']],
    [
      'pages out of order',
      [file('a.md', 'E-A-TWO', 'E-A-ONE'), file('b.md', 'E-B-ONE')],
      ['a.md: E-A-ONE stands after E-A-TWO'],
    ],
    [
      'an area in two files',
      [file('a.md', 'E-A-ONE'), file('b.md', 'E-A-TWO', 'E-B-ONE')],
      ['codes E-A are in a.md and b.md'],
    ],
  ])('%s', (_, broken, faults) => {
    expect(findPageFaults(codes, whole)).toEqual([]);
    expect(findPageFaults(codes, broken)).toEqual(expect.arrayContaining(faults));
  });

  it('a code that is put together, where a literal and a type are none', () => {
    const text =
      "type Code = `E-${string}`;\nconst one: Code = 'E-A-ONE';\nconst two = (name: string) => `E-A-${name}`;\n";
    const { codes: found, composed } = writtenCodes([{ file: 'a.ts', text }]);
    expect([...found]).toEqual([['E-A-ONE', 'a.ts']]);
    expect(composed).toEqual(['a.ts:3: a code is put together; write it whole']);
  });

  it('an option, a command and a function that do not exist', () => {
    const text = 'Run `vaultwright lod <dataset> --max-reject 3`, or call `defineHubb`.';
    const texts = [{ place: 'a.md:1', text }];
    expect(unknownNames(texts, namedOption, knownOptions(root))).toEqual([
      `a.md:1: --max-reject in "${text}"`,
    ]);
    expect(unknownNames(texts, namedCommand, knownVerbs(root))).toEqual([`a.md:1: lod in "${text}"`]);
    expect(unknownNames(texts, namedFunction, knownFunctions(root))).toEqual([
      `a.md:1: defineHubb in "${text}"`,
    ]);
  });
});
