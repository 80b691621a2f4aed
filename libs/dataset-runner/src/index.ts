export * from './data-set.ts';
export type * from './deliveries/source-files.ts';
export * from './discover-data-sets.ts';
export * from './run-event.ts';
export * from './run-profile.ts';
export * from './run-result.ts';
export type { OngoingWork, Watch, Work } from './run-work.ts';
export type * from './run/reject-limit.ts';
export * from './run/run-data-set.ts';
