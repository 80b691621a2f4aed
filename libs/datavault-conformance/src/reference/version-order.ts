import type { SatelliteModel } from '@vaultwright/datavault-core/model';
import type { ColumnType } from '@vaultwright/datavault-core';
import type { ReferenceBatch, ReferenceRow } from './state.ts';
import { compareValues } from './value-order.ts';

interface TypedColumn {
  readonly name: string;
  readonly type: ColumnType;
}

const text: ColumnType = { kind: 'text', length: 1 };

/** The order of versions: by key, then moment (load date and sequence), then content; NULL before every value. */
export class VersionOrder {
  readonly #key: readonly TypedColumn[];
  readonly #moment: readonly TypedColumn[];
  readonly #content: readonly TypedColumn[];

  constructor(
    private readonly model: SatelliteModel,
    loadDate: string,
    private readonly recordSource: string,
  ) {
    this.#key = [{ name: model.hashKey, type: text }];
    this.#moment = [{ name: loadDate, type: text }, ...model.sequence];
    this.#content =
      model.hashDiff === null
        ? model.payload.filter(({ name }) => model.compared.includes(name))
        : [{ name: model.hashDiff, type: text }];
  }

  compare(left: ReferenceRow, right: ReferenceRow): number {
    return by([...this.#key, ...this.#moment, ...this.#content], left, right);
  }

  compareMoments(left: ReferenceRow, right: ReferenceRow): number {
    return by(this.#moment, left, right);
  }

  /** The order in which one of several rows of one version is chosen; NULL after every value. */
  compareSpellings(left: ReferenceRow, right: ReferenceRow): number {
    for (const { name, type } of [...this.model.payload, { name: this.recordSource, type: text }]) {
      const order = compareValues(type, left[name] ?? null, right[name] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  }

  same(left: ReferenceRow, right: ReferenceRow): boolean {
    return this.compare(left, right) === 0;
  }

  sameKey(left: ReferenceRow, right: ReferenceRow): boolean {
    return by(this.#key, left, right) === 0;
  }

  /** The same key at the same moment. */
  sameMoment(left: ReferenceRow, right: ReferenceRow): boolean {
    return by([...this.#key, ...this.#moment], left, right) === 0;
  }

  sameContent(left: ReferenceRow, right: ReferenceRow): boolean {
    return by(this.#content, left, right) === 0;
  }

  sorted(rows: readonly ReferenceRow[]): ReferenceRow[] {
    return [...rows].sort((left, right) => this.compare(left, right));
  }

  /** Rows in order, of equal ones the first given. */
  merged(rows: readonly ReferenceRow[]): ReferenceRow[] {
    const sorted = this.sorted(rows);
    return sorted.filter((row, place) => {
      const before = sorted[place - 1];
      return before === undefined || !this.same(before, row);
    });
  }

  /** A row of the extended tracking satellite under the names of the satellite it was seen for. */
  sighting(row: ReferenceRow, { vault }: ReferenceBatch): ReferenceRow {
    const tracking = vault.entities.find(({ name }) => name === this.model.trackedBy);
    if (tracking?.kind !== 'extendedTrackingSatellite') return row;
    const { [tracking.diffColumn]: diff, ...rest } = row;
    return { ...rest, [this.model.hashDiff ?? '']: diff ?? null };
  }
}

function by(columns: readonly TypedColumn[], left: ReferenceRow, right: ReferenceRow): number {
  for (const { name, type } of columns) {
    const [one, other] = [left[name] ?? null, right[name] ?? null];
    if (one === other) continue;
    if (one === null) return -1;
    if (other === null) return 1;
    const order = compareValues(type, one, other);
    if (order !== 0) return order;
  }
  return 0;
}
