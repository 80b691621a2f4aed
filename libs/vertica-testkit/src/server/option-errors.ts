import { VaultwrightError } from '@vaultwright/datavault-core';

/** The server was asked to listen where others could reach it. */
export function hostRefused(host: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-TESTKIT-HOST',
    family: 'usage',
    title: 'The test server listens on this machine only',
    where: 'startVerticaTestServer({ host })',
    found: host,
    allowed: '127.0.0.1',
    fix: 'leave host out',
  });
}
