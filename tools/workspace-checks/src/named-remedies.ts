import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { listFiles } from './list-files.ts';
import { isSourceFile, parseSource, walkNodes } from './parse-source.ts';

/** A text that a person may be shown, and where it stands. */
export interface ShownText {
  readonly place: string;
  readonly text: string;
}

/** How a text names an option, a command, a function of the libraries. */
export const namedOption = /(?<![\w-])(--[a-z][a-z-]+)/g;
export const namedCommand = /(?:^|npx |`)vaultwright ([a-z]+)/g;
export const namedFunction = /(?<![\w.])((?:define|with|plan)[A-Z]\w+)/g;

const commandLine = 'libs/dataset-runner/src/cli';

/** Sentences that a person may be shown: string literals of more than one word in what is published; a report has options of its own. */
export function sentencesOf(root: string): ShownText[] {
  const files = listFiles(root, 'libs').filter(
    (file) =>
      isSourceFile(file) &&
      /^libs\/(?!vertica-testkit)[\w-]+\/src\//.test(file) &&
      !/\.test\.|\/fixtures\/|\/testing\/|\/report-/.test(file),
  );
  return files.flatMap((file) => {
    const found: ShownText[] = [];
    walkNodes(parseSource(file, read(root, file)), (node) => {
      const isText =
        ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
      if (isText && node.text.trim().includes(' ')) found.push({ place: file, text: node.text });
    });
    return found;
  });
}

/** Lines of files that are not code. */
export function linesOf(root: string, files: readonly string[]): ShownText[] {
  return files.flatMap((file) =>
    read(root, file)
      .split('\n')
      .map((text, index) => ({ place: `${file}:${index + 1}`, text })),
  );
}

/** Places that name something which is not among the known. */
export function unknownNames(
  texts: readonly ShownText[],
  pattern: RegExp,
  known: ReadonlySet<string>,
): string[] {
  return texts.flatMap(({ place, text }) =>
    [...text.matchAll(pattern)]
      .map(([, name = '']) => name)
      .filter((name) => !known.has(name))
      .map((name) => `${place}: ${name} in "${text}"`),
  );
}

export function knownOptions(root: string): Set<string> {
  return declared(root, commandLine, /(?:option\(|Option\()\s*'(?:-\w, )?(--[a-z][a-z-]*)/gi);
}

/** Options of `report` that the command line does not declare, because it hands them on. */
export function knownReportOptions(root: string): Set<string> {
  return namesIn(read(root, 'libs/dataset-runner/src/commands/report-arguments.ts'), /'(--[a-z][a-z-]*)'/g);
}

export function knownVerbs(root: string): Set<string> {
  return declared(root, commandLine, /[vV]erb\(\s*'([a-z]+)'/g);
}

/** Names that the entries of the libraries export, and words beside them. */
export function knownFunctions(root: string): Set<string> {
  const entries = listFiles(root, 'libs').filter((file) => file.endsWith('/src/index.ts'));
  return new Set(
    entries.flatMap((entry) => {
      const text = read(root, entry);
      const wholes = [...text.matchAll(/^export \* from '\.\/([^']+)';/gm)].map(([, path = '']) =>
        read(root, join(entry, '..', path)),
      );
      return [...namesIn(text, /(\w+)/g), ...wholes.flatMap(exportedNames)];
    }),
  );
}

function exportedNames(text: string): string[] {
  const lists = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].map(([, names = '']) => names);
  return [
    ...namesIn(text, /^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm),
    ...lists.flatMap((names) => names.match(/\w+/g) ?? []),
  ];
}

function declared(root: string, folder: string, pattern: RegExp): Set<string> {
  const files = listFiles(root, folder).filter((file) => isSourceFile(file) && !file.includes('.test.'));
  return new Set(files.flatMap((file) => [...namesIn(read(root, file), pattern)]));
}

function namesIn(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([, name = '']) => name));
}

function read(root: string, file: string): string {
  return readFileSync(join(root, file), 'utf8');
}
