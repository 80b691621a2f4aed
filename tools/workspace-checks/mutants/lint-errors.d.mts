import type { Mutant } from './mutant.d.mts';

export declare const lintErrors: readonly Mutant[];
