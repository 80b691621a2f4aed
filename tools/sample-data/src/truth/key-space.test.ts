import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstOf, keyPair, secondOf } from './key-pair.ts';
import { KeySpace } from './key-space.ts';

describe('key space', () => {
  it('numbers keys like a map would, through growth and collisions', () => {
    const key = fc.oneof(
      fc.integer({ min: -3, max: 40 }),
      fc.integer({ min: 2 ** 31 - 3, max: 2 ** 33 + 40 }),
      fc.maxSafeInteger(),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 4_000, size: 'max' }), (keys) => {
        const space = new KeySpace();
        const map = new Map<number, number>();
        const mapped: (number | boolean)[] = [];
        const numbered: (number | boolean)[] = [];
        for (const named of keys) {
          mapped.push(map.has(named));
          if (!map.has(named)) map.set(named, map.size);
          mapped.push(map.get(named)!);
          numbered.push(space.has(named), space.numberOf(named));
        }
        expect(numbered).toEqual(mapped);
        expect([...map.values()].map((number) => space.keyOf(number))).toEqual([...map.keys()]);
        expect(space.size).toBe(map.size);
      }),
      { numRuns: 20 },
    );
  });

  it('joins two numbers into one and takes them apart again', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 27 - 1), fc.nat(2 ** 26 - 1), (first, second) => {
        const pair = keyPair(first, second);
        expect(Number.isSafeInteger(pair)).toBe(true);
        expect([firstOf(pair), secondOf(pair)]).toEqual([first, second]);
      }),
    );
    expect(() => keyPair(0, 2 ** 26)).toThrow('E-SAMPLE-INTERNAL');
  });
});
