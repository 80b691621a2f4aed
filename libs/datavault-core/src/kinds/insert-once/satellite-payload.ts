import type { ColumnName, NoSuchColumn, Source } from '../../metadata/source.ts';
import type { OrphanPolicy } from '../../model/entity.ts';
import type { Constant, PayloadValue } from '../../model/satellite-base.ts';
import type { Hub } from './hub.ts';
import type { Link } from './link.ts';

/** Source columns under their own names, or physical name to source column or constant. */
export type PayloadOption = readonly string[] | Readonly<Record<string, string | Constant>>;

/** A payload whose columns exist; a mistake becomes a sentence in the compiler's message. */
export type CheckedPayload<From extends Source, Given> = {
  readonly [Place in keyof Given]: Given[Place] extends ColumnName<From> | Constant
    ? Given[Place]
    : NoSuchColumn<From, Given[Place]>;
};

/** A further source of a satellite, as `fedBy` gives it. */
export interface SatelliteFeed {
  readonly source: Source;
  readonly payload?: PayloadOption;
  readonly key?: readonly string[];
}

/** Options of the satellite functions, with every column name known to the compiler. */
export interface SatelliteOptions<From extends Source, Payload extends PayloadOption> {
  readonly of: Hub | Link;
  readonly from: From;
  readonly payload: Payload extends CheckedPayload<From, Payload> ? Payload : CheckedPayload<From, Payload>;
  /** Columns of the parent's business key, for a source that does not feed the parent. */
  readonly key?: readonly ColumnName<From>[];
  readonly furtherSources?: readonly SatelliteFeed[];
  readonly orphans?: OrphanPolicy;
}

/** The plain data of what both satellite functions were given. */
export function satelliteDefinition(
  name: string,
  {
    of,
    from,
    payload,
    key,
    furtherSources = [],
    orphans,
  }: Pick<SatelliteOptions<Source, PayloadOption>, 'of' | 'from' | 'orphans'> & {
    readonly payload: unknown;
    readonly key?: readonly string[];
    readonly furtherSources?: readonly SatelliteFeed[];
  },
) {
  return {
    name,
    of: of.name,
    from: from.name,
    payload: namedColumns(payload as PayloadOption),
    ...(key ? { key: [...key] } : {}),
    furtherSources: furtherSources.map(({ source, payload: columns, key: parts, ...others }) => ({
      ...others,
      from: source.name,
      payload: namedColumns(columns ?? {}),
      ...(parts ? { key: [...parts] } : {}),
    })),
    ...(orphans ? { orphans } : {}),
  };
}

/** Physical names to values; columns under their own names where only those are given. */
export function namedColumns(given: PayloadOption): Record<string, PayloadValue> {
  return Object.fromEntries(
    Array.isArray(given) ? (given as readonly string[]).map((item) => [item, item]) : Object.entries(given),
  );
}
