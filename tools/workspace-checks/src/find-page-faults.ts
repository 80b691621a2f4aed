import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { listFiles } from './list-files.ts';
import { isSourceFile, lineOf, parseSource, walkNodes } from './parse-source.ts';

/** Error codes by a place that writes them. */
export type WrittenCodes = ReadonlyMap<string, string>;

/** A file of pages: one section `## <code>` for each code. */
export interface PageFile {
  readonly file: string;
  readonly text: string;
}

const code = /^E(?:-[A-Z0-9]+)+$/;

/** Source files that are published or part of an application, tests and their fixtures left out. */
export function shippedFiles(root: string): PageFile[] {
  return ['libs', 'apps']
    .flatMap((folder) => listFiles(root, folder))
    .filter(
      (file) =>
        isSourceFile(file) &&
        /^\w+\/[\w-]+\/src\//.test(file) &&
        !/\.test\.|\/fixtures\/|\/testing\//.test(file),
    )
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** Codes that the files write; `composed` are places that put a code together, so that nobody finds it. */
export function writtenCodes(files: readonly PageFile[]): {
  readonly codes: WrittenCodes;
  readonly composed: readonly string[];
} {
  const codes = new Map<string, string>();
  const composed: string[] = [];
  for (const { file, text } of files) {
    walkNodes(parseSource(file, text), (node) => {
      if (ts.isStringLiteralLike(node) && code.test(node.text)) codes.set(node.text, file);
      if (ts.isTemplateExpression(node) && /^E-[A-Z0-9-]*$/.test(node.head.text))
        composed.push(`${file}:${lineOf(node)}: a code is put together; write it whole`);
    });
  }
  return { codes, composed };
}

interface Section {
  readonly file: string;
  readonly heading: string;
}

/** What is wrong with the pages of these codes, one line each. */
export function findPageFaults(codes: WrittenCodes, pages: readonly PageFile[]): string[] {
  const sections = pages.flatMap(({ file, text }) =>
    [...text.matchAll(/^## (.*)$/gm)].map(([, heading = '']): Section => ({ file, heading })),
  );
  return [
    ...[...codes].flatMap(([name, place]) => {
      const count = sections.filter(({ heading }) => heading === name).length;
      return count === 1 ? [] : [`${name} of ${place} has ${count} sections, not one`];
    }),
    ...sections
      .filter(({ heading }) => !codes.has(heading))
      .map(({ file, heading }) => `${file}: ${heading} is no code`),
    ...sections.flatMap(({ file, heading }, place) => {
      const before = sections[place - 1];
      return before?.file === file && before.heading > heading
        ? [`${file}: ${heading} stands after ${before.heading}`]
        : [];
    }),
    ...[...new Set(sections.map(areaOf))].flatMap((area) => {
      const files = new Set(sections.filter((one) => areaOf(one) === area).map(({ file }) => file));
      return files.size === 1 ? [] : [`codes ${area} are in ${[...files].join(' and ')}`];
    }),
  ];
}

/** `E-CONFIG` of `E-CONFIG-KEY`. */
function areaOf({ heading }: Section): string {
  return heading.split('-', 2).join('-');
}
