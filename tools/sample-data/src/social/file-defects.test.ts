import { describe, expect, it } from 'vitest';
import { readCsv, readRows } from '../testing/tiny-csv-reader.ts';
import { faultyFiles } from './file-defects.ts';
import { FILE_DEFECTS } from './social-defects.ts';
import { SocialNetwork } from './social-network.ts';
import { socialRecipe } from './social-recipe.ts';

const network = new SocialNetwork(socialRecipe({ preset: 'S' }));
const files = new Map(faultyFiles(network, new Set(FILE_DEFECTS)).map((file) => [file.kind, file]));
const content = (kind: typeof files extends Map<infer Kind, unknown> ? Kind : never): string =>
  files.get(kind)!.content;
const base = readRows(content('base'));

describe('file defects', () => {
  it('come with the sound file and say what must become of each', () => {
    expect(
      [...files.values()].map(({ kind, outcome, reason, rows }) => [kind, outcome, reason, rows]),
    ).toEqual([
      ['base', 'base', undefined, 20],
      ['bom', 'equal', undefined, 20],
      ['crlf', 'equal', undefined, 20],
      ['reordered-header', 'equal', undefined, 20],
      ['missing-header', 'refused', 'HEADER_MISSING', 0],
      ['unterminated-quote', 'refused', 'QUOTE_OPEN', 0],
      ['empty-file', 'refused', 'OBJECT_EMPTY', 0],
    ]);
    expect(base).toHaveLength(20);
    expect(base.some((row) => row['message']!.includes(','))).toBe(true);
    expect(base.some((row) => row['message']!.includes('"'))).toBe(true);
  });

  it('of byte order mark, line ends and column order change no row', () => {
    expect(content('bom').charCodeAt(0)).toBe(0xfeff);
    expect(readRows(content('bom').slice(1))).toEqual(base);
    expect(content('crlf').split('\r\n')).toHaveLength(22);
    expect(content('crlf').replaceAll('\r\n', '')).not.toContain('\n');
    expect(readRows(content('crlf'))).toEqual(base);
    expect(content('reordered-header').split('\n')[0]).not.toBe(content('base').split('\n')[0]);
    expect(readRows(content('reordered-header'))).toEqual(base);
  });

  it('that cannot be read are what they are called', () => {
    expect(readCsv(content('missing-header'))).toEqual(readCsv(content('base')).slice(1));
    expect(() => readCsv(content('unterminated-quote'))).toThrow('left open');
    expect(content('empty-file')).toBe('');
  });

  it('are made only when wanted', () => {
    expect(faultyFiles(network, network.recipe.defects)).toEqual([]);
    expect(faultyFiles(network, new Set(['crlf'])).map(({ kind }) => kind)).toEqual(['base', 'crlf']);
  });
});
