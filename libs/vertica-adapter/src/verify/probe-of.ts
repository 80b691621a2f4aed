import type { Probe } from './probe.ts';
import { copyProbes } from './probes/copy.ts';
import { definitionProbes } from './probes/definitions.ts';
import { expressionProbes } from './probes/expressions.ts';
import { plannerProbes } from './probes/planner.ts';
import { transactionProbes } from './probes/transactions.ts';

/** The probe of every assumption, by id. */
export const probeOf: Readonly<Record<string, Probe>> = {
  ...transactionProbes,
  ...copyProbes,
  ...expressionProbes,
  ...definitionProbes,
  ...plannerProbes,
};
