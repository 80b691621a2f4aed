import type { Vault } from '@vaultwright/datavault-core';
import { applyBatch, emptyState, type ReferenceRow } from '@vaultwright/datavault-conformance';

/** What one object of a listing holds. */
export interface TestObject {
  /** Day of the month that its name tells. */
  readonly day: number;
  readonly part: number;
  /** Key and value of each row. */
  readonly rows: readonly (readonly [number, string])[];
}

interface Version {
  readonly delivery: string;
  readonly content: string;
  readonly rows: TestObject['rows'];
  /** Units: microseconds after the first of the month. */
  readonly date: number;
  readonly entities: Set<string>;
}

/**
 * What runs over deliveries must come to, in memory: the definition that the runner is tested against.
 *
 * Shape: names tell dates; with `parted`, objects of one day are parts of one delivery. It shares nothing with the
 * runner: it knows days, not names or clocks.
 */
export class DeliveryDefinition {
  /** In the order they were applied. */
  readonly #versions: Version[] = [];
  readonly #applied = new Map<string, { readonly date: number; readonly rows: TestObject['rows'] }[]>();

  constructor(private readonly parted: boolean) {}

  /**
   * One run over what is listed, into these entities.
   *
   * A forced run reads recorded versions again under their dates. That comes to nothing more, unless something came late:
   * a version that a late one has cut off from a later sighting is stored by the second reading.
   */
  run(listed: readonly TestObject[], entities: readonly string[], isForced: boolean): void {
    const deliveries = this.#deliveriesOf(listed);
    for (const version of this.#versions) {
      if (isForced) this.#applyAgain(version, deliveries, entities);
      else this.#fill(version, deliveries, entities);
    }
    for (const { delivery, content, rows, day } of deliveries) {
      const latest = this.#latest(delivery);
      if (latest?.content === content) continue;
      const version: Version = {
        delivery,
        content,
        rows,
        date: this.#date(day, latest),
        entities: new Set(),
      };
      this.#versions.push(version);
      for (const entity of entities) this.#apply(entity, version);
    }
  }

  /** Rows that an entity holds in the end, under a vault that has had all entities from the start. */
  rows(entity: string, vault: Vault): readonly ReferenceRow[] {
    let state = emptyState;
    for (const { date, rows } of this.#applied.get(entity) ?? []) {
      const staged = { users: rows.map(([id, town]) => [String(id), town]) };
      ({ state } = applyBatch(state, vault, staged, { loadDate: textOf(date), recordSource: 'test' }));
    }
    return state.get(entity) ?? [];
  }

  #deliveriesOf(listed: readonly TestObject[]) {
    const groups = new Map<string, TestObject[]>();
    for (const object of [...listed].sort((a, b) => a.day - b.day || a.part - b.part)) {
      const delivery = this.parted ? `${object.day}` : `${object.day} ${object.part}`;
      groups.set(delivery, [...(groups.get(delivery) ?? []), object]);
    }
    return [...groups].map(([delivery, objects]) => ({
      delivery,
      day: objects[0]?.day ?? 0,
      rows: objects.flatMap(({ rows }) => rows),
      content: JSON.stringify(objects.map(({ rows }) => JSON.stringify(rows)).sort()),
    }));
  }

  #applyAgain(
    version: Version,
    deliveries: readonly { readonly delivery: string; readonly content: string }[],
    entities: readonly string[],
  ): void {
    if (!this.#isListed(version, deliveries)) return;
    for (const entity of entities) this.#apply(entity, version);
  }

  /** An entity that was added later takes old versions whose content is still listed; others are gone for it. */
  #fill(
    version: Version,
    deliveries: readonly { readonly delivery: string; readonly content: string }[],
    entities: readonly string[],
  ): void {
    for (const entity of entities) {
      if (version.entities.has(entity)) continue;
      if (this.#isListed(version, deliveries)) this.#apply(entity, version);
      version.entities.add(entity);
    }
  }

  #isListed(
    version: Version,
    deliveries: readonly { readonly delivery: string; readonly content: string }[],
  ): boolean {
    const isThere = deliveries.some(
      ({ delivery, content }) => delivery === version.delivery && content === version.content,
    );
    return isThere && this.#latest(version.delivery) === version;
  }

  #apply(entity: string, version: Version): void {
    version.entities.add(entity);
    this.#applied.set(entity, [...(this.#applied.get(entity) ?? []), version]);
  }

  #latest(delivery: string): Version | undefined {
    return this.#versions
      .filter((version) => version.delivery === delivery)
      .reduce<Version | undefined>(
        (late, own) => (late === undefined || own.date > late.date ? own : late),
        undefined,
      );
  }

  #date(day: number, latest: Version | undefined): number {
    let date = (day - 1) * dayLength;
    if (latest !== undefined && latest.date >= date) date = latest.date + 1;
    while (this.#versions.some((version) => version.date === date)) date += 1;
    return date;
  }
}

const dayLength = 86_400_000_000;

function textOf(microseconds: number): string {
  const day = String(Math.floor(microseconds / dayLength) + 1).padStart(2, '0');
  return `2023-01-${day} 00:00:00.${String(microseconds % dayLength).padStart(6, '0')}`;
}
