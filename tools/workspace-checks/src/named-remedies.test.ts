import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { listFiles } from './list-files.ts';
import { isSourceFile, parseSource, walkNodes } from './parse-source.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string): string => readFileSync(join(root, file), 'utf8');
const commandLine = 'libs/dataset-runner/src/cli';

/** Sentences that a person may be shown: string literals of more than one word in what is published; a report has options of its own. */
function sentences(): { readonly file: string; readonly text: string }[] {
  const files = listFiles(root, 'libs').filter(
    (file) =>
      isSourceFile(file) &&
      /^libs\/(?!vertica-testkit)[\w-]+\/src\//.test(file) &&
      !/\.test\.|\/fixtures\/|\/testing\/|\/report-/.test(file),
  );
  return files.flatMap((file) => {
    const found: { file: string; text: string }[] = [];
    walkNodes(parseSource(file, read(file)), (node) => {
      const isText =
        ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
      if (isText && node.text.trim().includes(' ')) found.push({ file, text: node.text });
    });
    return found;
  });
}

/** Places that name something which is not among the known. */
function unknown(pattern: RegExp, known: ReadonlySet<string>): string[] {
  return sentences().flatMap(({ file, text }) =>
    [...text.matchAll(pattern)]
      .map(([, name = '']) => name)
      .filter((name) => !known.has(name))
      .map((name) => `${file}: ${name} in "${text}"`),
  );
}

function declared(folder: string, pattern: RegExp): Set<string> {
  const files = listFiles(root, folder).filter((file) => isSourceFile(file) && !file.includes('.test.'));
  return new Set(files.flatMap((file) => [...read(file).matchAll(pattern)].map(([, name = '']) => name)));
}

describe('what an error tells a person to use exists', () => {
  it('every option', () => {
    const options = declared(commandLine, /(?:option\(|Option\()\s*'(?:-\w, )?(--[a-z][a-z-]*)/gi);
    expect(options).toContain('--max-rejects');
    const npm = ['--save-exact'];
    expect(unknown(/(?<![\w-])(--[a-z][a-z-]+)/g, new Set([...options, ...npm]))).toEqual([]);
  });

  it('every command', () => {
    const verbs = declared(commandLine, /[vV]erb\(\s*'([a-z]+)'/g);
    expect(verbs).toContain('apply');
    expect(unknown(/(?:^|npx |`)vaultwright ([a-z]+)/g, verbs)).toEqual([]);
  });

  it('every function', () => {
    const names = new Set(
      listFiles(root, 'libs')
        .filter((file) => /\/src\/(?:index|vault\/define-entities)\.ts$/.test(file))
        .flatMap((file) => read(file).match(/\w+/g) ?? []),
    );
    expect(names).toContain('defineHub');
    const knex = ['withMaterialized', 'withNotMaterialized'];
    expect(unknown(/(?<![\w.])((?:define|with|plan)[A-Z]\w+)/g, new Set([...names, ...knex]))).toEqual([]);
  });
});
