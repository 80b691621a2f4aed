import type { Parameter } from '../sql/statement.ts';

/** Identifier of the load attempt; every row of a batch that is staged or held carries it. */
export const loadId: Parameter = { name: 'load_id', type: { kind: 'text', length: 64 } };
/** The batch's load date. Units: microseconds, UTC, no zone stored. */
export const loadDate: Parameter = { name: 'load_dt', type: { kind: 'timestamp' } };
/** The batch's record source. */
export const recordSource: Parameter = { name: 'load_src', type: { kind: 'text', length: 200 } };
