import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPlaceholders, splitStatements } from './split-statements.ts';

describe('splitStatements', () => {
  it.each([
    ['a; b', ['a', 'b']],
    ['a;', ['a']],
    [' ; ;', []],
    ["'a;''b' ; c", ["'a;''b'", 'c']],
    [String.raw`E'a\';b'; c`, [String.raw`E'a\';b'`, 'c']],
    [String.raw`name'\'; c`, [String.raw`name'\'`, 'c']],
    ['"a;""b"; c', ['"a;""b"', 'c']],
    ['a -- x; y\n; b', ['a -- x; y', 'b']],
    ['a /* ; */ b', ['a /* ; */ b']],
    ["'open ; end", ["'open", 'end']],
  ])('%s', (text, statements) => {
    expect(splitStatements(text)).toEqual(statements);
  });

  it('finds as many statements as were joined, whatever they quote', () => {
    const quoted = fc.oneof(
      fc.string().map((text) => `'${text.replaceAll("'", "''")}'`),
      fc.string().map((text) => `"${text.replaceAll('"', '""')}"`),
    );
    fc.assert(
      fc.property(fc.array(quoted, { minLength: 1 }), (parts) => {
        const statements = parts.map((part) => `select ${part} where ? = 1`);
        expect(splitStatements(statements.join(' ; '))).toEqual(statements);
        expect(countPlaceholders(statements.join(';'))).toBe(statements.length);
      }),
    );
  });
});
