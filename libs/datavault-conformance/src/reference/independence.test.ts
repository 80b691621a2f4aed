import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** What the definition may run of the code under test: how names are resolved, and digests, which have vectors of their own. */
const runnable: Readonly<Record<string, readonly string[] | 'all'>> = {
  '@vaultwright/datavault-core': ['hashDiff', 'hashKey'],
  '@vaultwright/datavault-core/model': 'all',
};

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Values that a file imports from outside this folder, as `module name`. */
function takenValues(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(folder + file, 'utf8'), ts.ScriptTarget.Latest);
  return source.statements.filter(ts.isImportDeclaration).flatMap(({ importClause, moduleSpecifier }) => {
    const from = (moduleSpecifier as ts.StringLiteral).text;
    if (from.startsWith('./') || importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return [];
    const names = importClause?.namedBindings;
    if (names === undefined || !ts.isNamedImports(names)) return [`${from} *`];
    return names.elements
      .filter(({ isTypeOnly }) => !isTypeOnly)
      .map(({ name, propertyName = name }) => `${from} ${propertyName.getText(source)}`);
  });
}

describe('the executable definition', () => {
  it('runs nothing that makes the SQL it judges', () => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
    expect(files.length).toBeGreaterThan(30);
    const taken = files.flatMap(takenValues);
    expect(taken).toContain('@vaultwright/datavault-core hashKey');
    expect(
      taken.filter((value) => {
        const [from = '', name = ''] = value.split(' ');
        const names = runnable[from] ?? [];
        return names !== 'all' && !names.includes(name);
      }),
    ).toEqual([]);
  });
});
