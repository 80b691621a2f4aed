import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import { sidecarError } from './source-errors.ts';

const SUFFIX = '.sha256';

/** Bytes a sidecar may have. */
export const MAX_SIDECAR_BYTES = 4096;

export function sidecarKey(key: string): string {
  return `${key}${SUFFIX}`;
}

/** A listing without the sidecars of objects that are in it. */
export function withoutSidecars(objects: readonly ListedObject[]): ListedObject[] {
  const keys = new Set(objects.map(({ key }) => key));
  return objects.filter(({ key }) => !(key.endsWith(SUFFIX) && keys.has(key.slice(0, -SUFFIX.length))));
}

/**
 * Reads the digest of a sidecar, alone or as `sha256sum` writes it.
 *
 * Errors: `E-SOURCE-DIGEST` when the text does not begin with 64 hexadecimal digits.
 */
export function readSidecar(text: string, where: string): string {
  const digest = /^\\?([0-9a-f]{64})(?![0-9a-f])/i.exec(text.trim())?.[1];
  if (digest === undefined) throw sidecarError(where, 'a sidecar without a digest at its beginning');
  return digest.toLowerCase();
}
