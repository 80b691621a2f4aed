import { z } from 'zod';
import { duplicateKeyCheck } from '../checks/integrity-checks.ts';
import { hashTypeOf } from '../../hash/hash-profile.ts';
import { knownOptions, parseDefinition } from '../../metadata/given-options.ts';
import type { ResolveScope } from '../../model/resolve-scope.ts';
import type { TableColumn, TableDefinition } from '../../sql/query.ts';
import type { AsOfTable, AsOfTableModel } from './as-of-table.ts';
import { resolveActivity } from './bridge-activity.ts';
import { refreshBridge } from './bridge-load.ts';
import type { EntityKind } from '../entity-kind.ts';
import type { Hub } from '../insert-once/hub.ts';
import type { Link, LinkModel } from '../insert-once/link.ts';
import { loadDate } from '../../model/parameters.ts';
import type { NamedSatellite } from './point-in-time.ts';
import { pathColumns, type BridgeModel, type BridgeStep } from './bridge-model.ts';

const stepSchema = z.strictObject({
  link: z.string().min(1),
  /** Hash key columns of the link: the hub we come from, and the one we go to. */
  from: z.string().min(1).optional(),
  to: z.string().min(1).optional(),
  /** Physical columns of the bridge. */
  hashKey: z.string().min(1).optional(),
  hubKey: z.string().min(1).optional(),
  /** What says when a row of the link is in force; without it every row is, once seen. */
  activity: z
    .strictObject({
      satellite: z.string().min(1),
      until: z.string().min(1).optional(),
      status: z.string().min(1).optional(),
      deleted: z.string().min(1).optional(),
    })
    .optional(),
});

const definition = z.strictObject({
  kind: z.literal('bridge'),
  name: z.string().min(1),
  of: z.string().min(1),
  at: z.string().min(1),
  via: z.array(stepSchema).min(1),
  asOf: z.string().min(1).optional(),
  /** Physical column of the first hub's key. */
  hashKey: z.string().min(1).optional(),
  /** Physical column with the hash of instant and keys. */
  bridgeKey: z.string().min(1).optional(),
  prune: z.boolean().default(false),
});
export type BridgeDefinition = z.output<typeof definition>;

export interface Bridge<Name extends string = string> {
  readonly kind: 'bridge';
  readonly name: Name;
  readonly definition: BridgeDefinition;
}

type StepOptions = Omit<z.input<typeof stepSchema>, 'link' | 'activity'> & {
  readonly link: Link;
  readonly activity?: {
    readonly satellite: NamedSatellite;
    /** Column with the end of validity. */
    readonly until?: string;
    /** Column with a status, and the value that means deleted (`D`). */
    readonly status?: string;
    readonly deleted?: string;
  };
};

/**
 * Declares a bridge: for each instant the keys along a path of hubs and links whose link rows were in force.
 *
 * Shape: `from` may be left out where the link connects the hub once, `to` where it connects two hubs.
 * Example: `defineBridge('bridge_group_users', { of: hGroups, at: asOfMonth, via: [{ link: lMembership, to: 'hk_user_id' }] })`
 */
export function defineBridge<const Name extends string>(
  name: Name,
  options: {
    readonly of: Hub;
    readonly at: AsOfTable;
    readonly via: readonly StepOptions[];
  } & Partial<Pick<BridgeDefinition, 'asOf' | 'hashKey' | 'bridgeKey' | 'prune'>>,
): Bridge<Name> {
  const { of, at, via, ...rest } = knownOptions(definition, name, options);
  return {
    kind: 'bridge',
    name,
    definition: parseDefinition(definition, {
      kind: 'bridge',
      name,
      of: of.name,
      at: at.name,
      via: via.map(({ link, activity, ...step }) => ({
        ...step,
        link: link.name,
        ...(activity === undefined ? {} : { activity: { ...activity, satellite: activity.satellite.name } }),
      })),
      ...rest,
    }),
  };
}

