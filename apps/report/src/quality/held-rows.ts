import type { Knex } from 'knex';
import { countOf, textOf } from '../engine-value.ts';

/** A link that may wait for a row of a hub it names. */
export interface HeldReference {
  readonly link: string;
  readonly linkKey: string;
  readonly hub: string;
  readonly hubKey: string;
}

/**
 * Link rows that wait for a row of the referenced hub: pending, not in the link yet, and the hub still lacks the key.
 *
 * Shape: one count per reference, in their order. Units: distinct link keys.
 */
export async function countHeldRows(
  knex: Knex,
  vault: string,
  references: readonly HeldReference[],
): Promise<number[]> {
  const waiting = references.map(({ link, linkKey, hub, hubKey }, index) =>
    knex
      .select(knex.raw('cast(? as integer) as ??', [index, 'reference']))
      .countDistinct({ held: `p.${linkKey}` })
      .from({ p: `${vault}.${link}_pending` })
      .leftJoin({ l: `${vault}.${link}` }, `l.${linkKey}`, `p.${linkKey}`)
      .leftJoin({ h: `${vault}.${hub}` }, `h.${hubKey}`, `p.${hubKey}`)
      .whereNull(`l.${linkKey}`)
      .whereNull(`h.${hubKey}`),
  );
  const rows: Record<string, unknown>[] = await knex.unionAll(waiting);
  const byReference = new Map(rows.map((row) => [textOf(row['reference']), countOf(row['held'])]));
  return references.map((_, index) => byReference.get(String(index)) ?? 0);
}
