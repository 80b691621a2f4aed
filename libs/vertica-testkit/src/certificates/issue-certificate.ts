import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { der } from './der.ts';

/** Who signs: the name and the key of a certificate authority. */
interface Issuer {
  readonly name: string;
  readonly key: KeyObject;
}

/** A certificate and its key. */
export interface IssuedCertificate extends Issuer {
  /** PEM text. */
  readonly certificate: string;
}

interface CertificateRequest {
  /** Common name. */
  readonly name: string;
  /** DNS names and IPv4 addresses it is valid for. */
  readonly hosts?: readonly string[];
  /** Left out, the certificate signs itself. */
  readonly issuer?: Issuer;
  readonly authority?: boolean;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const ecdsaWithSha256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));

/** Makes a key on P-256 and an X.509 certificate for it. */
export function issueCertificate(request: CertificateRequest): IssuedCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = request.issuer ?? { name: request.name, key: privateKey };
  const content = der.sequence(
    der.context(0, true, der.integer(Uint8Array.of(2))),
    // The first byte keeps the number positive and its encoding shortest.
    der.integer(Buffer.concat([Uint8Array.of(1), randomBytes(15)])),
    ecdsaWithSha256,
    distinguishedName(issuer.name),
    der.sequence(der.time(request.notBefore), der.time(request.notAfter)),
    distinguishedName(request.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der.context(3, true, der.sequence(...extensions(request))),
  );
  const signature = der.bits(sign('sha256', content, issuer.key));
  const certificate = pem(der.sequence(content, ecdsaWithSha256, signature));
  return { name: request.name, key: privateKey, certificate };
}

function distinguishedName(commonName: string): Buffer {
  return der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.utf8(commonName))));
}

function extensions({ hosts = [], authority = false }: CertificateRequest): Buffer[] {
  const constraints = authority ? der.sequence(der.isTrue()) : der.sequence();
  const found = [der.sequence(der.oid('2.5.29.19'), der.isTrue(), der.octets(constraints))];
  if (hosts.length > 0) {
    found.push(der.sequence(der.oid('2.5.29.17'), der.octets(der.sequence(...hosts.map(hostName)))));
  }
  return found;
}

function hostName(host: string): Buffer {
  return isIP(host) === 4
    ? der.context(7, false, Uint8Array.from(host.split('.').map(Number)))
    : der.context(2, false, Buffer.from(host, 'latin1'));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
