import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { literalText, nameText } from './literal-text.ts';
import { tokenize } from './tokenize.ts';

describe('tokenize', () => {
  const pieces = fc.constantFrom(
    "'",
    "''",
    '"',
    '\\',
    "E'",
    "e'",
    '--',
    '/*',
    '*/',
    '\n',
    ' ',
    'select',
    'имя',
    '1.5e3',
    '.5',
    '?',
    '$1',
    '::!',
    '::',
    '<=>',
    '||',
    '(',
    ')',
    ',',
    ';',
    '\0',
    '💥',
    'a',
    '.',
  );

  it('gives the text back, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (parts) => {
        const sql = parts.join('');
        const tokens = tokenize(sql);
        expect(tokens.map(({ text }) => text).join('')).toBe(sql);
        let offset = 0;
        for (const token of tokens) {
          expect(token.offset).toBe(offset);
          offset += token.text.length;
        }
      }),
    );
  });

  it('reads a quoted text and a quoted name as one token with its meaning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1 }), (value) => {
        const [text, ...others] = tokenize(`'${value.replaceAll("'", "''")}'`);
        expect(others).toEqual([]);
        expect(text && literalText(text)).toBe(value);
        const [name, ...more] = tokenize(`"${value.replaceAll('"', '""')}"`);
        expect(more).toEqual([]);
        expect(name && nameText(name)).toBe(value);
      }),
    );
  });

  it('reads escapes of E strings', () => {
    const text = (sql: string): string | null => literalText(tokenize(sql)[0] as never);
    expect(text(`E'\\001\\n\\\\\\'''x'`)).toBe(`\u0001\n\\''x`);
    expect(text(`E'\\q'`)).toBeNull();
    expect(text(`'\\n'`)).toBe('\\n');
  });
});
