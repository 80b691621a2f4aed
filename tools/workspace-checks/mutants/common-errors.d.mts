import type { Mutant } from './mutant.d.mts';
export const commonErrors: readonly Mutant[];
