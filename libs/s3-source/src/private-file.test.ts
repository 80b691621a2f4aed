import fc from 'fast-check';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { diskError, PrivateFile, privateFileName } from './private-file.ts';

describe('privateFileName', () => {
  it('tells apart what differs, at every boundary', () => {
    const part = fc.string({ unit: fc.constantFrom('a', '/', '.', 'b'), maxLength: 4 });
    const identity = fc.record({ bucket: part, key: part, etag: part });
    fc.assert(
      fc.property(identity, identity, (one, other) => {
        const same = one.bucket === other.bucket && one.key === other.key && one.etag === other.etag;
        expect(privateFileName(one) === privateFileName(other)).toBe(same);
        expect(privateFileName(one)).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('PrivateFile', () => {
  it('forgets on restart, appears on publish, and discards nothing afterwards', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'vaultwright-file-'));
    const file = await PrivateFile.create(folder, 'copy');
    await file.write(Buffer.from('a longer first attempt'));
    await file.restart();
    await file.write(Buffer.from('second '));
    await file.write(Buffer.from('attempt'));
    expect(await readdir(folder)).toEqual(['copy.part']);
    await file.publish();
    await file.discard();
    expect(await readFile(join(folder, 'copy'), 'utf8')).toBe('second attempt');
    expect(await readdir(folder)).toEqual(['copy']);
    await rm(folder, { recursive: true });
  });

  it('a full disk is named with the folder and the free space', async () => {
    const full = Object.assign(new Error('write failed'), { code: 'ENOSPC' });
    const error = await diskError(tmpdir(), full);
    expect(error).toMatchObject({ code: 'E-SOURCE-DISK', where: tmpdir(), retryable: false });
    expect(error.found).toMatch(/^no space left \(ENOSPC\), \d+ bytes free$/);
  });
});
