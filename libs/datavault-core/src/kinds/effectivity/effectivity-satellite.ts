import { z } from 'zod';
import { duplicateKeyCheck, orphanCheck } from '../checks/integrity-checks.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import { refusedOutcome } from '../checks/refused-outcome.ts';
import type { ColumnName, NoSuchColumn, Source } from '../../metadata/source.ts';
import { column, equal, textLiteral } from '../../sql/expression.ts';
import type { EntityKind } from '../entity-kind.ts';
import { resolveEffectivity, type EffectivityModel } from './effectivity-model.ts';
import { effectivityTable, effectivityTables } from './effectivity-tables.ts';
import { loadEffectivity } from './effectivity-load.ts';
import type { Link } from '../insert-once/link.ts';
import { outcomeColumn } from '../../model/work-columns.ts';

const name = z.string().min(1);
const definition = z.strictObject({
  kind: z.literal('effectivitySatellite'),
  name,
  /** Link whose keys open and close. */
  of: name,
  from: name,
  mode: z.enum(['driving', 'snapshot', 'automate-dv']).default('driving'),
  /** Participants of the link that stay while the others change. */
  drivingKey: z.array(name).default([]),
  /** The other participants, all of them: only to be said for the reader. */
  secondaryKey: z.array(name).optional(),
  /** Source columns that say from when and until when; without them a row holds from its load date until it is closed. */
  start: name.optional(),
  end: name.optional(),
  /** `one`: a driving key has one secondary key at a time. `many`: the rows of one load date are all it has. */
  cardinality: z.enum(['one', 'many']).default('one'),
  /** False: only what the source says closes a link key. */
  autoEndDate: z.boolean().default(true),
  /** `close`: a row without secondary key says that the driving key has none. */
  nullSecondary: z.enum(['skip', 'close']).default('skip'),
  onLate: z.enum(['quarantine', 'drop', 'fail']).default('quarantine'),
  orphans: z.enum(['hold', 'fail']).default('fail'),
  /** Physical columns. */
  startColumn: name.default('start_dt'),
  endColumn: name.default('end_dt'),
  activeColumn: name.default('is_active'),
});
export type EffectivitySatelliteDefinition = z.output<typeof definition>;

export interface EffectivitySatellite<Name extends string = string, From extends Source = Source> {
  readonly kind: 'effectivitySatellite';
  readonly name: Name;
  readonly source: From;
  readonly definition: EffectivitySatelliteDefinition;
}

type Given = Omit<z.input<typeof definition>, 'kind' | 'name' | 'of' | 'from' | 'start' | 'end'>;

/**
 * Declares an effectivity satellite: when the keys of a link were in force.
 *
 * Shape: `drivingKey` names participants of the link; for each combination of them the others change over time.
 * Invariant: A, B, A are five rows: A opens, A closes, B opens, B closes, A opens.
 * Example: `defineEffectivitySatellite('s_seat', { of: lSeat, from: seats, drivingKey: ['hk_person'], start: 'since' })`
 */
export function defineEffectivitySatellite<
  const Name extends string,
  From extends Source,
  const Start extends string = ColumnName<From>,
  const End extends string = ColumnName<From>,
>(
  satellite: Name,
  options: Given & {
    readonly of: Link;
    readonly from: From;
    readonly start?: Start extends ColumnName<From> ? Start : NoSuchColumn<From, Start>;
    readonly end?: End extends ColumnName<From> ? End : NoSuchColumn<From, End>;
  },
): EffectivitySatellite<Name, NoInfer<From>> {
  const { of, from: source, ...rest } = knownOptions(definition, satellite, options);
  return {
    kind: 'effectivitySatellite',
    name: satellite,
    source,
    definition: parseDefinition(definition, {
      kind: 'effectivitySatellite',
      name: satellite,
      of: of.name,
      from: source.name,
      ...rest,
    }),
  };
}

export const effectivitySatellite: EntityKind<typeof definition, EffectivityModel> = {
  kind: 'effectivitySatellite',
  wave: 'satellites',
  definition,
  resolve: resolveEffectivity,
  tables: effectivityTables,
  loads: loadEffectivity,

  checks(model, loads, { vault }) {
    const target = effectivityTable(model, vault);
    const isLate = equal(column('fresh', outcomeColumn), textLiteral('late'));
    const parent = {
      column: model.hashKey,
      schema: vault.naming.vaultSchema,
      table: model.parent,
      key: model.hashKey,
    };
    return loads.flatMap((load) => [
      duplicateKeyCheck(target, target.key, load),
      orphanCheck(target, parent, load),
      ...(model.onLate === 'fail' && model.mode !== 'automate-dv'
        ? [refusedOutcome(target, 'row older than the stored ones', isLate, load)]
        : []),
    ]);
  },
};
