import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { typedError } from './fixtures/source-bench.ts';
import { loadSdk } from './load-sdk.ts';

describe('loadSdk', () => {
  const fail = (code: string, message: string) => () =>
    Promise.reject(Object.assign(new Error(message), { code }));

  it.each([
    ['ERR_MODULE_NOT_FOUND', "Cannot find package '@aws-sdk/client-s3' imported from /app/index.js"],
    ['MODULE_NOT_FOUND', "Cannot find module '@aws-sdk/client-s3'\nRequire stack:\n- /app/index.cjs"],
  ])('a missing package is one sentence and a command: %s', async (code, message) => {
    const error = await typedError(loadSdk(fail(code, message)));
    expect(error).toMatchObject({ code: 'E-CONFIG-PEER', fix: 'npm install @aws-sdk/client-s3' });
    expect(error.title).toBe('reading from S3 needs @aws-sdk/client-s3, which is not installed');
  });

  it.each([
    [
      'ERR_MODULE_NOT_FOUND',
      "Cannot find module '/app/node_modules/@aws-sdk/client-s3/x.js' imported from y",
    ],
    ['ERR_REQUIRE_ESM', "require() of ES Module '@aws-sdk/client-s3' is not supported"],
  ])('any other failure of loading is passed on: %s', async (code, message) => {
    await expect(loadSdk(fail(code, message))).rejects.toThrow(message);
  });
});

describe('the AWS SDK', () => {
  it('is named by one source file, as types and as an import at the first use only', async () => {
    const folder = new URL('.', import.meta.url);
    const files = (await readdir(folder)).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    );
    const statements: string[] = [];
    for (const name of files) {
      const text = await readFile(new URL(name, folder), 'utf8');
      const imports = text.matchAll(/^.*(?:from|import\()\s*'@(?:aws-sdk|smithy)[^\n]*$/gm);
      statements.push(
        ...[...imports].map(([line]) => `${name}: ${line.trim().split(' ')[0]} ${line.includes('import(')}`),
      );
    }
    expect(statements.toSorted()).toEqual(['s3-client.ts: const true', 's3-client.ts: import false']);
    const driver = await readFile(new URL('s3-client.ts', folder), 'utf8');
    expect(driver).toMatch(/^import type \{[^}]*\} from '@aws-sdk\/client-s3';$/m);
  });
});
