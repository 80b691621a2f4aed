import type { EntityBase } from '../model/entity.ts';

export interface Query {
  readonly entity: EntityBase;
}
