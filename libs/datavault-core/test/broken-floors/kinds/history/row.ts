import { satellite } from './satellite.ts';

export const row: readonly string[] = satellite({ name: 'a' });
