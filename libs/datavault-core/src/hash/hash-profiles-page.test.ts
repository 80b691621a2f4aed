import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hashDiff, hashKey, hashText, type HashPart } from './hasher.ts';
import { isCollisionSafe } from './collision-safety.ts';
import { hashProfiles } from './presets.ts';

const page = readFileSync(new URL('../../../../docs/concepts/hash-profiles.md', import.meta.url), 'utf8');
const vectors = (/```vectors\n([\s\S]*?)```/.exec(page)?.[1] ?? '').trim().split('\n');
const values = z.array(z.string().nullable());

describe('the page on hash profiles', () => {
  it.each(vectors)('tells the truth: %s', (line) => {
    const [, name = '', rules, given = '', text = '', hash = ''] =
      /^(\S+) (key|diff) (\[.*?\]) (".*"|-) (\S+)$/.exec(line) ?? [];
    const profile = hashProfiles[name];
    if (profile === undefined || (rules !== 'key' && rules !== 'diff')) throw new TypeError(line);
    const parts = values
      .parse(JSON.parse(given))
      .map((value, index): HashPart => ({ name: `c${index}`, kind: 'text', text: value }));
    const hashed = (rules === 'key' ? hashKey : hashDiff)(profile, parts);
    expect(hashText(profile[rules], parts)).toBe(text === '-' ? null : JSON.parse(text));
    expect(String(hashed)).toBe(hash);
  });

  it('has a column for every preset, and says which are collision-safe', () => {
    const table = page.split('\n').map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
    const names = table.find(([first, second]) => first === '' && second === '`vaultwright-1`') ?? [];
    const claims = table.find(([first]) => first === 'collision-safe') ?? [];
    const column = (preset: string): string => `\`${preset.replace('-empty-is-null', '')}\``;
    const presets = Object.values(hashProfiles);
    expect(new Set(presets.map(({ name }) => column(name)))).toEqual(new Set(names.slice(1)));
    for (const { name, key, diff } of presets) {
      const safe = isCollisionSafe(key) && isCollisionSafe(diff);
      expect(claims[names.indexOf(column(name))]).toBe(safe ? 'yes' : 'no');
    }
  });
});
