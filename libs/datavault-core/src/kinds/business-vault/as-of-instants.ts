import { z } from 'zod';
import { zonedInstant } from '../../metadata/zoned-instant.ts';

/** Kinds of period, the finest first; the instant of a period is its first day at the declared time of day. */
export const grains = ['daily', 'weekly', 'monthly', 'quarterly', 'yearly'] as const;
export type Grain = (typeof grains)[number];

const date = z.string().refine((text) => isDate(text), 'must be a date, YYYY-MM-DD, from 1900 to 9998');
const keep = z.union([z.literal('all'), z.int().min(1)]);

/** How instants are made; the end is given, because nothing here reads a clock. */
export const instantsSchema = z.strictObject({
  /** First and last local day. */
  start: date,
  end: date,
  /** Local time of day. */
  at: z
    .string()
    .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]$/, 'must be a time of day, HH:MM:SS')
    .default('00:00:00'),
  /** IANA name of the zone whose days and weeks count; the instants themselves are UTC. */
  zone: z.string().refine(isZone, 'must be a time zone that is known here').default('UTC'),
  /** For each kind of period how many of the latest stay active. */
  grains: z.partialRecord(z.enum(grains), keep),
});
export type InstantRules = z.output<typeof instantsSchema>;

export interface AsOfInstant {
  /** Canonical timestamp, UTC. */
  readonly asOf: string;
  readonly isActive: boolean;
}

/**
 * The instants of an as-of table, in order, each once.
 *
 * An instant is active while it belongs to one of the latest periods that some grain keeps, counted from the end.
 * Weeks begin on Monday (ISO 8601). Invariant: pure; depends on the rules and the zone's published history only.
 */
export function asOfInstants(rules: InstantRules): AsOfInstant[] {
  const days = daysBetween(rules.start, rules.end);
  // By instant: where a zone has skipped a whole day, two days begin at once.
  const active = new Map<string, boolean>();
  for (const grain of grains) {
    const kept = rules.grains[grain];
    if (kept === undefined) continue;
    const own = days.filter((day) => begins(grain, day));
    const firstKept = kept === 'all' ? 0 : own.length - kept;
    own.forEach((day, place) => {
      const asOf = canonical(zonedInstant(isoDate(day), rules.at, rules.zone));
      active.set(asOf, (active.get(asOf) ?? false) || place >= firstKept);
    });
  }
  return [...active]
    .map(([asOf, isActive]) => ({ asOf, isActive }))
    .sort((left, right) => (left.asOf < right.asOf ? -1 : 1));
}

function begins(grain: Grain, day: Date): boolean {
  const first = day.getUTCDate() === 1;
  switch (grain) {
    case 'daily':
      return true;
    case 'weekly':
      return day.getUTCDay() === 1;
    case 'monthly':
      return first;
    case 'quarterly':
      return first && day.getUTCMonth() % 3 === 0;
    case 'yearly':
      return first && day.getUTCMonth() === 0;
  }
}

function daysBetween(start: string, end: string): Date[] {
  const days: Date[] = [];
  const last = Date.parse(end);
  for (let day = Date.parse(start); day <= last; day += 86_400_000) days.push(new Date(day));
  return days;
}

function isoDate(day: Date): string {
  return day.toISOString().slice(0, 10);
}

function canonical(instant: number): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')}.000000`;
}

function isDate(text: string): boolean {
  if (!/^(19|[2-9][0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(text) || text >= '9999') return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && isoDate(parsed) === text;
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
