import type { Mutant } from './mutant.d.mts';

export declare const formatErrors: readonly Mutant[];
