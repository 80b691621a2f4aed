import type { Mutant } from './mutant.d.mts';
export const kindErrors: readonly Mutant[];
