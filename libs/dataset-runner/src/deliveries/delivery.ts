import { VaultwrightError } from '@vaultwright/datavault-core';
import type { SourceContract } from '@vaultwright/datavault-core/model';
import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import type { DeliveryRule } from './delivery-rule.ts';
import { compareNames } from './natural-order.ts';

/** What one source told at one moment: one object, or several parts of one. */
export interface Delivery {
  readonly source: SourceContract;
  readonly rule: DeliveryRule;
  readonly name: string;
  /** Units: microseconds since 1970; null when the clock of the run that sees it first tells. */
  readonly told: bigint | null;
  /** In the order of their names. */
  readonly parts: readonly ListedObject[];
  /** What is still to come of it; null when it is complete. */
  readonly missing: string | null;
}

/** The objects of a listing, seen by a data set. */
export interface Listing {
  /** In the order they are applied: by date, then source, then name; what has no date comes last. */
  readonly deliveries: readonly Delivery[];
  /** Names of objects that belong to no source. */
  readonly strays: readonly string[];
}

/** What a run takes of a listing. */
export interface ChosenListing extends Listing {
  /** Sources that have no object at all. */
  readonly absent: readonly string[];
}

/** A source of a data set: its contract and the rule of its files. */
export interface DeliveringSource {
  readonly contract: SourceContract;
  readonly rule: DeliveryRule;
}

/**
 * Gives every object to the source whose pattern fits best, and puts parts together.
 *
 * `sources` are in load order. Errors: `E-SOURCE-AMBIGUOUS` for an object that two sources claim alike, `E-SOURCE-DATE`.
 */
export function readListing(
  objects: readonly ListedObject[],
  sources: readonly DeliveringSource[],
  root: string,
): Listing {
  const names = new Set(objects.map(({ key }) => nameOf(key, root)));
  const groups = new Map<string, Group>();
  const strays: string[] = [];
  for (const object of objects) {
    const name = nameOf(object.key, root);
    if (sources.some(({ rule }) => rule.isMarker(name))) continue;
    const source = claimant(name, sources);
    if (source === null) {
      strays.push(name);
      continue;
    }
    const { delivery, marker, count, told } = source.rule.place(name, object);
    const key = JSON.stringify([source.contract.name, delivery]);
    const group: Group = groups.get(key) ?? { source, name: delivery, marker, count, told, parts: [] };
    group.told = latest(group.told, told);
    group.parts.push({ name, object });
    groups.set(key, group);
  }
  const deliveries = [...groups.values()].map((group) => deliveryOf(group, names));
  const place = ({ source }: Delivery): number => sources.findIndex(({ contract }) => contract === source);
  deliveries.sort(
    (left, right) =>
      compareDates(left.told, right.told) ||
      place(left) - place(right) ||
      compareNames(left.name, right.name),
  );
  return { deliveries, strays: strays.sort(compareNames) };
}

/** A delivery while its parts are gathered. */
interface Group {
  readonly source: DeliveringSource;
  readonly name: string;
  readonly marker: string | null;
  readonly count: number | null;
  told: bigint | null;
  readonly parts: { readonly name: string; readonly object: ListedObject }[];
}

function deliveryOf(
  { source, name, marker, count, told, parts }: Group,
  listed: ReadonlySet<string>,
): Delivery {
  const waits =
    marker !== null && !listed.has(marker)
      ? `its marker ${marker} is not there`
      : count !== null && parts.length < count
        ? `${parts.length} of ${count} parts are there`
        : null;
  return {
    source: source.contract,
    rule: source.rule,
    name,
    told,
    parts: [...parts].sort((left, right) => compareNames(left.name, right.name)).map(({ object }) => object),
    missing: waits,
  };
}

/** The name of an object: its key below the root. */
export function nameOf(key: string, root = ''): string {
  return key.startsWith(root) ? key.slice(root.length) : key;
}

function claimant(name: string, sources: readonly DeliveringSource[]): DeliveringSource | null {
  const claims = sources
    .map((source) => ({ source, strength: source.rule.claim(name) }))
    .filter((claim): claim is { source: DeliveringSource; strength: number } => claim.strength !== null)
    .sort((left, right) => right.strength - left.strength);
  const [best, second] = claims;
  if (best === undefined) return null;
  if (second !== undefined && second.strength === best.strength) {
    throw new VaultwrightError({
      code: 'E-SOURCE-AMBIGUOUS',
      family: 'configuration',
      title: 'an object belongs to two sources',
      where: name,
      found: `the patterns of ${best.source.contract.name} and ${second.source.contract.name} fit alike`,
      allowed: 'one source whose pattern has the longest text of its own',
      fix: 'make files of one of the two sources more specific',
    });
  }
  return best.source;
}

function latest(left: bigint | null, right: bigint | null): bigint | null {
  return left === null || (right !== null && right > left) ? right : left;
}

function compareDates(left: bigint | null, right: bigint | null): number {
  if (left === right) return 0;
  if (left === null) return 1;
  if (right === null) return -1;
  return left < right ? -1 : 1;
}
