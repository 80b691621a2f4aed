import { isIPv4, isIPv6 } from 'node:net';
import { VaultwrightError } from '@vaultwright/datavault-core';
import { safeText } from './safe-text.ts';

export interface EndpointRules {
  readonly allowInsecure: boolean;
  readonly allowLinkLocal: boolean;
}

/**
 * Refuses an endpoint that would send signed requests in clear text or to a metadata service.
 *
 * Errors: `E-CONFIG-ENDPOINT` (not a URL, credentials inside, link-local), `E-CONFIG-TLS` (http to another machine).
 */
export function checkEndpoint(endpoint: string, rules: EndpointRules): void {
  if (!URL.canParse(endpoint)) {
    throw refusal(
      'E-CONFIG-ENDPOINT',
      'not a URL',
      'https://host[:port]',
      'write the endpoint as a whole URL',
    );
  }
  const url = new URL(endpoint);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    const found = `user, query or fragment in the URL of ${safeText(url.host)}`;
    throw refusal(
      'E-CONFIG-ENDPOINT',
      found,
      'https://host[:port]',
      'pass credentials apart from the endpoint',
    );
  }
  checkTarget(url.protocol, url.hostname, rules);
}

/** The same rules for the protocol and host of a request about to be sent. */
export function checkTarget(protocol: string, hostname: string, rules: EndpointRules): void {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const shown = safeText(`${protocol}//${hostname}`);
  if (protocol !== 'https:' && protocol !== 'http:') {
    throw refusal('E-CONFIG-ENDPOINT', shown, 'https://host[:port]', 'use https');
  }
  if (isLinkLocal(host) && !rules.allowLinkLocal) {
    const fix = 'use the address of the storage service, or allowLinkLocal if it truly is there';
    throw refusal(
      'E-CONFIG-ENDPOINT',
      `${shown}, where cloud metadata services live`,
      'another address',
      fix,
    );
  }
  if (protocol === 'http:' && !isLoopback(host) && !rules.allowInsecure) {
    const fix = 'use https, or set allowInsecure if the network may be trusted';
    throw refusal('E-CONFIG-TLS', shown, 'https, or http to this machine only', fix);
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function isLinkLocal(host: string): boolean {
  const mapped = /^::ffff:([0-9a-f]{1,4}):[0-9a-f]{1,4}$/.exec(host);
  if (mapped) return Number.parseInt(mapped[1] ?? '', 16) === 0xa9fe;
  if (isIPv4(host)) return host.startsWith('169.254.');
  return isIPv6(host) && (/^fe[89ab]/.test(host) || host === 'fd00:ec2::254');
}

function refusal(code: `E-${string}`, found: string, allowed: string, fix: string): VaultwrightError {
  const where = 's3Source option endpoint, or the endpoint in the environment of the AWS SDK';
  return new VaultwrightError({
    code,
    family: 'configuration',
    title: 'the S3 endpoint is refused',
    where,
    found,
    allowed,
    fix,
  });
}
