import { describe, expect, it } from 'vitest';
import { parseMaxRejects, rejectLimitOf } from './max-rejects.ts';

describe('the reject limit', () => {
  it.each([
    ['0', { records: 0 }],
    ['25', { records: 25 }],
    ['0.01%', { percent: 0.01 }],
    ['100%', { percent: 100 }],
  ])('%s', (text, limit) => {
    const parsed = parseMaxRejects(text);
    expect(parsed).not.toBeNull();
    expect(rejectLimitOf(parsed ?? 0)).toEqual(limit);
  });

  it.each(['', '-1', '1.5', '101%', '1 %', '%', '1e3', 'many', '0x10'])('"%s" is none', (text) =>
    expect(parseMaxRejects(text)).toBeNull(),
  );
});
