export { applyBatch, emptyState } from './apply-batch.ts';
export { RefusedBatch } from './refused-batch.ts';
export type { Arrival, ReferenceRow, ReferenceState } from './state.ts';
