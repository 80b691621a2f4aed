import { createHash } from 'node:crypto';

/**
 * The fixed name under which a client prepares a statement, the same for the same text.
 *
 * Assumption: prepared-reuse.
 * Shape: `vw_` and 32 hex digits; servers accept up to 63 bytes.
 */
export function statementName(sql: string): string {
  return `vw_${createHash('sha256').update(sql, 'utf8').digest('hex').slice(0, 32)}`;
}
