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

/** The server was asked for a port that it cannot have. */
export function portRefused(found: string, cause?: unknown): VaultwrightError {
  return new VaultwrightError({
    code: 'E-TESTKIT-PORT',
    family: 'usage',
    title: 'The test server cannot listen on this port',
    where: 'startVerticaTestServer({ port })',
    found,
    allowed: 'a whole number from 0 to 65535 that is free; 0 takes any free port',
    fix: 'give another port, or leave it out and read server.port',
    cause,
  });
}
