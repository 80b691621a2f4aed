import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const docs = fileURLToPath(new URL('../../../docs/', import.meta.url));
const entries = readFileSync(join(docs, 'glossary.md'), 'utf8')
  .split(/^- /m)
  .slice(1)
  .map((text) => ({
    word: /^\*\*(.+?)\*\*/.exec(text)?.[1] ?? text,
    links: [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, path = '']) => path),
  }));

describe('the glossary', () => {
  it('is in alphabetical order and has each word once', () => {
    const words = entries.map(({ word }) => word.toLowerCase());
    expect(words).toEqual([...new Set(words)].toSorted());
    expect(words.length).toBeGreaterThan(70);
  });

  it('says of every word where it lives, and that place is there', () => {
    const lost = entries.filter(({ links }) => links.length === 0 || !links.every(isThere));
    expect(lost).toEqual([]);
  });
});

function isThere(path: string): boolean {
  return existsSync(join(docs, path));
}
