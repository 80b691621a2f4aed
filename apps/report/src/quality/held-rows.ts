import type { Knex } from 'knex';
import { countOf } from '../engine-value.ts';

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
 * Units: distinct link keys.
 */
export async function countHeldRows(
  knex: Knex,
  vault: string,
  { link, linkKey, hub, hubKey }: HeldReference,
): Promise<number> {
  const waiting = knex
    .distinct(`p.${linkKey}`)
    .from({ p: `${vault}.${link}_pending` })
    .leftJoin({ l: `${vault}.${link}` }, `l.${linkKey}`, `p.${linkKey}`)
    .leftJoin({ h: `${vault}.${hub}` }, `h.${hubKey}`, `p.${hubKey}`)
    .whereNull(`l.${linkKey}`)
    .whereNull(`h.${hubKey}`)
    .as('waiting');
  const [row] = await knex.count<Record<string, unknown>[]>({ held: '*' }).from(waiting);
  return countOf(row?.['held'] ?? 0);
}
