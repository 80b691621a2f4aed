import { createHash } from 'node:crypto';
import { s3Source, type S3SourceOptions } from '@vaultwright/s3-source';
import { startS3TestServer } from '@vaultwright/s3-source/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SocialRoad } from './support/social-road.ts';
import { socialFiles } from './support/social-files.ts';

const credentials = { accessKeyId: 'test-access-key', secretAccessKey: 'test-secret-key' };

const files = socialFiles({
  users: [1, 2, 3],
  groups: [{ id: 1 }, { id: 2 }],
  messages: [
    { id: 1, from: 2, group: 1, text: 'well, hello' },
    { id: 2, from: 3, group: 2, text: 'two\nlines' },
  ],
  log: [
    { group: 1, user: 2, event: 'add' },
    { group: 1, user: 3, event: 'add' },
    { group: 2, user: 3, event: 'add', by: 2 },
  ],
});

describe('from S3', () => {
  let server: Awaited<ReturnType<typeof startS3TestServer>>;
  let fromFolder: SocialRoad;
  let fromS3: SocialRoad;
  beforeAll(async () => {
    server = await startS3TestServer({ ...credentials, buckets: ['sprint6'] });
    for (const [key, text] of Object.entries(files))
      server.putObject('sprint6', `in/${key}`, Buffer.from(text));
    fromFolder = await SocialRoad.open('sprint6-canonical');
    fromS3 = await SocialRoad.open('sprint6-canonical');
  });
  afterAll(async () => {
    await server.close();
    await fromFolder.close();
    await fromS3.close();
  });
  const source = (options: Partial<S3SourceOptions> = {}): ReturnType<typeof s3Source> =>
    s3Source({
      bucket: 'sprint6',
      prefix: 'in/',
      endpoint: server.endpoint,
      server: 'compatible',
      credentials,
      ...options,
    });

  it('gives the same report rows and tables as from a folder', async () => {
    expect((await fromFolder.loadFiles(files)).error).toBeNull();
    const result = await fromS3.load(source());
    expect(result.error).toBeNull();
    const object = result.objects.find(({ key }) => key === 'in/group_log.csv');
    expect(object?.sha256).toBe(createHash('sha256').update(files['group_log.csv']).digest('hex'));
    expect((await fromS3.report()).rows).toEqual((await fromFolder.report()).rows);
    expect(await fromS3.tableCounts()).toEqual(await fromFolder.tableCounts());
  });

  it('recognises unchanged objects without reading them again', async () => {
    const before = server.requests.length;
    const again = await fromS3.load(source());
    expect(again.status).toBe('nothing');
    const reads = server.requests
      .slice(before)
      .filter((request) => JSON.stringify(request).includes('group_log.csv'));
    expect(reads).toEqual([]);
  });

  it('loads nothing of an object that breaks off, and all of it on the next run', async () => {
    server.putObject(
      'sprint6',
      'in/group_log_2.csv',
      Buffer.from(`${files['group_log.csv']}2,2,,add,2021-05-05 00:00:00\n`),
    );
    server.fault({ kind: 'truncate', at: 40, key: 'in/group_log_2.csv', operation: 'object', times: 99 });
    const broken = await fromS3.load(source({ wait: async () => undefined }));
    expect(broken.status).toBe('failed');
    expect(broken.error).toMatchObject({ retryable: true });
    expect(broken.exitCode).toBe(75);
    const counts = await fromS3.tableCounts();
    expect(counts['s_auth_history']).toBe(3);
    server.reset();
    expect((await fromS3.load(source())).status).toBe('ok');
    expect((await fromS3.tableCounts())['s_auth_history']).toBe(4);
  });
});
