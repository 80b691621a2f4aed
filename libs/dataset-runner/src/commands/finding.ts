import { VaultwrightError } from '@vaultwright/datavault-core';
import type { DoctorSummary } from '../cli/commands.ts';

export type Finding = DoctorSummary['findings'][number];

export function ok(name: string, message: string): Finding {
  return { name, status: 'ok', message, fix: null };
}

export function warned(name: string, message: string, fix: string | null): Finding {
  return { name, status: 'warned', message, fix };
}

/** A look that fails is a finding of its own. */
export async function tried(name: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof VaultwrightError))
      return { name, status: 'failed', message: String(error), fix: null };
    const { code, title, found, fix } = error;
    return { name, status: 'failed', message: `${code} ${title}: ${found}`, fix };
  }
}
