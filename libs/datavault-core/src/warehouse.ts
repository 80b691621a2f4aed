/** The ports of a run: a warehouse and its sessions, where files come from, the clock. */
export type * from './warehouse/clock.ts';
export type * from './warehouse/source-reader.ts';
export type * from './warehouse/warehouse.ts';
