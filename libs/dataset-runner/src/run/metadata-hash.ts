import { createHash } from 'node:crypto';
import type { Vault } from '@vaultwright/datavault-core';
import type { DataSet } from '../data-set.ts';

/**
 * Identity of everything that decides which rows a file becomes: contracts, hash profile, entities, record source.
 *
 * Invariant: when it changes, every object counts as new again; loading it again is harmless.
 */
export function metadataHash({ recordSource }: DataSet, vault: Vault): string {
  return createHash('sha256').update(JSON.stringify({ recordSource, vault })).digest('hex');
}
