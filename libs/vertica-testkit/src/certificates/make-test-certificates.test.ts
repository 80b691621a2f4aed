import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { makeTestCertificates } from './make-test-certificates.ts';

describe('makeTestCertificates', () => {
  const made = makeTestCertificates({ name: 'db.test' });
  const read = (
    which: 'rightName' | 'wrongName' | 'otherCa' | 'selfSigned' | 'ipOnly' | 'expired' | 'client',
  ) => new X509Certificate(made[which].cert);
  const authority = new X509Certificate(made.ca);

  it('signs by the authority that it names', () => {
    for (const which of ['rightName', 'wrongName', 'ipOnly', 'expired', 'client'] as const) {
      expect(read(which).verify(authority.publicKey), which).toBe(true);
      expect(read(which).checkIssued(authority), which).toBe(true);
      expect(made[which].ca).toBe(made.ca);
    }
    expect(read('otherCa').verify(authority.publicKey)).toBe(false);
    expect(read('otherCa').verify(new X509Certificate(made.otherCa.ca).publicKey)).toBe(true);
    expect(read('selfSigned').verify(read('selfSigned').publicKey)).toBe(true);
  });

  it('is right and wrong as the names say', () => {
    expect(authority.ca).toBe(true);
    expect(read('rightName').ca).toBe(false);
    expect(read('rightName').checkHost('db.test')).toBe('db.test');
    expect(read('wrongName').checkHost('db.test')).toBeUndefined();
    expect(read('ipOnly').checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(read('ipOnly').checkHost('db.test')).toBeUndefined();
    expect(read('rightName').checkIP('127.0.0.1')).toBeUndefined();
    expect(Date.parse(read('expired').validTo)).toBeLessThan(Date.now());
    expect(Date.parse(read('rightName').validTo)).toBeGreaterThan(Date.now());
    expect(read('rightName').serialNumber).not.toBe(read('client').serialNumber);
  });
});
