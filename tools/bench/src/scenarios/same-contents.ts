import { compareContents } from '../harness/compare-contents.ts';
import { measureJob } from '../jobs.ts';
import type { Programs } from '../scenario.ts';

/** Tables of a vault that tell of the vault itself: of its metadata, and when it came. */
const bookkeeping = ['dds.vault_model'];

/** Refuses times of two databases that do not hold the same. Errors: naming every table that differs. */
export async function requireSameContents(
  programs: Programs,
  moment: string,
  [ours, other]: readonly [string, string],
  schemas: readonly string[],
): Promise<void> {
  const { found } = await measureJob(programs, 'contents', { paths: [ours, other], schemas });
  compareContents(moment, found[0] ?? {}, found[1] ?? {}, bookkeeping);
}