export const bridge: EntityKind<typeof definition, BridgeModel> = {
  kind: 'bridge',
  wave: 'pointInTime',
  definition,
  computed: true,

  resolve(given, scope) {
    const { name, of, at, bridgeKey = null, prune } = given;
    const problems = scope.problems.length;
    const hub = scope.entity(of);
    if (hub?.kind !== 'hub') scope.problem(name, `a bridge starts at a hub, but ${scope.describe(of)}`);
    const instants = scope.entity(at) as AsOfTableModel | undefined;
    if (instants?.kind !== 'asOfTable')
      scope.problem(name, `instants come from an as-of table, but ${scope.describe(at)}`);
    const steps: BridgeStep[] = [];
    let place = of;
    for (const step of given.via) {
      const resolved = resolveStep(name, step, place, scope);
      if (resolved === null) return null;
      steps.push(resolved.step);
      place = resolved.hub;
    }
    if (scope.problems.length > problems || hub === undefined || instants === undefined) return null;
    const model: BridgeModel = {
      kind: 'bridge',
      name,
      hub: of,
      hashKey: given.hashKey ?? hub.hashKey,
      instants,
      asOf: given.asOf ?? instants.asOf,
      bridgeKey,
      steps,
      prune,
      feeds: [],
    };
    scope.distinctColumns(
      name,
      bridgeColumns(model, { kind: 'int' }).map((item) => item.name),
    );
    return model;
  },

  tables: (model, vault) => [bridgeTable(model, vault)],

  loads: (model, _feeds, context) => [refreshBridge(model, bridgeTable(model, context.vault), context)],

  checks(model, loads, { vault }) {
    const target = bridgeTable(model, vault);
    return loads.map((load) => duplicateKeyCheck(target, target.key, load));
  },
};

function resolveStep(
  name: string,
  step: BridgeDefinition['via'][number],
  hub: string,
  scope: ResolveScope,
): { readonly step: BridgeStep; readonly hub: string } | null {
  const found = scope.entity(step.link);
  if (found?.kind !== 'link') {
    scope.problem(name, `a bridge goes along links, but ${scope.describe(step.link)}`);
    return null;
  }
  const { participants } = found as LinkModel;
  const names = participants.map((item) => item.name).join(', ');
  const starts = participants.filter(
    (item) => item.hub === hub && item.name !== step.to && (step.from ?? item.name) === item.name,
  );
  const [start] = starts;
  if (start === undefined || starts.length > 1) {
    scope.problem(name, `name the column of ${step.link} with the key of ${hub} in \`from\`: ${names}`);
    return null;
  }
  const ends = participants.filter(
    (item) => item.name !== start.name && (step.to ?? item.name) === item.name,
  );
  const [end] = ends;
  if (end === undefined || ends.length > 1) {
    scope.problem(name, `name the column of ${step.link} that the bridge goes on with in \`to\`: ${names}`);
    return null;
  }
  const activity =
    step.activity === undefined ? null : resolveActivity(name, step.link, step.activity, scope);
  return {
    hub: end.hub,
    step: {
      link: step.link,
      linkKey: found.hashKey,
      from: start.name,
      to: end.name,
      keyColumn: step.hashKey ?? found.hashKey,
      hubColumn: step.hubKey ?? end.name,
      activity,
    },
  };
}

function bridgeColumns(model: BridgeModel, key: TableColumn['type']): TableColumn[] {
  return [
    ...(model.bridgeKey === null ? [] : [{ name: model.bridgeKey, type: key, nullable: false }]),
    { name: model.asOf, type: loadDate.type, nullable: false },
    ...pathColumns(model).map((name) => ({ name, type: key, nullable: false })),
  ];
}

function bridgeTable(
  model: BridgeModel,
  { naming, hashProfile }: Parameters<typeof bridge.tables>[1],
): TableDefinition {
  return {
    schema: naming.vaultSchema,
    name: model.name,
    role: 'bridge',
    comment: `Bridge: keys along ${[model.hub, ...model.steps.map(({ link }) => link)].join(', ')} that were in force.`,
    columns: bridgeColumns(model, hashTypeOf(hashProfile)),
    key: [model.asOf, ...pathColumns(model)],
    clusterBy: [model.hashKey, model.asOf],
  };
}
