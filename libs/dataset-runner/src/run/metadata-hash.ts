import { createHash } from 'node:crypto';
import type { Vault } from '@vaultwright/datavault-core';
import type { DataSet } from '../data-set.ts';

/**
 * Identity of everything that decides which rows a file becomes: contracts, hash profile, entities, record source.
 *
 * The ledger keeps it beside each batch, so that rows can be traced to the metadata that made them.
 */
export function metadataHash({ recordSource }: DataSet, vault: Vault): string {
  return createHash('sha256').update(JSON.stringify({ recordSource, vault })).digest('hex');
}
