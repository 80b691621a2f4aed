import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskUrlPasswords } from './url-passwords.ts';

/** The same in one expression, which goes over long words again and again. */
const plainDefinition = /(:\/\/[^\s:/?#@"']*:)[^\s"'<>]+@/g;

describe('passwords of addresses', () => {
  it('are what the plain expression finds, for any text', () => {
    const pieces = fc.constantFrom('a', ':', '://', '/', '@', ' ', '<', '"', '?', '$&');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const text = parts.join('');
        expect(maskUrlPasswords(text, '***')).toBe(text.replace(plainDefinition, '$1***@'));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ['postgres://etl:hunt', 'postgres://etl:***'],
    ['postgres://etl:p@ss', 'postgres://etl:***'],
    ['postgres://etl:hunter2@host and on', 'postgres://etl:***@host and on'],
    ['http://host', 'http://host'],
  ])('of a text that ends early may end with it: %s', (text, masked) => {
    expect(maskUrlPasswords(text, '***', true)).toBe(masked);
  });

  it.each(['://', '://a', '://a:', 'a://b:c', ':', '@', '<a://b:'])(
    'are looked for once in 4 MB of %j',
    (piece) => {
      const text = piece.repeat(4_000_000 / piece.length);
      expect(maskUrlPasswords(text, '***') === text).toBe(true);
    },
  );
});
