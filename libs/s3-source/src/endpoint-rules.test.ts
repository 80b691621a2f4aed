import { describe, expect, it } from 'vitest';
import { checkEndpoint } from './endpoint-rules.ts';

const STRICT = { allowInsecure: false, allowLinkLocal: false };

describe('checkEndpoint', () => {
  it.each([
    'https://storage.example.com',
    'https://storage.example.com:9000/base/path',
    'http://localhost:9000',
    'http://127.0.0.1:9000',
    'http://127.8.9.10',
    'http://[::1]:9000',
    'https://10.0.0.1',
  ])('%s is accepted', (endpoint) => {
    expect(() => checkEndpoint(endpoint, STRICT)).not.toThrow();
  });

  it.each([
    ['http://storage.example.com', 'E-CONFIG-TLS'],
    ['http://10.0.0.1', 'E-CONFIG-TLS'],
    ['http://127.0.0.1.example.com', 'E-CONFIG-TLS'],
    ['http://localhost.example.com', 'E-CONFIG-TLS'],
    ['https://169.254.169.254', 'E-CONFIG-ENDPOINT'],
    ['http://169.254.169.254', 'E-CONFIG-ENDPOINT'],
    ['https://2852039166', 'E-CONFIG-ENDPOINT'],
    ['https://0xa9fea9fe', 'E-CONFIG-ENDPOINT'],
    ['https://[fd00:ec2::254]', 'E-CONFIG-ENDPOINT'],
    ['https://[fd00:0ec2:0::0254]', 'E-CONFIG-ENDPOINT'],
    ['https://[fe80::1]', 'E-CONFIG-ENDPOINT'],
    ['https://[::ffff:169.254.169.254]', 'E-CONFIG-ENDPOINT'],
    ['ftp://storage.example.com', 'E-CONFIG-ENDPOINT'],
    ['file:///etc', 'E-CONFIG-ENDPOINT'],
    ['storage.example.com', 'E-CONFIG-ENDPOINT'],
    ['https://storage.example.com/?X-Amz-Signature=abc', 'E-CONFIG-ENDPOINT'],
  ])('%s is refused with %s', (endpoint, code) => {
    expect(() => checkEndpoint(endpoint, STRICT)).toThrowError(expect.objectContaining({ code }));
  });

  it('credentials in the URL are refused and not repeated', () => {
    const check = () => checkEndpoint('https://name:canary@storage.example.com', STRICT);
    expect(check).toThrowError(expect.objectContaining({ code: 'E-CONFIG-ENDPOINT' }));
    expect(check).not.toThrowError(/canary/);
  });

  it('each exception opens its own door only', () => {
    const insecure = { ...STRICT, allowInsecure: true };
    const linkLocal = { ...STRICT, allowLinkLocal: true };
    expect(() => checkEndpoint('http://storage.example.com', insecure)).not.toThrow();
    expect(() => checkEndpoint('http://169.254.1.1', insecure)).toThrow();
    expect(() => checkEndpoint('https://169.254.1.1', linkLocal)).not.toThrow();
    expect(() => checkEndpoint('http://169.254.1.1', linkLocal)).toThrow();
  });
});
