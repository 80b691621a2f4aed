import { VaultwrightError } from '@vaultwright/datavault-core';

/** What knex offers and Vertica, or this client, does not. */
export function unsupported(found: string, allowed: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-KNEX-UNSUPPORTED',
    family: 'usage',
    title: 'the knex client for Vertica has no such feature',
    where: 'knex client for Vertica',
    found,
    allowed,
    fix: `use ${allowed}`,
  });
}
