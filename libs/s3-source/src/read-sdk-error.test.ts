import { describe, expect, it } from 'vitest';
import { readSdkError } from './read-sdk-error.ts';
import { StoreFailure } from './store-failure.ts';

const CLOCK = { now: () => 1_700_000_000_000_000n };
const read = (fields: object, message = 'words') =>
  readSdkError(Object.assign(new Error(message), fields), [], CLOCK);

describe('readSdkError', () => {
  it.each([
    [
      { $metadata: { httpStatusCode: 403 }, name: 'Unknown' },
      { kind: 'status', status: 403, code: undefined },
    ],
    [
      { $response: { statusCode: 502 }, name: 'SyntaxError' },
      { kind: 'status', status: 502, code: 'SyntaxError' },
    ],
    [
      { $metadata: { httpStatusCode: 200 }, name: 'SyntaxError' },
      { kind: 'answer', status: 200 },
    ],
    [{ name: 'TimeoutError', code: 'ETIMEDOUT' }, { kind: 'timeout' }],
    [{ code: 'ENOTFOUND' }, { kind: 'network', code: 'ENOTFOUND' }],
    [{ code: 'EAI_AGAIN' }, { kind: 'network' }],
    [{ code: 'CERT_HAS_EXPIRED' }, { kind: 'tls' }],
    [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID' }, { kind: 'tls' }],
    [{ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }, { kind: 'tls' }],
    [{ code: 'HPE_INVALID_CONSTANT' }, { kind: 'answer' }],
    [{ name: 'CredentialsProviderError' }, { kind: 'setting' }],
  ])('%j is %j', (fields, expected) => {
    const failure = read(fields);
    expect(failure).toBeInstanceOf(StoreFailure);
    expect((failure as StoreFailure).details).toMatchObject(expected);
  });

  it('a missing region is a setting', () => {
    expect((read({}, 'Region is missing') as StoreFailure).details.kind).toBe('setting');
  });

  it('tells how far the clocks are apart', () => {
    const headers = { date: new Date(1_700_000_004_000).toUTCString() };
    const failure = read({ $metadata: { httpStatusCode: 403 }, $response: { statusCode: 403, headers } });
    expect((failure as StoreFailure).details.clockSkew).toBe(4);
  });

  it('leaves defects as they are', () => {
    const defect = new TypeError('x is not a function');
    expect(readSdkError(defect, [], CLOCK)).toBe(defect);
  });
});
