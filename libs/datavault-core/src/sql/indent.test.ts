import { describe, expect, it } from 'vitest';
import { indent } from './indent.ts';

describe('indent', () => {
  it('moves every line that is not empty', () => {
    expect(indent('a\n\n  b\nc\n')).toBe('  a\n\n    b\n  c\n');
  });

  it('leaves literals alone, whatever they hold besides U+000A', () => {
    const literal = "select '\r', '\u2028x', '\u2029'";
    expect(indent(literal)).toBe(`  ${literal}`);
  });
});
