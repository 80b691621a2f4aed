import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('./type-errors/', import.meta.url));
const files = readdirSync(folder).map((name) => `${folder}${name}`);

describe('mistakes in metadata do not compile, and the compiler says why', () => {
  const root = fileURLToPath(new URL('../../../tsconfig.base.json', import.meta.url));
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(root, (path) => ts.sys.readFile(path)).config,
    ts.sys,
    folder,
  );
  const diagnostics = ts.getPreEmitDiagnostics(ts.createProgram(files, options));

  it.each(files.map((file) => [file.slice(folder.length), file]))('%s', (_name, file) => {
    const source = readFileSync(file, 'utf8');
    const expected = /\/\/ expected: (.*)/.exec(source)?.[1] ?? 'no expectation in the file';
    const own = diagnostics.filter((diagnostic) => diagnostic.file?.fileName === file);
    const messages = own.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
    expect(messages).toHaveLength(1);
    expect(messages[0]?.replaceAll(/["']/g, '')).toContain(expected.replaceAll(/["']/g, ''));
    // The mark stands in the declaration itself, after the comment.
    expect(own[0]?.start).toBeGreaterThan(source.indexOf('// expected'));
  });

  it('accepts the rest of the library: no other file has an error', () => {
    expect(
      diagnostics
        .filter(({ file }) => !files.includes(file?.fileName ?? ''))
        .map(({ messageText }) => messageText),
    ).toEqual([]);
  });
});
