import type { ColumnName, Source } from './source.ts';

type Columns<From extends Source> = Readonly<Record<string, ColumnName<From>>>;

/** What a further source brings for an entity, by the physical names that the entity has already. */
export interface FeedOptions<From extends Source> {
  readonly businessKey?: Columns<From>;
  /** Hash key column of each participant to its source column or columns. */
  readonly connects?: Readonly<Record<string, ColumnName<From> | readonly ColumnName<From>[]>>;
  readonly childKey?: Columns<From>;
  readonly payload?: Columns<From>;
  readonly extra?: Columns<From>;
  readonly present?: ColumnName<From>;
  /** Columns of the parent's business key, for a source of a satellite that does not feed the parent. */
  readonly key?: readonly ColumnName<From>[];
  readonly sequence?: Columns<From>;
}

/** A further source of an entity. */
export type FedBy<Options = FeedOptions<Source>> = Options & { readonly source: Source };

/**
 * Declares a further source of a hub or link, with column names of its own.
 *
 * Example: `furtherSources: [fedBy(leads, { businessKey: { customer_id: 'lead_no' } })]`
 */
export function fedBy<From extends Source, const Options extends FeedOptions<From>>(
  source: From,
  options: Options,
): Options & { readonly source: From } {
  return { ...options, source };
}

/** The sources of an entity, its main one first. */
export function sourcesOf(
  main: Source,
  furtherSources: readonly { readonly source: Source }[] = [],
): readonly Source[] {
  return [main, ...furtherSources.map(({ source }) => source)];
}
