import { z } from 'zod';
import type { ResolveScope } from '../../model/resolve-scope.ts';
import type { HistoryRules } from './history-entity.ts';
import { feedShape, satelliteShape } from '../../model/satellite-base.ts';

const columnMap = z.record(z.string().min(1), z.string().min(1)).default({});

/** What a satellite of versions says about itself. */
export const satelliteDefinitionSchema = z.strictObject({
  kind: z.literal('satellite'),
  ...satelliteShape,
  hashDiff: z.string().min(1).optional(),
  /** Stored columns that order rows of one load date: physical to staged column, NULL first. */
  sequence: columnMap,
  /** Stored columns that make no version: physical to staged column. */
  extra: columnMap,
  furtherSources: z
    .array(z.strictObject({ ...feedShape, sequence: columnMap, extra: columnMap }))
    .default([]),
  /** Whether versions are told apart by a stored hash, or by the values themselves. */
  changeDetection: z.enum(['hashDiff', 'columns']).default('hashDiff'),
  /** The part of the payload that makes versions; all of it by default. */
  diff: z
    .union([
      z.strictObject({ include: z.array(z.string().min(1)).min(1) }),
      z.strictObject({ exclude: z.array(z.string().min(1)).min(1) }),
    ])
    .optional(),
  /** Hashes the parent's business key into the hash diff, as vaults of other tools may. */
  includeParentKey: z.boolean().default(false),
  /** False stores every sighting, changed or not. */
  compress: z.boolean().default(true),
  ties: z.enum(['keepAll', 'last', 'fail']).default('keepAll'),
  onLate: z.enum(['quarantine', 'insert', 'insertRestore', 'drop', 'fail']).default('quarantine'),
  candidates: z.enum(['newer', 'all', 'tableMark']).default('newer'),
  /** Looks for rows that something later of their source has overtaken; the plan then asks for that load date. */
  onSuspect: z.enum(['insert', 'quarantine', 'fail']).optional(),
  /** The extended tracking satellite that remembers every row of this one. */
  trackedBy: z.string().min(1).optional(),
});
export type SatelliteDefinition = z.output<typeof satelliteDefinitionSchema>;

/** The options of a satellite beyond parent, source and payload. */
export type SatelliteRuleOptions = Partial<
  Pick<
    z.input<typeof satelliteDefinitionSchema>,
    | 'hashDiff'
    | 'changeDetection'
    | 'diff'
    | 'includeParentKey'
    | 'compress'
    | 'ties'
    | 'onLate'
    | 'candidates'
    | 'onSuspect'
  >
>;

export function historyRules(given: SatelliteDefinition): HistoryRules {
  return {
    late: given.onLate,
    ties: given.ties,
    candidates: given.candidates,
    suspects: given.onSuspect ?? null,
    compress: given.compress,
  };
}

/** Notes options that do not go together. */
export function checkSatelliteRules(given: SatelliteDefinition, scope: ResolveScope): void {
  const { name, onLate, candidates, ties, trackedBy, onSuspect, compress } = given;
  const tracked = trackedBy !== undefined;
  const inserts = onLate === 'insert' || onLate === 'insertRestore';
  const byColumns = given.changeDetection === 'columns';
  const refuse = (wrong: boolean, sentence: string): void => {
    if (wrong) scope.problem(name, sentence);
  };
  refuse(
    onLate === 'insertRestore' && !tracked,
    "onLate 'insertRestore' needs trackedBy: an extended tracking satellite",
  );
  refuse(
    onLate === 'insertRestore' && !compress,
    "compress: false leaves nothing to restore; say onLate: 'insert'",
  );
  refuse(
    onLate === 'insert' && tracked,
    "a tracked satellite inserts late rows with onLate: 'insertRestore'",
  );
  refuse(inserts && ties === 'last', "ties: 'last' cannot be kept when rows are inserted into the past");
  refuse(
    candidates !== 'newer' && inserts,
    `candidates '${candidates}' compares rows with the latest version only, so none is inserted into the past`,
  );
  refuse(
    candidates !== 'newer' && tracked,
    `candidates '${candidates}' does not look at sightings, so trackedBy has no meaning`,
  );
  refuse(
    candidates !== 'newer' && onSuspect !== undefined,
    `candidates '${candidates}' knows no suspect rows`,
  );
  refuse(
    onSuspect === 'quarantine' && onLate !== 'quarantine',
    "onSuspect 'quarantine' needs onLate: 'quarantine'",
  );
  refuse(onSuspect !== undefined && tracked, 'a tracked satellite has no suspect rows: they are late');
  refuse(
    tracked && Object.keys(given.sequence).length > 0,
    'sightings have no sequence, so a satellite with one cannot be tracked',
  );
  refuse(
    tracked && byColumns,
    'sightings hold hash diffs, so a tracked satellite needs changeDetection: hashDiff',
  );
  refuse(
    byColumns && given.includeParentKey,
    'includeParentKey changes a hash diff, but versions are told apart by columns',
  );
  refuse(byColumns && given.hashDiff !== undefined, 'a satellite that compares columns stores no hash diff');
  refuse(
    tracked && scope.declaredKind(trackedBy) !== 'extendedTrackingSatellite',
    `only an extended tracking satellite remembers rows, but ${scope.describe(trackedBy ?? '')}`,
  );
}

/** Sentences about choices that are allowed, but seldom meant. */
export function satelliteWarnings({ name, candidates, furtherSources }: SatelliteDefinition): string[] {
  return [
    ...(furtherSources.length > 0
      ? [`${name}: several sources of one satellite; when they disagree, it flips with every batch`]
      : []),
    ...(candidates === 'tableMark'
      ? [
          `${name}: candidates 'tableMark' hides rows of one key behind the load dates of others; for comparison only`,
        ]
      : []),
    ...(candidates === 'all'
      ? [
          `${name}: candidates 'all' takes older rows for new ones; a batch that is loaded again changes the satellite`,
        ]
      : []),
  ];
}

/** The payload columns that make versions, in stored order: frozen here, so that a later column changes no diff by itself. */
export function comparedColumns({ name, diff, payload }: SatelliteDefinition, scope: ResolveScope): string[] {
  const columns = Object.keys(payload);
  if (diff === undefined) return columns;
  const named = 'include' in diff ? diff.include : diff.exclude;
  for (const item of named)
    if (!columns.includes(item)) scope.problem(`${name}.diff`, `${item} is no payload column of ${name}`);
  const compared = columns.filter((item) => named.includes(item) === 'include' in diff);
  if (compared.length === 0) scope.problem(`${name}.diff`, 'no column is left to tell versions apart');
  return compared;
}
