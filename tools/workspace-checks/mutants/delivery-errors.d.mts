import type { Mutant } from './mutant.d.mts';
export const deliveryErrors: readonly Mutant[];
