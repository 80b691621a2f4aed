import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assumptions } from './assumptions.ts';

const folder = new URL('.', import.meta.url);
/** Files by the ids that their comments name. */
const mentions = new Map<string, string[]>();
for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
  if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
  const comments = readFileSync(new URL(file, folder), 'utf8').replace(/\n\s*(?:\*|\/\/) ?/g, ' ');
  for (const [, ids = ''] of comments.matchAll(/\bAssumptions?: ([a-z0-9-]+(?:, [a-z0-9-]+)*)/g)) {
    for (const id of ids.split(', ')) mentions.set(id, [...(mentions.get(id) ?? []), file]);
  }
}

describe('assumptions', () => {
  it('are named once each', () => {
    const ids = assumptions.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.every((id) => /^[a-z0-9-]+$/.test(id))).toBe(true);
  });

  it('are known wherever code relies on one', () => {
    const known = new Set(assumptions.map(({ id }) => id));
    expect([...mentions.keys()].filter((id) => !known.has(id))).toEqual([]);
  });

  it.each(assumptions.map(({ id, usedBy }) => [id, usedBy] as const))(
    '%s is relied on where it says, or nowhere',
    (id, usedBy) => {
      const found = [...new Set(mentions.get(id) ?? [])];
      expect(found).toEqual(expect.arrayContaining([...usedBy]));
      expect(found.length === 0).toBe(usedBy.length === 0);
    },
  );

  it('were never checked on a server, and say so', () => {
    expect(assumptions.filter(({ checkedLive }) => checkedLive !== null)).toEqual([]);
  });
});
