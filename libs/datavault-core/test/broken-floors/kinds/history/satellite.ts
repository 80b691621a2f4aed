import { row } from './row.ts';
import type { Group } from '../multi-active/group.ts';

export const satellite = (group: Group): readonly string[] => [group.name, ...row];
