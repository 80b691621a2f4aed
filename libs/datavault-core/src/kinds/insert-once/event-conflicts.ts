import { z } from 'zod';
import type { TableDefinition } from '../../sql/query.ts';
import { lateTable } from '../../model/aside-tables.ts';
import type { PlanContext } from '../../stage/entity-load.ts';
import type { ConflictPolicy } from './set-load.ts';

/** What kinds that store events say about their identity. */
export const eventShape = {
  /** Payload columns that tell events apart; without it the whole row does. */
  identity: z.array(z.string().min(1)).optional(),
  onConflict: z.enum(['quarantine', 'first', 'keepAll', 'fail']).default('quarantine'),
};

export interface EventPolicies<Column extends string> {
  /** Payload columns that tell events apart; without it the whole row does, and nothing can contradict it. */
  readonly identity?: readonly Column[];
  /**
   * The same event told differently: keep the other telling aside (the default), count it only, keep all tellings of
   * the first batch, or stop the batch.
   */
  readonly onConflict?: ConflictPolicy;
}

/** The table of rows that contradict stored events, for entities that keep them. */
export function conflictTable(
  { name, conflicts }: { readonly name: string; readonly conflicts: ConflictPolicy | null },
  own: TableDefinition,
  { naming }: PlanContext['vault'],
  /** Identity and content; every column but those of arrival by default. */
  key: readonly string[] = own.columns
    .map((column) => column.name)
    .filter((column) => column !== naming.loadDate && column !== naming.recordSource),
): TableDefinition[] {
  if (conflicts !== 'quarantine') return [];
  return [
    {
      ...lateTable(own, naming),
      comment: `Rows of ${name} that contradict what is stored; kept, not applied.`,
      key,
    },
  ];
}
