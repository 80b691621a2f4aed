import { type IssuedCertificate, issueCertificate } from './issue-certificate.ts';

/** PEM texts, in memory only. */
export interface TestCertificate {
  readonly key: string;
  readonly cert: string;
  /** The certificate that a client must trust to accept this one. */
  readonly ca: string;
}

/** Certificates for the usual TLS cases, made anew by every call. */
export interface TestCertificates {
  /** The DNS name that `rightName` is valid for. */
  readonly name: string;
  /** The authority behind all but `otherCa` and `selfSigned`. */
  readonly ca: string;
  readonly rightName: TestCertificate;
  readonly wrongName: TestCertificate;
  /** The right name, signed by another authority. */
  readonly otherCa: TestCertificate;
  readonly selfSigned: TestCertificate;
  /** Valid for the address 127.0.0.1 and for no name. */
  readonly ipOnly: TestCertificate;
  /** The right name, ended in the past. */
  readonly expired: TestCertificate;
  /** For a client, when the server wants a certificate. */
  readonly client: TestCertificate;
}

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes an authority and server certificates that are right and wrong in one way each.
 *
 * Example: `startVerticaTestServer({ backend, tls: makeTestCertificates().rightName })`
 */
export function makeTestCertificates({ name = 'vertica.test' } = {}): TestCertificates {
  const now = Date.now();
  const valid = { notBefore: new Date(now - dayMs), notAfter: new Date(now + dayMs) };
  const past = { notBefore: new Date(now - 2 * dayMs), notAfter: new Date(now - dayMs) };
  const issuer = issueCertificate({ ...valid, name: 'Vaultwright test authority', authority: true });
  const other = issueCertificate({ ...valid, name: 'Another test authority', authority: true });
  const issue = (hosts: readonly string[], by = issuer, period = valid): TestCertificate =>
    certificate(issueCertificate({ ...period, name: 'test server', hosts, issuer: by }), by.certificate);
  const selfSigned = issueCertificate({ ...valid, name: 'self-signed test server', hosts: [name] });
  return {
    name,
    ca: issuer.certificate,
    rightName: issue([name]),
    wrongName: issue([`not.${name}`]),
    otherCa: issue([name], other),
    selfSigned: certificate(selfSigned, selfSigned.certificate),
    ipOnly: issue(['127.0.0.1']),
    expired: issue([name], issuer, past),
    client: issue([]),
  };
}

function certificate({ key, certificate: cert }: IssuedCertificate, ca: string): TestCertificate {
  return { key: key.export({ type: 'pkcs8', format: 'pem' }).toString(), cert, ca };
}
