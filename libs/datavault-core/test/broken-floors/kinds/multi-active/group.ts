import type { EntityBase } from '../../model/entity.ts';

export type Group = EntityBase;
