import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GENERATOR_VERSION } from '../generator-version.ts';
import { readCsv } from '../testing/tiny-csv-reader.ts';
import { generateSocial } from './generate-social.ts';
import type { SocialTruthDocument } from './truth-document.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sample-data-'));
});
afterAll(() => rm(root, { recursive: true }));

const truthIn = async (folder: string): Promise<SocialTruthDocument> =>
  JSON.parse(await readFile(join(folder, 'truth.json'), 'utf8')) as SocialTruthDocument;

describe('generateSocial', () => {
  it('writes the same bytes twice, and says what they are', async () => {
    const [one, two] = [join(root, 'one'), join(root, 'two')];
    const first = await generateSocial({ preset: 'S', folder: one });
    const second = await generateSocial({ preset: 'S', folder: two });
    expect(second.manifest).toEqual(first.manifest);
    expect(await readFile(join(one, 'manifest.json'))).toEqual(await readFile(join(two, 'manifest.json')));
    for (const { name, rows, bytes, sha256 } of first.manifest.files) {
      const content = await readFile(join(one, name));
      expect(content.length).toBe(bytes);
      expect(createHash('sha256').update(content).digest('hex')).toBe(sha256);
      if (name.endsWith('.csv')) expect(readCsv(content.toString()).length - 1).toBe(rows);
    }
    expect((await readdir(one)).toSorted()).toEqual([
      'dialogs.csv',
      'group_log.csv',
      'groups.csv',
      'manifest.json',
      'truth.json',
      'users.csv',
    ]);
  });

  it('keeps the bytes of its version; when this fails on purpose, raise GENERATOR_VERSION', async () => {
    const { manifest } = await generateSocial({
      preset: 'S',
      day: 2,
      defects: 'none',
      folder: join(root, 'pinned'),
    });
    const digest = createHash('sha256')
      .update(manifest.files.map(({ sha256 }) => sha256).join())
      .digest('hex');
    expect({ version: GENERATOR_VERSION, digest }).toEqual({
      version: '1.1.0',
      digest: 'b6fcdcf6abf06b29939f0fcd8f91a3fc2518268814046a913b0de99cf52f282c',
    });
  });

  it('leaves a folder alone that holds these bytes already, and mends one that does not', async () => {
    const folder = join(root, 'again');
    const written = await generateSocial({ preset: 'S', folder });
    const before = await stat(join(folder, 'dialogs.csv'));
    const again = await generateSocial({ preset: 'S', folder });
    expect([written.status, again.status]).toEqual(['written', 'unchanged']);
    expect(again.manifest).toEqual(written.manifest);
    expect((await stat(join(folder, 'dialogs.csv'))).mtimeMs).toBe(before.mtimeMs);

    const users = await readFile(join(folder, 'users.csv'), 'utf8');
    await writeFile(join(folder, 'users.csv'), users.replace('a', 'b'));
    expect((await generateSocial({ preset: 'S', folder })).status).toBe('written');
    expect(await readFile(join(folder, 'users.csv'), 'utf8')).toBe(users);
    expect((await generateSocial({ preset: 'S', seed: 2, folder })).status).toBe('written');
    expect(await readFile(join(folder, 'users.csv'), 'utf8')).not.toBe(users);
  });

  it('writes file defects into a folder of their own and takes them away again', async () => {
    const folder = join(root, 'faulty');
    const { manifest } = await generateSocial({ preset: 'S', defects: 'files', folder });
    expect(manifest.fileDefects).toHaveLength(7);
    expect(manifest.defects).toEqual([]);
    expect(await readdir(join(folder, 'file-defects'))).toHaveLength(7);
    expect((await stat(join(folder, 'file-defects', 'dialogs-empty-file.csv'))).size).toBe(0);
    await writeFile(join(folder, 'file-defects', 'mine.csv'), 'kept');
    await generateSocial({ preset: 'S', defects: ['crlf'], folder });
    expect((await readdir(join(folder, 'file-defects'))).toSorted()).toEqual([
      'dialogs-base.csv',
      'dialogs-crlf.csv',
      'mine.csv',
    ]);
  });

  it('tells of a later day what it adds and what has come together', async () => {
    const folder = join(root, 'day-2');
    const first = await truthIn(join(root, 'one'));
    await generateSocial({ preset: 'S', day: 2, folder });
    const second = await truthIn(folder);
    expect(first.day!.insertedRows['sprint6-canonical']).toEqual(first.cumulative!.rows['sprint6-canonical']);
    for (const model of ['sprint6-canonical', 'event-hub'] as const) {
      for (const [table, rows] of Object.entries(second.cumulative!.rows[model])) {
        expect(rows, table).toBe(
          first.cumulative!.rows[model][table]! + second.day!.insertedRows[model][table]!,
        );
      }
    }
    for (const table of ['users', 'groups', 'dialogs', 'group_log'] as const) {
      const [day, sum] = [second.day!.intake[table], second.cumulative!.intake[table]];
      expect(sum.read).toBe(first.cumulative!.intake[table].read + day.read);
      expect(day.read).toBe(day.accepted + day.rejected);
      expect(day.rejected).toBe(Object.values(day.rejectedByReason).reduce((a, b) => a + b, 0));
    }
  });

  it('refuses options that do not exist before touching the folder', async () => {
    const folder = join(root, 'refused');
    await expect(generateSocial({ preset: 'XL' as 'L', folder })).rejects.toThrow('E-SAMPLE-OPTION');
    await expect(generateSocial({ preset: 'S', seed: 0.5, folder })).rejects.toThrow('E-SAMPLE-OPTION');
    await expect(generateSocial({ preset: 'S', day: 4 as 3, folder })).rejects.toThrow('E-SAMPLE-OPTION');
    const typo = ['bad-dates'] as unknown as ['bad-date'];
    await expect(generateSocial({ preset: 'S', defects: typo, folder })).rejects.toThrow('E-SAMPLE-DEFECT');
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });
});
