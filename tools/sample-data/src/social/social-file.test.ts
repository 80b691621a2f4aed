import { describe, expect, it } from 'vitest';
import { wholeFile } from '../testing/whole-file.ts';
import { openSocial } from './open-social.ts';
import { groupLogRows } from './group-log-file.ts';
import { chunkText } from './social-file.ts';
import { SocialNetwork } from './social-network.ts';
import { socialRecipe } from './social-recipe.ts';
import { SOCIAL_TABLES } from './social-row.ts';
import type { SocialFile } from './social-file.ts';
import type { SocialOptions } from './social-recipe.ts';

describe('chunks', () => {
  const sets: SocialOptions[] = [
    { preset: 'S' },
    { preset: 'S', day: 2, quotes: false },
    { preset: 'S', day: 3, seed: 2 ** 53 - 1, floatVintage: true, tie: true },
  ];

  it.each(sets)('are the slices of the file, each made alone, last one first: %o', (options) => {
    for (const table of SOCIAL_TABLES) {
      const whole = wholeFile(options, table);
      let end = whole.length;
      const { chunkCount } = openSocial(options)[table];
      for (let chunk = chunkCount - 1; chunk >= 0; chunk -= 1) {
        const text = chunkText(openSocial(options)[table] as SocialFile, chunk);
        expect(whole.slice(end - text.length, end) === text, `${table} chunk ${chunk}`).toBe(true);
        end -= text.length;
      }
      expect(whole.slice(0, end)).toBe(openSocial(options)[table].headerText);
    }
  });

  it('know their first row: those of a log follow each other without a gap', () => {
    const log = groupLogRows(new SocialNetwork(socialRecipe({ preset: 'M' })), 1);
    let next = 0;
    for (const chunk of [0, 1, 2]) {
      const { firstRow, rows } = log.chunk(chunk);
      expect(firstRow).toBe(next);
      next += rows.length;
    }
    const last = log.chunk(log.chunkCount - 1);
    expect(last.firstRow + last.rows.length).toBe(1_000_000);
  });

  it.each([2, 3] as const)('follow each other over the sections of day %i', (day) => {
    const log = groupLogRows(new SocialNetwork(socialRecipe({ preset: 'S' })), day);
    let next = 0;
    for (let chunk = 0; chunk < log.chunkCount; chunk += 1) {
      const { firstRow, rows } = log.chunk(chunk);
      expect(firstRow).toBe(next);
      next += rows.length;
    }
    expect(next).toBe(log.rowCount);
  });

  it('of the largest preset are made without its other rows', () => {
    const files = openSocial({ preset: 'L' });
    expect(files.dialogs.rowCount).toBe(200_000_000);
    const lines = chunkText(files.dialogs, files.dialogs.chunkCount - 2).split('\n').length;
    expect(lines).toBeGreaterThan(8_000);
    expect(files.group_log.rowCount).toBe(100_000_000);
    expect(chunkText(files.group_log, 3)).toMatch(/^\d+,\d+,\d*,(?:create|add|leave),2004-/);
  });
});

describe('row counts', () => {
  it('are those of the presets', () => {
    const rowsOf = (preset: SocialOptions['preset'], day: 1 | 2 | 3 = 1) =>
      SOCIAL_TABLES.map((table) => openSocial({ preset, day })[table].rowCount);
    expect(rowsOf('S')).toEqual([2_000, 40, 20_000, 10_000]);
    expect(rowsOf('M')).toEqual([100_000, 2_000, 2_000_000, 1_000_000]);
    expect(rowsOf('S', 2).slice(0, 3)).toEqual([1_900, 38, 1_400]);
  });
});
