import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { renderFinding } from '../finding.ts';
import { findHouseBreaks, houseRules, readProject } from './find-house-breaks.ts';
import { projectFile } from './house-rule.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

describe('the house rules in this workspace', () => {
  const project = readProject(root);

  it('reads sources, documents and the check script', () => {
    const paths = project.files.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        'libs/datavault-core/src/index.ts',
        'package.json',
        'tsup.preset.ts',
        '.ci/run',
      ]),
    );
    expect(paths.filter((path) => path.includes('node_modules') || path.includes('dist/'))).toEqual([]);
  });

  it('finds nothing broken', () => {
    expect(findHouseBreaks(project).map(renderFinding)).toEqual([]);
  });
});

const lines = (count: number): string => 'export {};\n'.repeat(count);
const outside = ['..', 'shared', 'notes'].join('/');
const paper = ['semantics', 'md'].join('.');

/** Path, text, and what is found there as `line rule`; no entry means that the text is fine. */
const cases: readonly [path: string, text: string, ...found: string[]][] = [
  ['libs/a/src/x.ts', 'const a = 1;\nconsole.log(a);\n', '2 no-console'],
  ['libs/a/src/x.test.ts', "console['warn'](1);\n", '1 no-console'],
  ['libs/dataset-runner/src/run/x.ts', 'console.error(1);\n', '1 no-console'],
  ['libs/dataset-runner/src/console/x.ts', 'console.log(1);\n'],
  ['libs/dataset-runner/src/cli/x.ts', 'console.log(1);\n'],
  ['libs/a/src/y.ts', "export const text = 'console.log';\n// console.log\n"],
  ['apps/a/src/x.ts', 'console.log(1);\n'],

  ['libs/a/src/x.ts', "if (dialect.name === 'duckdb') stop();\n", '1 no-dialect-name-comparison'],
  ['libs/a/src/x.ts', "if ('vertica' != name) stop();\n", '1 no-dialect-name-comparison'],
  ['apps/a/src/x.ts', "switch (n) {\n  case 'postgres':\n}\n", '2 no-dialect-name-comparison'],
  ['apps/a/src/x.ts', "['clickhouse', 'x'].includes(n);\n", '1 no-dialect-name-comparison'],
  ['tools/a/src/x.ts', "n.startsWith('DuckDB');\n", '1 no-dialect-name-comparison'],
  ['libs/duckdb-adapter/src/x.ts', "if (n === 'duckdb') stop();\n"],
  ['libs/vertica-testkit/src/x.ts', "if (n === 'vertica') stop();\n"],
  ['apps/a/src/x.ts', "export const target = { adapter: 'duckdb' };\n"],

  ['libs/a/src/utils.ts', '', '1 telling-name'],
  ['libs/a/src/helpers/load.ts', '', '1 telling-name'],
  ['libs/a/src/types.ts', '', '1 telling-name'],
  ['libs/a/src/common.mjs', '', '1 telling-name'],
  ['libs/a/src/manager.test.ts', '', '1 telling-name'],
  ['libs/a/src/string-utils.ts', '', '1 telling-name'],
  ['libs/a/src/type-errors.ts', ''],

  ['libs/a/src/x.ts', lines(350)],
  ['libs/a/src/x.ts', lines(351), '351 file-length'],
  ['libs/a/src/x.test.ts', lines(351), '351 file-length'],
  ['libs/a/src/index.ts', lines(79)],
  ['libs/a/src/index.ts', lines(80), '80 index-length'],
  ['libs/a/src/testing/index.ts', lines(80), '80 index-length'],
  ['apps/a/src/index.ts', lines(80)],

  ['libs/a/src/x.ts', 'const a = 1; // TODO later\n', '1 no-unfinished-mark'],
  ['libs/a/src/x.ts', '/**\n * One.\n * FIXME two\n */\nexport {};\n', '3 no-unfinished-mark'],
  ['libs/a/src/x.ts', 'f(/* TODO */ 1,\n  // FIXME\n);\n', '1 no-unfinished-mark', '2 no-unfinished-mark'],
  ['.ci/run', 'true # TODO\n', '1 no-unfinished-mark'],
  ['docs/a.md', '# A\nTODO\n', '2 no-unfinished-mark'],
  ['libs/a/src/x.ts', "export const word = 'TODO';\n"],

  ['libs/a/src/x.ts', '// @ts-ignore because\nf();\n', '1 no-silenced-compiler'],
  ['libs/a/src/x.ts', '// @ts-nocheck\nf();\n', '1 no-silenced-compiler'],
  ['libs/a/src/x.test.ts', 'f(); // @ts-expect-error\n', '1 no-silenced-compiler'],
  ['libs/a/src/x.test.ts', '// @ts-expect-error a hub has no such column\nf();\n'],

  ['libs/a/src/x.ts', 'const a = b as any;\n', '1 no-any-cast'],
  ['libs/a/src/x.ts', 'const a =\n  <any>b;\n', '2 no-any-cast'],
  ['libs/a/src/x.ts', 'const as = 1; // as any\n'],

  ['libs/a/src/x.test.ts', "it.only('x', f);\n", '1 no-silent-skip'],
  ['libs/a/src/x.test.ts', "describe.only.each([1])('x', f);\n", '1 no-silent-skip'],
  ['libs/a/src/x.test.ts', "it.skip('x', f);\n", '1 no-silent-skip'],
  ['libs/a/src/x.test.ts', "it.todo('x');\n", '1 no-silent-skip'],
  ['libs/a/src/x.test.ts', "const skipped = 1;\ndescribe.skipIf(a)('x', f);\n", '2 no-silent-skip'],
  ['libs/a/src/x.test.ts', "it('x', (ctx) => {\n  ctx.skip();\n});\n", '2 no-silent-skip'],
  ['libs/a/src/x.test.ts', "it.skipIf(a)('x (skipped without a server: set POSTGRES_URL)', f);\n"],
  ['libs/a/src/x.test.ts', "it.skipIf(a)('x (needs a browser: set CHROMIUM_PATH)', f);\n"],
  ['libs/a/src/x.test.ts', "// Skipped where no browser is installed.\nit.skipIf(a)('x', f);\n"],
  ['libs/a/src/x.test.ts', 'const flags = { only: [] };\nflags.only.push(1);\n'],

  ['docs/a.md', `See ${outside}.\n`, '1 no-outside-paper'],
  ['libs/a/src/x.ts', `// ${outside}\nexport {};\n`, '1 no-outside-paper'],
  ['docs/a.md', `\nSee ${paper}, section 2.\n`, '2 no-outside-paper'],
  ['README.md', `See [the rules](docs/${paper}).\n`, '1 no-outside-paper'],
  ['docs/a.md', 'A folder ../shared-options is ours.\n'],
];

describe('files that break a house rule', () => {
  const titled = cases.map(([path, text, ...expected]) => ({
    title: `${path} ${JSON.stringify(text).slice(0, 70)} -> ${expected.join(', ') || 'fine'}`,
    path,
    text,
    expected,
  }));
  it.each(titled)('$title', ({ path, text, expected }) => {
    const found = findHouseBreaks({ files: [projectFile(path, text)] });
    expect(found.map(({ line, rule }) => `${line} ${rule}`)).toEqual(expected);
    expect(found.every((finding) => renderFinding(finding).startsWith(`${path}:${finding.line} `))).toBe(
      true,
    );
  });

  it('may name a document that the repository has', () => {
    const files = [projectFile('README.md', `docs/${paper}\n`), projectFile(`docs/${paper}`, '# Ours\n')];
    expect(findHouseBreaks({ files })).toEqual([]);
  });

  it.each(houseRules.map(({ name }) => name))('%s has a case that breaks it', (name) => {
    expect(cases.flatMap(([, , ...found]) => found).some((found) => found.endsWith(` ${name}`))).toBe(true);
  });
});
