import { VaultwrightError } from '@vaultwright/datavault-core';
import { zonedInstant } from '@vaultwright/datavault-core/model';
import type { ListedObject } from '@vaultwright/datavault-core/warehouse';
import { dateOf } from './date-format.ts';
import { FilePattern, type PatternMatch } from './file-pattern.ts';
import type { DateRule, SourceFiles } from './source-files.ts';

/** What the name of an object of a source tells. */
export interface ObjectPlace {
  /** Name of the delivery that the object is, or is a part of. */
  readonly delivery: string;
  /** Name of the object whose presence completes the delivery; null when none is needed. */
  readonly marker: string | null;
  /** How many parts the delivery has; null when the name does not say. */
  readonly count: number | null;
  /** Units: microseconds since 1970; null when the run's clock tells. */
  readonly told: bigint | null;
}

/** The declaration of a source's files, read and checked. */
export class DeliveryRule {
  readonly #pattern: FilePattern | null;
  readonly #marker: FilePattern | null;
  readonly #open: readonly string[];
  readonly date: DateRule;

  /** Errors: `E-CONFIG-FILES` for a declaration that contradicts itself. */
  constructor(
    readonly files: SourceFiles,
    dataSet: string,
  ) {
    const where = `data set ${dataSet}, source ${files.name}`;
    const { parts, date, zone } = files;
    this.#pattern = files.files === undefined ? null : new FilePattern(files.files, where);
    this.#marker =
      typeof parts === 'object' && 'marker' in parts ? new FilePattern(parts.marker, where) : null;
    const count = typeof parts === 'object' && 'count' in parts ? parts.count : null;
    this.#open = ['part', ...(count === null ? [] : [count])];
    this.date = date ?? (this.#pattern?.hasDate === true ? 'name' : 'arrival');
    if (this.date === 'name' && this.#pattern?.hasDate !== true)
      throw contradiction(where, "date: 'name'", 'a pattern that captures a date, such as {day:yyyy-MM-dd}');
    if (parts !== undefined && this.#pattern === null)
      throw contradiction(
        where,
        'parts without a pattern',
        'files, so that names of parts can be told apart',
      );
    if (count !== null && this.#pattern?.words.includes(count) !== true)
      throw contradiction(where, `parts counted by ${count}`, `{${count}} in files`);
    if (zone !== undefined && !isZone(zone))
      throw contradiction(where, `zone ${zone}`, 'a name such as UTC or Europe/Paris');
  }

  /** How specific the match is, in characters that stand for themselves; null when the name is not the source's. */
  claim(name: string): number | null {
    if (this.#pattern !== null)
      return this.#pattern.match(name) === null ? null : this.#pattern.literalLength;
    return isNamedAfter(this.files.name, name) ? this.files.name.length : null;
  }

  /** True for the object that says that a delivery is complete. */
  isMarker(name: string): boolean {
    return this.#marker !== null && this.#marker.match(name) !== null;
  }

  /** Errors: `E-SOURCE-DATE`. */
  place(name: string, { modified }: ListedObject): ObjectPlace {
    const { parts } = this.files;
    const match = this.#pattern?.match(name) ?? null;
    const told = this.#told(name, match, modified);
    if (match === null || parts === undefined) return { delivery: name, marker: null, count: null, told };
    const count = typeof parts === 'object' && 'count' in parts ? countIn(name, parts.count, match) : null;
    const delivery = match.filled(this.#open);
    return {
      delivery,
      marker: typeof parts === 'object' && 'marker' in parts ? this.#filledMarker(parts.marker, match) : null,
      count,
      told,
    };
  }

  /** The marker's name, captures of the part's name filled in. */
  #filledMarker(marker: string, { captures }: PatternMatch): string {
    return marker.replace(
      /\{([A-Za-z0-9_]+)(?::[^{}]+)?\}/g,
      (whole, capture: string) => captures[capture] ?? whole,
    );
  }

  #told(name: string, match: PatternMatch | null, modified: Date | undefined): bigint | null {
    if (this.date === 'arrival') return null;
    if (this.date === 'modified') {
      if (modified !== undefined) return BigInt(modified.getTime()) * 1000n;
      throw undated(name, 'no modification time in the listing', "date: 'name' or 'arrival' of the source");
    }
    const date = match === null ? null : dateOf(match.date);
    if (date === null)
      throw undated(
        name,
        'digits that are no date',
        `a day of the calendar where ${this.files.files} has one`,
      );
    return BigInt(zonedInstant(date.day, date.time, this.files.zone ?? 'UTC')) * 1000n;
  }
}

const ending = /\.(?:(?:csv|jsonl)(?:\.gz)?|parquet)$/i;

function isNamedAfter(source: string, name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const extension = ending.exec(base)?.[0];
  if (extension === undefined || !base.startsWith(source)) return false;
  return (
    base.length === source.length + extension.length || ['.', '_', '-'].includes(base.charAt(source.length))
  );
}

function countIn(name: string, capture: string, { captures }: PatternMatch): number {
  const given = captures[capture] ?? '';
  if (/^[0-9]+$/.test(given)) return Number(given);
  throw new VaultwrightError({
    code: 'E-SOURCE-PARTS',
    family: 'source',
    title: 'an object does not say how many parts its delivery has',
    where: name,
    found: `${given} where {${capture}} stands`,
    allowed: 'digits',
    fix: 'rename the object, or correct files of the source so that it does not fit',
  });
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}

function contradiction(where: string, found: string, allowed: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-CONFIG-FILES',
    family: 'configuration',
    title: 'what a source says of its files does not hold together',
    where,
    found,
    allowed,
    fix: 'correct the source in the data set',
  });
}

function undated(name: string, found: string, allowed: string): VaultwrightError {
  return new VaultwrightError({
    code: 'E-SOURCE-DATE',
    family: 'source',
    title: 'an object does not say its date',
    where: name,
    found,
    allowed,
    fix: 'rename or move the object, or let the source take its dates from elsewhere',
  });
}
