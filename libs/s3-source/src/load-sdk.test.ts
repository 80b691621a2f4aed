import { describe, expect, it } from 'vitest';
import { typedError } from './fixtures/source-bench.ts';
import { loadSdk } from './load-sdk.ts';

describe('loadSdk', () => {
  it.each(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND'])(
    'a missing package is one sentence and a command: %s',
    async (code) => {
      const error = await typedError(
        loadSdk(() => Promise.reject(Object.assign(new Error('long'), { code }))),
      );
      expect(error).toMatchObject({ code: 'E-CONFIG-PEER', fix: 'npm install @aws-sdk/client-s3' });
      expect(error.title).toBe('reading from S3 needs @aws-sdk/client-s3, which is not installed');
    },
  );

  it('any other failure of loading is passed on', async () => {
    const broken = new SyntaxError('unexpected token');
    await expect(loadSdk(() => Promise.reject(broken))).rejects.toBe(broken);
  });
});
